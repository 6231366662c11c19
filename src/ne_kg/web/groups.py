"""The few groups of things that the reader tells apart, by class; also those of search."""

from __future__ import annotations

from collections.abc import Iterable

from ne_kg.model.rdf import IRI
from ne_kg.model.terms import PREFIXES
from ne_kg.web.lookup import lookup
from ne_kg.web.site import site

GROUPS = ("agent", "place", "works", "document", "matter", "period", "figure", "fact")
_CLASSES = (
    ("figure", "Figure"),
    ("fact", "Fact"),
    ("agent", "Agent"),
    ("period", "Period"),
    ("document", "Document"),
    ("works", "Infrastructure"),
    ("works", "Facility"),
    ("works", "Undertaking"),
    ("place", "Place"),
)


def group_of(things: Iterable[str]) -> str:
    """The group of what a range of characters names; things before facts."""
    known = site().kept("groups", _read)
    found = {known.get(thing, "matter") for thing in things}
    return next((g for g in ("figure", *GROUPS) if g in found and g != "fact"), "fact")


def _read() -> dict[str, str]:
    """The group of everything that has one; of several classes the first of the list decides."""
    tops = {PREFIXES["nekg"] + name: place for place, (_, name) in enumerate(_CLASSES)}
    places: dict[str, int] = {}
    for row in site().rows(lookup("subclasses")):
        if isinstance(cls := row["class"], IRI) and isinstance(top := row["above"], IRI):
            place = tops.get(top.value, len(tops))
            places[cls.value] = min(place, places.get(cls.value, len(tops)))
    found: dict[str, int] = {}
    for row in site().rows(lookup("instances")):
        if isinstance(thing := row["thing"], IRI) and isinstance(cls := row["class"], IRI):
            place = places.get(cls.value, len(tops))
            found[thing.value] = min(place, found.get(thing.value, len(tops)))
    return {thing: _CLASSES[place][0] for thing, place in found.items() if place < len(tops)}
