"""A computed total as a page says it: with its bound, its addends, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ne_kg.model.rdf import IRI
from ne_kg.queries.run import Result
from ne_kg.queries.total import Addend, Refusal, total
from ne_kg.store import Store
from ne_kg.web import figures, labels
from ne_kg.web.language import language

_SIGNS = {"more-than": ">", "less-than": "<", "about": "≈"}
_SCALES = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


@dataclass(frozen=True, slots=True)
class Computed:
    """A sum in words with its addends, or the reason why none is formed."""

    words: str
    addends: tuple[Addend, ...]
    reason: str = ""


def computed(store: Store, result: Result) -> Computed | None:
    """The total of an answer, if its question asks for one."""
    found = total(store, result)
    if found is None:
        return None
    if isinstance(found, Refusal):
        return Computed("", (), found.reason["en" if language() == "en" else "zh"])
    labels.fetch([found.unit, *(iri for a in found.addends for iri in (a.subject, a.sentence))])
    sign = _SIGNS.get(found.bound.value.rsplit("/", 1)[-1], "")
    return Computed(sign + amount(found.value, found.unit), found.addends)


def amount(value: Decimal, unit: IRI) -> str:
    """`3100亿元`, `310 billion yuan`."""
    if language() == "en":
        return figures.spoken(value, unit)
    scale, word = next(((s, w) for s, w in _SCALES if abs(value) >= s), (Decimal(1), ""))
    return f"{figures.plain(value / scale)}{word}{labels.name(unit).text}"
