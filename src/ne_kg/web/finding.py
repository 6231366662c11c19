"""What search looks through, built from the data that is served."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ne_kg.model.rdf import IRI
from ne_kg.model.terms import term
from ne_kg.queries.search import SENTENCE, Entry, Index
from ne_kg.web import figures
from ne_kg.web.lookup import lookup
from ne_kg.web.passages import number, value
from ne_kg.web.site import site

_FIGURE = {"kind": frozenset({term("nekg:Figure").value})}
_FACETS = {
    "kind": "search-kinds",
    "province": "search-provinces",
    "industry": "search-industries",
    "section": "search-sections",
}
_DIGITS = "〇一二三四五六七八九"


def index() -> Index:
    """The index of the data version that is served, made when it is first wanted."""
    return site().kept("search", lambda: Index.of([*_named(), *_figures()]))


def _named() -> Iterator[Entry]:
    """Things, concepts, parts of the report and its sentences; a thing is in the sections whose
    sentences mention it, and a sentence in the provinces of what it mentions."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    facets: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    weights: Counter[str] = Counter()
    orders: dict[str, int] = {}
    for row in site().rows(lookup("search-names")):
        names[value(row, "thing")] |= dict.fromkeys(_written(value(row, "name")))
    for row in site().rows(lookup("search-texts")):
        sentence = value(row, "thing")
        names[sentence][value(row, "name")] = None
        orders[sentence] = number(row, "order")
        facets[sentence]["kind"].add(SENTENCE)
    for facet, query in _FACETS.items():
        for row in site().rows(lookup(query)):
            facets[value(row, "thing")][facet].add(value(row, "value"))
    for row in site().rows(lookup("search-mentions")):
        thing, sentence = value(row, "thing"), value(row, "sentence")
        facets[thing]["section"] |= facets[sentence]["section"]
        facets[sentence]["province"] |= facets[thing]["province"]
        weights[thing] += number(row, "count")
    for iri, said in names.items():
        if facets[iri]["kind"]:
            values = {facet: frozenset(found) for facet, found in facets[iri].items()}
            yield Entry(iri, tuple(said), values, weights[iri], orders.get(iri, 0))


def _written(name: str) -> tuple[str, ...]:
    """A name as it is, and how else it is written: `第23条` as `第二十三条`, the number of a
    document as English readers cite it."""
    if point := re.fullmatch(r"第(\d\d?)条", name):
        tens, ones = divmod(int(point[1]), 10)
        chinese = (
            (_DIGITS[tens] if tens > 1 else "") + "十" * (tens > 0) + _DIGITS[ones] * (ones > 0)
        )
        return name, f"第{chinese}条"
    if document := re.fullmatch(r"(国发|国办发)〔(\d+)〕(\d+)号", name):
        issuer = "State Council" if document[1] == "国发" else "State Council General Office"
        return name, f"{issuer} document No. {document[3]} of {document[2]}"
    return (name,)


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
