"""Sums that may be formed, and the reasons why others may not.

A total is computed, never stated: it lists its addends with their sentences, carries their bounds,
and is refused where figures have different units, kinds or periods, where one is a range or a part
of another, where one amount is told twice, or where the same indicator (or a broader one) is given
for places that overlap: one inside the other, or with a province, city or county in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.model.terms import PREFIXES, term
from ne_kg.queries.run import Result, labels
from ne_kg.store import Store

_ADDABLE = {term("kind:actual"), term("kind:target"), term("kind:count-of-list")}
_ABOVE = {term("bound:more-than"), term("bound:at-least")}
_BELOW = {term("bound:nearly"), term("bound:less-than")}
_RATES = {
    term(f"unit:{name}")
    for name in ("percent", "ratio", "rank", "volt", "kilometre-per-hour", "year")
}
_EXACTLY = term("bound:exactly")
_BETWEEN = term("bound:between")
_FIGURES = """
SELECT ?figure ?value ?unit ?bound ?kind ?period ?indicator ?subject ?printed ?sentence WHERE {
  VALUES ?figure { %s }
  ?figure nekg:value ?value ; nekg:unit ?unit ; nekg:bound ?bound ; nekg:kind ?kind ;
    nekg:period ?period ; nekg:indicator ?indicator ; nekg:about ?subject ; nekg:printed ?printed ;
    nekg:statedIn ?sentence .
}"""
_PURPOSES = """
SELECT ?figure ?purpose WHERE { VALUES ?figure { %s } ?figure nekg:purpose|nekg:place ?purpose }"""
_INSIDE = """
SELECT ?inner ?outer ?shared WHERE {
  VALUES ?outer { %s }
  ?inner (nekg:partOf|nekg:completedOf|nekg:within|nekg:locatedIn|skos:broader
    |^nekg:includes)+ ?outer .
  BIND (EXISTS { ?inner a/rdfs:subClassOf nekg:AdministrativeArea } AS ?shared)
}"""


@dataclass(frozen=True, slots=True)
class Addend:
    """A figure that goes into a total."""

    figure: IRI
    subject: IRI
    indicator: IRI
    value: Decimal
    printed: str
    bound: IRI
    sentence: IRI


@dataclass(frozen=True, slots=True)
class Sum:
    """A computed total: `bound` is what its addends' bounds allow to say of it."""

    value: Decimal
    unit: IRI
    bound: IRI
    addends: tuple[Addend, ...]
    labels: Mapping[IRI, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why no total is formed, in zh and en."""

    reason: Mapping[str, str]


def total(store: Store, result: Result) -> Sum | Refusal | None:
    """The total of an answer, if its question asks for one."""
    asked = result.question.total
    if asked is None:
        return None
    figures = {row[asked.figure] for row in result.rows if asked.figure in row}
    nodes = " ".join(sorted(str(figure) for figure in figures if isinstance(figure, IRI)))
    if not nodes:
        return None
    rows = store.select(_prologue() + _FIGURES % nodes)
    refusal = _mixed(rows)
    if refusal:
        return refusal
    addends = tuple(_addend(row) for row in sorted(rows, key=lambda row: str(row["figure"])))
    refusal = _overlap(store, addends)
    if refusal:
        return refusal
    unit = rows[0]["unit"]
    assert isinstance(unit, IRI)
    return Sum(
        value=sum((addend.value for addend in addends), Decimal()),
        unit=unit,
        bound=combined({addend.bound for addend in addends}),
        addends=addends,
        labels=labels(store, {unit, *(addend.subject for addend in addends)}),
    )


def combined(bounds: set[IRI]) -> IRI:
    """More than, if some addends are more and the rest exact; about, where they pull both ways."""
    rest = bounds - {_EXACTLY}
    if not rest:
        return _EXACTLY
    if rest <= _ABOVE:
        return term("bound:more-than")
    if rest <= _BELOW:
        return term("bound:less-than")
    return term("bound:about")


def _mixed(rows: Sequence[Mapping[str, Term]]) -> Refusal | None:
    if len({row["unit"] for row in rows}) > 1:
        return _refuse("单位不同，不能相加", "the figures have different units")
    if any(row["bound"] == _BETWEEN for row in rows):
        return _refuse("含区间值，不能相加", "one of the figures is a range")
    if not {row["kind"] for row in rows} <= _ADDABLE or {row["unit"] for row in rows} & _RATES:
        return _refuse(
            "含增速、比率、份额或位次，不能相加", "rates, shares and ranks cannot be added"
        )
    if len({row["kind"] for row in rows}) > 1:
        return _refuse(
            "性质不同（如实际数与目标），不能相加", "results and targets cannot be added"
        )
    if len({row["period"] for row in rows}) > 1:
        return _refuse("时期不同，不能相加", "the figures are of different periods")
    return None


def _overlap(store: Store, addends: Sequence[Addend]) -> Refusal | None:
    """A part beside its whole, one amount told twice, or one indicator of places that overlap."""
    nodes = {str(node) for a in addends for node in (a.figure, a.subject, a.indicator)}
    inside: dict[Term, set[Term]] = {}
    areas: dict[Term, set[Term]] = {}
    for row in store.select(_prologue() + _INSIDE % " ".join(sorted(nodes))):
        inside.setdefault(row["outer"], set()).add(row["inner"])
        if row["shared"].value == "true":
            areas.setdefault(row["outer"], set()).add(row["inner"])
    figures = " ".join(sorted(str(addend.figure) for addend in addends))
    purposes: dict[Term, set[Term]] = {}
    for row in store.select(_prologue() + _PURPOSES % figures):
        purposes.setdefault(row["figure"], set()).add(row["purpose"])

    def within(one: IRI, other: IRI) -> bool:
        return one in inside.get(other, ()) or other in inside.get(one, ())

    for one, other in combinations(addends, 2):
        if within(one.figure, other.figure):
            return _refuse(
                f"“{one.printed}”与“{other.printed}”有包含关系，不能相加",
                f"of {one.printed} and {other.printed} one is a part of the other",
            )
        if one.indicator != other.indicator and not within(one.indicator, other.indicator):
            continue
        if one.subject == other.subject:
            if purposes.get(one.figure, set()) == purposes.get(other.figure, set()):
                return _refuse(
                    f"“{one.printed}”与“{other.printed}”说的是同一件事，不能相加",
                    f"{one.printed} and {other.printed} tell of the same thing",
                )
        elif within(one.subject, other.subject) or areas.get(one.subject, set()) & areas.get(
            other.subject, set()
        ):
            return _refuse(
                f"“{one.printed}”与“{other.printed}”所指地区有重叠，不能相加",
                f"{one.printed} and {other.printed} are of regions that overlap",
            )
    return None


def _addend(row: Mapping[str, Term]) -> Addend:
    figure, subject, bound = row["figure"], row["subject"], row["bound"]
    indicator = row["indicator"]
    sentence, value = row["sentence"], row["value"]
    assert isinstance(figure, IRI)
    assert isinstance(subject, IRI)
    assert isinstance(indicator, IRI)
    assert isinstance(bound, IRI)
    assert isinstance(sentence, IRI)
    assert isinstance(value, Literal)
    return Addend(
        figure, subject, indicator, Decimal(value.value), row["printed"].value, bound, sentence
    )


def _refuse(zh: str, en: str) -> Refusal:
    return Refusal({"zh": zh, "en": en})


def _prologue() -> str:
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("nekg", "rdfs", "skos"))
