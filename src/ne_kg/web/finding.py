"""What search looks through, built from the data that is served."""

from __future__ import annotations

from ne_kg.model.terms import PREFIXES
from ne_kg.queries.search import Index, entries
from ne_kg.web.site import site

_USED = ("id", "nekg", "rdfs", "skos", "dcterms")


def index() -> Index:
    """The index of the data version that is served, made when it is first wanted."""
    prologue = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in _USED)
    return site().kept("search", lambda: Index.of(entries(site().store, prologue)))
