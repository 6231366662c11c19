"""Units of measure as the vocabulary describes them: base unit, multiplier, printed forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ne_kg.model.rdf import IRI, Literal, Quad
from ne_kg.model.terms import term

_BASE = term("nekg:baseUnit")
_MULTIPLIER = term("nekg:multiplier")
_NOTATION = term("skos:notation")


@dataclass(frozen=True, slots=True)
class Unit:
    """One of this unit is `multiplier` of `base`; `notations` are its printed forms."""

    base: IRI
    multiplier: Decimal
    notations: frozenset[str]


def units(quads: Iterable[Quad]) -> Mapping[IRI, Unit]:
    """The units that have a base unit and a multiplier."""
    bases: dict[IRI, IRI] = {}
    multipliers: dict[IRI, Decimal] = {}
    notations: defaultdict[IRI, set[str]] = defaultdict(set)
    for quad in quads:
        if not isinstance(quad.subject, IRI):
            continue
        if quad.predicate == _BASE and isinstance(quad.object, IRI):
            bases[quad.subject] = quad.object
        elif quad.predicate == _MULTIPLIER and isinstance(quad.object, Literal):
            multipliers[quad.subject] = Decimal(quad.object.value)
        elif quad.predicate == _NOTATION and isinstance(quad.object, Literal):
            notations[quad.subject].add(quad.object.value)
    return {
        unit: Unit(base, multipliers[unit], frozenset(notations[unit]))
        for unit, base in bases.items()
        if unit in multipliers
    }
