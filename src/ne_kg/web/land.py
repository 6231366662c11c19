"""What every map shows besides its own points, read from the graph: outlines, and places to find
one's way by."""

from __future__ import annotations

import re

from ne_kg.model.rdf import IRI
from ne_kg.web import labels
from ne_kg.web.lookup import lookup
from ne_kg.web.passages import value
from ne_kg.web.site import site
from ne_kg.web.views import Land, Outline, Place

_POSITION = re.compile(r"(-?[0-9.]+) (-?[0-9.]+)")


def land() -> Land:
    """The outlines and places of the graph, named in the language of the page."""
    outlines = site().kept("outlines", lambda: site().rows(lookup("outlines")))
    places = site().kept("map places", lambda: site().rows(lookup("map-places")))
    labels.fetch(row["place"] for row in (*outlines, *places))
    return Land(
        tuple(
            Outline(labels.name(place).text, ring(value(row, "outline")))
            for row in outlines
            if isinstance(place := row["place"], IRI)
        ),
        tuple(
            Place(labels.name(place).text, float(value(row, "lat")), float(value(row, "long")))
            for row in places
            if isinstance(place := row["place"], IRI)
        ),
    )


def ring(wkt: str) -> tuple[tuple[float, float], ...]:
    """The border of a WKT polygon without holes, as latitudes and longitudes.

    OGC Simple Features (06-103r4) §7; a shape holds outlines to that form.
    """
    return tuple((float(lat), float(long)) for long, lat in _POSITION.findall(wkt))
