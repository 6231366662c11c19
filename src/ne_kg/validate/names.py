"""Short forms of terms and paths for people, by the prefixes that the files themselves declare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from ne_kg.model.rdf import IRI, RDF, XSD, BlankNode, Literal, Term
from ne_kg.model.violation import SH

_LOCAL = re.compile(r"[\w\-.·]*")
_COMMON = {
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    "sh": SH,
}


class Graph(Protocol):
    """What a path is read from."""

    def objects(self, subject: Term, *predicates: IRI) -> list[Term]: ...


class Names:
    """Writes terms the way the files' readers know them."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        chosen: dict[str, str] = {}
        for prefix, namespace in (*prefixes.items(), *_COMMON.items()):
            chosen.setdefault(namespace, prefix)
        # The longest namespace that fits gives the shortest name.
        self._namespaces = sorted(chosen.items(), key=lambda item: -len(item[0]))

    def short(self, term: Term) -> str:
        """`ex:name`, `"text"@en`, `12`, `_:b1`; a full IRI in angle brackets where none fits."""
        if isinstance(term, IRI):
            return self._iri(term.value)
        if isinstance(term, BlankNode):
            return str(term)
        if term.datatype in (XSD + "integer", XSD + "decimal", XSD + "boolean"):
            return term.value
        quoted = f'"{term.value}"'
        if term.language is not None:
            return f"{quoted}@{term.language}"
        if term.datatype == XSD + "string":
            return quoted
        return f"{quoted}^^{self._iri(term.datatype)}"

    def _iri(self, iri: str) -> str:
        for namespace, prefix in self._namespaces:
            if namespace and iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def plain(self, term: Term) -> str:
        """The same for running text: a literal without its quotes."""
        return term.value if isinstance(term, Literal) else self.short(term)

    def path(self, path: Term, graph: Graph) -> str:
        """A property path in SPARQL's notation."""
        if isinstance(path, IRI):
            return self._iri(path.value)
        for name, form in (
            ("inversePath", "^{}"), ("zeroOrMorePath", "{}*"), ("oneOrMorePath", "{}+"),
            ("zeroOrOnePath", "{}?"),
        ):  # fmt: skip
            for inner in graph.objects(path, IRI(SH + name)):
                text = self.path(inner, graph)
                return form.format(text if isinstance(inner, IRI) else f"({text})")
        for head in graph.objects(path, IRI(SH + "alternativePath")):
            return "|".join(self._steps(head, graph))
        return "/".join(self._steps(path, graph)) or self.short(path)

    def _steps(self, head: Term, graph: Graph) -> list[str]:
        steps: list[str] = []
        seen: set[Term] = set()
        while head not in seen:
            seen.add(head)
            for step in graph.objects(head, IRI(RDF + "first"))[:1]:
                text = self.path(step, graph)
                steps.append(f"({text})" if "|" in text or "/" in text else text)
            rest = graph.objects(head, IRI(RDF + "rest"))
            if not rest:
                break
            head = rest[0]
        return steps
