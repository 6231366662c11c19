"""What search looks through, built from the data that is served."""

from __future__ import annotations

from collections.abc import Iterator

from ne_kg.model.rdf import IRI
from ne_kg.model.terms import PREFIXES, term
from ne_kg.queries.search import Entry, Index, entries
from ne_kg.web import figures
from ne_kg.web.lookup import lookup
from ne_kg.web.passages import value
from ne_kg.web.site import site

_USED = ("id", "nekg", "rdfs", "skos", "dcterms")
_FIGURE = {"kind": frozenset({term("nekg:Figure").value})}


def index() -> Index:
    """The index of the data version that is served, made when it is first wanted."""
    prologue = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in _USED)
    return site().kept("search", lambda: Index.of([*entries(site().store, prologue), *_figures()]))


def _figures() -> Iterator[Entry]:
    """Each figure, by whose it is, what it measures and how much: as printed, and in English."""
    for row in site().rows(lookup("figure-names")):
        if isinstance(figure := row["figure"], IRI):
            zh = figures.amount(row, english=False)
            en = figures.amount(row, english=True, unit_name=value(row, "unit_en"))
            yield Entry(
                figure.value,
                (
                    f"{value(row, 'about_zh')} {value(row, 'indicator_zh')} {zh}",
                    f"{value(row, 'about_en')} {value(row, 'indicator_en')} {en}",
                ),
                _FIGURE,
            )
