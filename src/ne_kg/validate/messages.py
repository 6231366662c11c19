"""The words of a result: the author's templates, filled in, in every language they are written in.

pySHACL fills templates itself but loses their language and writes IRIs in full. So it is handed a
message that only carries the values of the variables, and the author's templates are filled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ne_kg.model.rdf import IRI, Literal, Node, Quad, Term
from ne_kg.validate.engine import Result
from ne_kg.validate.generic import generic, with_suggestion
from ne_kg.validate.names import Names
from ne_kg.validate.shapes import Shapes, sh

_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_OWN = ("this", "value", "path")
# Private-use characters: no message of an author holds them.
_NAME, _VALUE, _END = "\ue000", "\ue001", "\ue002"
_CARRIED = re.compile(f"{_NAME}(\\w+){_VALUE}([^{_END}]*){_END}")


def carrying(quads: Iterable[Quad], shapes: Shapes) -> list[Quad]:
    """The shapes graph with the messages of SPARQL constraints replaced by carriers of values."""
    owners: dict[Node, Node] = {}
    for quad in shapes.authored.quads:
        if quad.predicate == sh("sparql") and not isinstance(quad.object, Literal):
            owners[quad.object] = quad.subject
    kept = [
        quad for quad in quads if not (quad.predicate == sh("message") and quad.subject in owners)
    ]
    for constraint, owner in owners.items():
        names = {
            name
            for template in templates(constraint, owner, shapes)
            for name in _VARIABLE.findall(template.value)
        } - set(_OWN)
        carrier = "".join(f"{_NAME}{name}{_VALUE}{{?{name}}}{_END}" for name in sorted(names))
        if carrier:
            kept.append(Quad(constraint, sh("message"), Literal(carrier)))
    return kept


def templates(constraint: Node, shape: Node, shapes: Shapes) -> tuple[Literal, ...]:
    """The messages of a SPARQL constraint: its own, else its shape's (SHACL §5.3.2)."""
    return shapes.texts(constraint, sh("message")) or shapes.texts(shape, sh("message"))


def carried(result: Result) -> dict[str, str]:
    """The values of the other variables of a SPARQL result; those without a value are left out."""
    return {
        name: value
        for message in result.messages
        for name, value in _CARRIED.findall(message.value)
        if value != f"{{?{name}}}"
    }


def messages(
    result: Result, value: Term | None, path: str, shapes: Shapes, names: Names
) -> tuple[Literal, ...]:
    """The messages of a result, filled in."""
    if result.constraint is not None:
        written = templates(result.constraint, result.shape, shapes)
    elif shapes.texts(result.shape, sh("message")):
        written = with_suggestion(result.messages, result, path, shapes, names)
    else:
        written = generic(result, path, shapes, names) or result.messages
    values = {name: _readable(text, names) for name, text in carried(result).items()}
    values["this"] = names.plain(result.focus)
    values["path"] = path
    values["value"] = names.plain(value) if value is not None else "–"
    return tuple(_filled(template, values) for template in written)


def _filled(template: Literal, values: Mapping[str, str]) -> Literal:
    text = _VARIABLE.sub(lambda match: values.get(match.group(1), "–"), template.value)
    return Literal(text, template.datatype, template.language)


def _readable(text: str, names: Names) -> str:
    """A carried value has lost its kind: what a prefix shortens was an IRI."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$", text):
        short = names.short(IRI(text))
        return text if short.startswith("<") else short
    return text
