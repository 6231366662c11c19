"""The first wall: what a query text asks for, read before any parser sees it.

Refuses updates, SERVICE and texts that are too large or too deeply nested; finds the query form,
the dataset clauses, and whether the same query gives the same answer twice. It only reads
terminals: engines' parsers recurse, and eight shapes of 40 kB overflow Oxigraph's stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from urllib.parse import urljoin

from ne_kg.model.errors import LimitReached, QueryRejected
from ne_kg.store.lexer import Token, decode_code_points, place, tokens
from ne_kg.store.limits import Limits

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"]
)
UNSTABLE = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE"])
_OPEN = {"(": ")", "[": "]", "{": "}"}
_PREFIX_OPERATORS = frozenset(["!", "+", "-", "^", "^^"])
_CHAIN_WORDS = frozenset(
    ["UNION", "OPTIONAL", "MINUS", "BIND", "FILTER", "VALUES", "GRAPH", "EXISTS", "LATERAL"]
)
_CHAIN_MARKS = frozenset(["||", "&&", "/", "|", "+", "-", "*", "{"])


@dataclass(frozen=True, slots=True)
class Request:
    """What a query text turned out to be.

    `default` and `named` are the IRIs of FROM and FROM NAMED, None when there is neither;
    `stable` is false if it calls a function that answers differently each time; `star` is the
    offset of the asterisk of SELECT *, if it has one.
    """

    form: Form
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    stable: bool
    star: int | None = None


_SHORT = 2000
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_VIRTUOSO = "<http://www.openlinksw.com/schemas/"


def inspect(text: str, limits: Limits, base: str = "") -> Request:
    """Read a query text; QueryRejected or LimitReached says why it may not run."""
    read = _short if len(text) <= _SHORT else _long
    return read(text, limits, base)


def _inspect(text: str, limits: Limits, base: str) -> Request:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > limits.query:
        raise LimitReached(
            f"the query has {size:,} bytes; {limits.query:,} are allowed",
            limit="query",
            remedy="split it, or select values by a pattern in place of a list",
        )
    decoded = decode_code_points(text)
    if decoded != text:
        # An engine may or may not decode escapes outside strings: neither reading may hide SERVICE.
        _Reading(text, limits, base).refuse_service()
        # Offsets in the decoded text say nothing about the one that is sent.
        return replace(_Reading(decoded, limits, base).request(), star=None)
    return _Reading(text, limits, base).request()


_short = lru_cache(maxsize=1024)(_inspect)
_long = lru_cache(maxsize=16)(_inspect)
"""A query is inspected by who answers for it and by the store: twice in a row."""


@dataclass(slots=True)
class _Reading:
    """One pass over the tokens of a text."""

    text: str
    limits: Limits
    base: str
    prefixes: dict[str, str] = field(default_factory=dict)

    def request(self) -> Request:
        found = list(tokens(self.text))
        self._refuse_service(found)
        self._refuse_open(found)
        self._refuse_ambiguity(found)
        self._bound(found)
        start, form = self._form(found)
        default, named = self._dataset(found[start:])
        stable = not any(token.kind == "word" and token.text.upper() in UNSTABLE for token in found)
        star = _star(found[start : start + 2]) if form == "SELECT" else None
        if not default and not named:
            return Request(form, None, None, stable, star)
        return Request(form, default, named, stable, star)

    def _refuse_open(self, found: list[Token]) -> None:
        if found and found[-1].kind == "open":
            raise self._rejected(
                f"the string at {found[-1].text[:20]!r} does not end",
                found[-1],
                "close it with the quotation mark that it begins with",
            )

    def refuse_service(self) -> None:
        self._refuse_service(list(tokens(self.text)))

    def _refuse_service(self, found: list[Token]) -> None:
        """SERVICE as a word, or hidden where a lenient parser would still see it.

        `SERVICE:x{` and `trueSERVICE` are other tokens by the grammar, but a parser without word
        boundaries takes the keyword; `1<2)SERVICE#>` is an IRI by the longest match, but a
        comparison to a parser that goes by context.
        """
        for index, token in enumerate(found):
            low = token.text.lower()
            if "service" not in low:
                continue
            if token.kind == "name":
                following = found[index + 1].text if index + 1 < len(found) else ""
                hidden = "service" in low.partition(":")[0] and following in ("{", "<")
            elif token.kind == "iri":
                hidden = ")" in low.partition("service")[0]
            else:
                hidden = token.kind in ("word", "mark", "number")
            if hidden:
                raise self._rejected(
                    "SERVICE is refused: this endpoint sends no requests to others",
                    token,
                    "ask the other endpoint yourself and pass its answers in VALUES",
                )

    def _refuse_ambiguity(self, found: list[Token]) -> None:
        """`?x<?a&&?b>?y`: by the longest token an IRI (§19.8), to Oxigraph two comparisons."""
        for before, token in pairwise(found):
            operand = before.kind in ("variable", "number", "string") or before.text == ")"
            if token.kind == "iri" and operand and ("&&" in token.text or "||" in token.text):
                raise self._rejected(
                    f"{token.text} is an IRI by the rules of SPARQL",
                    token,
                    "put spaces around < and > where they compare",
                )

    def _bound(self, found: Iterable[Token]) -> None:
        depth = run = chain = 0
        for token in found:
            text = token.text
            if token.kind == "mark" and text in _PREFIX_OPERATORS:
                run += 1
            else:
                run = 0
            if token.kind == "mark" and text in _OPEN:
                depth += 1
            elif token.kind == "mark" and text in ")]}":
                depth -= 1
            chain += _chains(token)
            if depth + run > self.limits.nesting:
                raise self._too_deep(token)
            if chain > self.limits.chain:
                raise LimitReached(
                    f"the query joins more than {self.limits.chain:,} parts",
                    limit="query",
                    remedy="give alternatives as one VALUES block or an IN list",
                )

    def _form(self, found: list[Token]) -> tuple[int, Form]:
        """Read the prologue; the index after the query form, and the form."""
        index = 0
        while index < len(found):
            token = found[index]
            word = token.text.upper() if token.kind == "word" else ""
            if word == "PREFIX" and index + 2 < len(found):
                name, iri = found[index + 1], found[index + 2]
                self.prefixes[name.text.rstrip(":")] = self._resolve(iri.text[1:-1])
                index += 3
            elif word == "BASE" and index + 1 < len(found):
                self.base = self._resolve(found[index + 1].text[1:-1])
                index += 2
            elif word in FORMS:
                return index + 1, word  # type: ignore[return-value]
            elif word in UPDATES:
                raise self._rejected(
                    f"{word} is an update, and this endpoint is read-only",
                    token,
                    "change the data in its repository; here use SELECT, ASK, CONSTRUCT, DESCRIBE",
                )
            else:
                raise self._rejected(
                    f"expected SELECT, ASK, CONSTRUCT or DESCRIBE, found {token.text[:40]!r}",
                    token,
                )
        raise QueryRejected(
            "the query is empty" if not found else "the query ends after its prologue",
            line=place(self.text, len(self.text))[0],
            column=place(self.text, len(self.text))[1],
            remedy="write for example SELECT * { ?s ?p ?o } LIMIT 10",
        )

    def _dataset(self, found: list[Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The dataset clauses: they stand after the form, outside all brackets (§13.2)."""
        default: list[str] = []
        named: list[str] = []
        depth = 0
        for index, token in enumerate(found):
            if token.kind == "mark" and token.text in _OPEN:
                depth += 1
            elif token.kind == "mark" and token.text in ")]}":
                depth -= 1
            elif depth == 0 and token.kind == "word" and token.text.upper() == "FROM":
                rest = found[index + 1 : index + 3]
                if rest and rest[0].text.upper() == "NAMED":
                    named += self._iri(rest[1:])
                else:
                    default += self._iri(rest[:1])
        return tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named))

    def _iri(self, found: list[Token]) -> list[str]:
        for token in found:
            if token.kind == "iri":
                return [self._resolve(token.text[1:-1])]
            if token.kind == "name":
                prefix, _, local = token.text.partition(":")
                if prefix in self.prefixes:
                    return [self.prefixes[prefix] + local.replace("\\", "")]
        return []

    def _resolve(self, reference: str) -> str:
        if not self.base or _ABSOLUTE.match(reference):
            return reference
        return urljoin(self.base, reference)

    def _too_deep(self, token: Token) -> LimitReached:
        line, column = place(self.text, token.start)
        return LimitReached(
            f"line {line}, column {column}: the query is nested more than "
            f"{self.limits.nesting} levels deep",
            limit="nesting",
            remedy="take away brackets that change nothing, or split the query",
        )

    def _rejected(self, what: str, token: Token, remedy: str | None = None) -> QueryRejected:
        line, column = place(self.text, token.start)
        return QueryRejected(what, line=line, column=column, remedy=remedy)


def _star(found: list[Token]) -> int | None:
    """Where the asterisk stands in what follows SELECT, DISTINCT and REDUCED passed over."""
    if found and found[0].text.upper() in ("DISTINCT", "REDUCED"):
        found = found[1:]
    return found[0].start if found and found[0].text == "*" else None


def _chains(token: Token) -> bool:
    if token.kind == "word":
        return token.text.upper() in _CHAIN_WORDS
    return token.kind == "mark" and token.text in _CHAIN_MARKS


def refuse_extensions(text: str) -> None:
    """Refuse Virtuoso's built-in functions, some of which fetch addresses or read files."""
    decoded = decode_code_points(text)
    for token in tokens(decoded):
        low = token.text.lower()
        named = token.kind == "name" and low.partition(":")[0] in ("bif", "sql")
        if named or (token.kind == "iri" and low.startswith(("<bif:", "<sql:", _VIRTUOSO))):
            line, column = place(decoded, token.start)
            raise QueryRejected(
                f"{token.text[:40]} is a function of one server, and refused",
                line=line,
                column=column,
                remedy="use the functions of SPARQL 1.1",
            )
