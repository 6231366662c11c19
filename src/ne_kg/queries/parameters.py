"""What a reader asks for → one VALUES line. Terms are serialised, text is never spliced.

The structure of a query does not depend on a value: strings go through the escapes of N-Triples
(SPARQL 1.1 §19.7 accepts them), IRIs are checked for the characters that the grammar forbids
(IRIREF), numbers and dates are parsed and written anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ne_kg.model.errors import UsageError
from ne_kg.model.question import Kind, Parameter, Question
from ne_kg.model.rdf import IRI, XSD, Literal, Term
from ne_kg.model.terms import PREFIXES

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SHORT = re.compile(r"([a-z][a-z0-9-]*):([A-Za-z0-9_.-]*[A-Za-z0-9_-])\Z")
LONGEST = 500

Bindings = Mapping[str, Term]


class WrongValue(UsageError):
    """A parameter's value cannot be used: `parameter` says which, `why` says so in zh and en."""

    def __init__(self, parameter: Parameter, why: Mapping[str, str]) -> None:
        super().__init__(
            f"the value of {parameter.name} {why['en']}",
            remedy=f"{parameter.label['en']} takes a value of kind {parameter.kind}",
        )
        self.parameter = parameter
        self.why = why


def bind(question: Question, given: Mapping[str, str]) -> dict[str, Term]:
    """The terms that `given` asks for, defaults filled in, in the question's order.

    An empty string for an optional parameter leaves it out. UsageError says which value is wrong
    and why.
    """
    known = {parameter.name for parameter in question.parameters}
    for name in given:
        if name not in known:
            have = ", ".join(sorted(known)) or "none"
            raise UsageError(f"{question.name} has no parameter {name}", remedy=f"it has: {have}")
    bound: dict[str, Term] = {}
    for parameter in question.parameters:
        text = given.get(parameter.name)
        if text is None:
            term = parameter.default
        elif text == "" and parameter.optional:
            term = None
        else:
            term = parse(parameter, text)
        if term is not None:
            bound[parameter.name] = term
    return bound


def parse(parameter: Parameter, text: str) -> Term:
    """One value as a term of the parameter's kind."""
    if len(text) > LONGEST:
        raise _wrong(parameter, f"is longer than {LONGEST} characters", f"超过{LONGEST}个字符")
    if _CONTROL.search(text):
        raise _wrong(parameter, "holds a control character", "含有控制字符")
    match parameter.kind:
        case Kind.IRI:
            return _iri(parameter, text)
        case Kind.STRING:
            return Literal(text)
        case Kind.INTEGER:
            if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip(), re.ASCII):
                raise _wrong(parameter, "is not a whole number, 2010 say", "不是整数，例如2010")
            return Literal(str(int(text)), XSD + "integer")
        case Kind.DECIMAL:
            return _decimal(parameter, text)
        case Kind.DATE:
            try:
                return Literal(date.fromisoformat(text.strip()).isoformat(), XSD + "date")
            except ValueError:
                raise _wrong(
                    parameter, "is not a date, 2010-12-31 say", "不是日期，例如2010-12-31"
                ) from None


def fill(question: Question, bindings: Bindings) -> str:
    """The question's query with its VALUES line for these terms, or without it for none."""
    if question.values is None:
        return question.text
    start, end = question.values
    return question.text[:start] + values_line(bindings) + question.text[end:]


def values_line(bindings: Bindings) -> str:
    if not bindings:
        return ""
    names = " ".join(f"?{name}" for name in bindings)
    row = " ".join(_in_query(term) for term in bindings.values())
    return f"  VALUES ({names}) {{ ({row}) }}"


def _in_query(term: Term) -> str:
    """A term as SPARQL writes it, also for engines that read code point escapes blindly.

    SPARQL 1.1 §19.2 decodes \\uXXXX before strings are found, so rdflib sees one in the escaped
    backslash of a visitor's \\u0022; the letter is therefore written as an escape itself.
    """
    return re.sub(r"(\\\\)([uU])", lambda match: f"{match[1]}\\U{ord(match[2]):08X}", str(term))


def written(term: Term) -> str:
    """A term as it stands in an address: the short name of one of our own IRIs, else its value."""
    if isinstance(term, IRI):
        for prefix, base in PREFIXES.items():
            if term.value.startswith(base):
                short = f"{prefix}:{term.value.removeprefix(base)}"
                if _SHORT.match(short):
                    return short
    return term.value


def _iri(parameter: Parameter, text: str) -> IRI:
    text = text.strip()
    short = _SHORT.match(text)
    if short and short[1] in PREFIXES:
        return IRI(PREFIXES[short[1]] + short[2])
    if not _IRI.match(text):
        raise _wrong(
            parameter,
            "is not an IRI, id:shenyang or https://… say",
            "不是IRI，例如id:shenyang或https://…",
        )
    return IRI(text)


def _decimal(parameter: Parameter, text: str) -> Literal:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise _wrong(parameter, "is not a number, 12.5 say", "不是数，例如12.5") from None
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise _wrong(parameter, "is too large or too small a number", "过大或过小")
    return Literal(f"{number:f}", XSD + "decimal")


def _wrong(parameter: Parameter, en: str, zh: str) -> WrongValue:
    return WrongValue(parameter, {"zh": zh, "en": en})
