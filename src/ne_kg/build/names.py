"""The names under which the catalogue and the vocabularies speak of things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ne_kg.model.rdf import IRI, Literal, Quad
from ne_kg.model.terms import term

_NAMING = {term("rdfs:label"), term("skos:prefLabel"), term("skos:altLabel")}


@dataclass(frozen=True, slots=True)
class Names:
    """Chinese names by thing and things by name."""

    of: Mapping[IRI, frozenset[str]]
    things: Mapping[str, frozenset[IRI]]


def names(quads: Iterable[Quad]) -> Names:
    """Collect the zh labels and aliases of all subjects; tags compare without case (RFC 5646)."""
    of: defaultdict[IRI, set[str]] = defaultdict(set)
    things: defaultdict[str, set[IRI]] = defaultdict(set)
    for quad in quads:
        if (
            quad.predicate in _NAMING
            and isinstance(quad.subject, IRI)
            and isinstance(quad.object, Literal)
            and (quad.object.language or "").lower().startswith("zh")
        ):
            name = "".join(quad.object.value.split())
            of[quad.subject].add(name)
            things[name].add(quad.subject)
    return Names(
        of={thing: frozenset(forms) for thing, forms in of.items()},
        things={name: frozenset(iris) for name, iris in things.items()},
    )
