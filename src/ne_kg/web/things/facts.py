"""The facts of a sentence, for showing beside it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.model.terms import PREFIXES, term
from ne_kg.web import labels
from ne_kg.web.figures import Shown, shown
from ne_kg.web.lookup import lookup
from ne_kg.web.site import site

_A = term("rdf:type")
_NEKG = PREFIXES["nekg"]
_FIRST = ("about", "subject", "member", "agent", "verb", "object", "indicator", "stage", "trend",
          "group", "role", "period", "asOf", "plannedFor", "kind")  # fmt: skip
_SHOWN_OTHERWISE = {"printed", "printedValue", "printedUnit", "value", "unit", "bound", "boundWord",
                    "printedUpperValue", "upperValue", "occurrence", "exact"}  # fmt: skip


@dataclass(slots=True)
class Fact:
    """A fact, or what a sentence says directly of a thing (then `printed` is empty)."""

    node: IRI
    classes: list[IRI] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    figure: Shown | None = None
    rows: list[tuple[IRI, list[Term]]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Local name of its class, lower-case, for its looks."""
        return self.classes[0].value.rsplit("#", 1)[-1].lower() if self.classes else "statement"


def of_sentence(sentence: IRI) -> list[Fact]:
    """The facts that a sentence's graph holds, in reading order, labels fetched."""
    by_node: defaultdict[IRI, defaultdict[IRI, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in site().rows(lookup("facts"), this=sentence):
        node, property_, value = row["fact"], row["property"], row["value"]
        if isinstance(node, IRI) and isinstance(property_, IRI):
            by_node[node][property_].append(value)
    labels.fetch(
        value
        for node, said in by_node.items()
        for property_, values in said.items()
        for value in (node, property_, *values)
    )
    order = sorted(
        by_node, key=lambda n: (not n.value.startswith(f"{sentence.value}."), _natural(n.value))
    )
    return [_fact(node, by_node[node]) for node in order]


def _fact(node: IRI, said: dict[IRI, list[Term]]) -> Fact:
    one = {p.value.removeprefix(_NEKG): values[0] for p, values in said.items()}
    rows = [
        (p, v)
        for p, v in said.items()
        if p != _A and p.value.removeprefix(_NEKG) not in _SHOWN_OTHERWISE
    ]
    return Fact(
        node=node,
        classes=[c for c in said.get(_A, []) if isinstance(c, IRI)],
        printed=[v.value for v in said.get(term("nekg:printed"), []) if isinstance(v, Literal)],
        figure=shown(one) if "value" in one and "unit" in one else None,
        rows=sorted(rows, key=lambda row: _place(row[0].value)),
    )


def _place(property_: str) -> tuple[int, str]:
    local = property_.removeprefix(_NEKG)
    return (_FIRST.index(local) if local in _FIRST else len(_FIRST), local)


def _natural(text: str) -> tuple[int, str]:
    """Sort `.f2` before `.f10`."""
    return (len(text), text)
