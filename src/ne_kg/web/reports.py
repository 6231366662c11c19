"""The reports that the graph holds, for what every page says of them."""

from __future__ import annotations

from dataclasses import dataclass

from ne_kg.model.errors import EngineError
from ne_kg.model.rdf import IRI
from ne_kg.web import addresses, labels
from ne_kg.web.lookup import lookup
from ne_kg.web.passages import number
from ne_kg.web.site import site


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the year it is on, its title in the language of the page, and its reader."""

    year: int
    title: str
    address: str


def reports() -> list[Report]:
    """All reports, the newest first; none in a dataset of another kind, or while the engine is
    away: the page that says so has links to them too."""
    try:
        rows = site().kept("reports", lambda: site().rows(lookup("reports")))
    except EngineError:
        return []
    years = [number(row, "year") for row in rows]
    sources = {year: IRI(f"{site().settings.base}source/report-{year}") for year in years}
    labels.fetch(sources.values())
    return [
        Report(year, labels.name(sources[year]).text, addresses.local(f"/report/{year}"))
        for year in years
    ]
