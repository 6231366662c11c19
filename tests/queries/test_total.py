"""Sums that may be formed carry their bounds; the others are refused with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest

import ne_kg.store
from ne_kg.model.question import Question
from ne_kg.model.rdf import IRI
from ne_kg.model.terms import PREFIXES, term
from ne_kg.queries.run import ask
from ne_kg.queries.total import Refusal, Sum, combined, total
from ne_kg.store import Store


@pytest.mark.parametrize(
    ("bounds", "whole"),
    [
        (["exactly"], "exactly"),
        (["exactly", "more-than"], "more-than"),
        (["at-least", "more-than"], "more-than"),
        (["nearly", "exactly"], "less-than"),
        (["more-than", "nearly"], "about"),
        (["about"], "about"),
    ],
)
def test_bounds_of_addends_bound_the_total(bounds: list[str], whole: str) -> None:
    assert combined({term(f"bound:{bound}") for bound in bounds}) == term(f"bound:{whole}")


def test_employment_of_three_provinces_adds_up(
    store: Store, questions: dict[str, Question]
) -> None:
    result = ask(store, questions["compare-provinces"], {"indicator": "ind:new-employment"})
    found = total(store, result)
    assert isinstance(found, Sum)
    assert found.value == 1_150_000 + 540_000 + 690_000
    assert found.bound == term("bound:exactly")
    assert len(found.addends) == 3


def test_a_part_is_not_added_to_its_whole(store: Store, questions: dict[str, Question]) -> None:
    asked = {"indicator": "ind:actual-foreign-direct-investment"}
    found = total(store, ask(store, questions["compare-provinces"], asked))
    assert isinstance(found, Refusal)
    assert set(found.reason) == {"zh", "en"}


def test_rates_are_not_added(store: Store, questions: dict[str, Question]) -> None:
    asked = {"indicator": "ind:registered-urban-unemployment-rate"}
    assert isinstance(total(store, ask(store, questions["compare-provinces"], asked)), Refusal)


# What no report has said yet, but the next may.
FIGURES = {
    "three": "north-three 10 unit:person bound:exactly kind:actual period:2010",
    "four": "north-four 12 unit:person bound:exactly kind:actual period:2010",
    "liaoning": "liaoning 4 unit:person bound:more-than kind:actual period:2010",
    "dalian": "dalian 2 unit:person bound:exactly kind:actual period:2010",
    "factory": "dalian-factory 1 unit:person bound:exactly kind:actual period:2010",
    "elsewhere": "hubei 7 unit:person bound:nearly kind:actual period:2010",
    "again": "hubei 7 unit:person bound:nearly kind:actual period:2010",
    "planned": "hubei 9 unit:person bound:exactly kind:target period:2010",
    "later": "hubei 9 unit:person bound:exactly kind:actual period:2011",
    "range": "hubei 6 unit:person bound:between kind:actual period:2010",
    "houses": "hubei 6 unit:household bound:exactly kind:actual period:2010",
    "share": "hubei 6 unit:percent bound:exactly kind:share period:2010",
    "narrow": "liaoning 1 unit:person bound:exactly kind:actual period:2010 ind:new-jobs-of-women",
}
PLACES = """
id:north-three nekg:includes id:liaoning , id:jilin .
id:north-four nekg:includes id:liaoning , id:jilin , id:inner-mongolia .
id:dalian nekg:within id:liaoning . id:dalian-factory nekg:locatedIn id:dalian .
id:liaoning a nekg:Province . id:jilin a nekg:Province . id:inner-mongolia a nekg:Province .
nekg:Province rdfs:subClassOf nekg:AdministrativeArea .
ind:new-jobs-of-women skos:broader ind:new-jobs .
"""
Adding = Callable[..., "Sum | Refusal | None"]


@pytest.fixture(scope="module")
def adding(
    tmp_path_factory: pytest.TempPathFactory, store: Store, questions: dict[str, Question]
) -> Iterator[Adding]:
    """The total of some of the figures above, as the total of an answer that holds them."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    graph = prefixes + "s:1.1-1 {" + PLACES
    for name, written in FIGURES.items():
        subject, value, unit, bound, kind, period, *indicator = written.split()
        graph += (
            f"s:{name} a nekg:Figure ; nekg:about id:{subject} ; nekg:value {value} ;"
            f" nekg:unit {unit} ; nekg:bound {bound} ; nekg:kind {kind} ; nekg:period {period} ;"
            f" nekg:printed '{value}' ;"
            f" nekg:indicator {(indicator or ['ind:new-jobs'])[0]} ; nekg:statedIn s:1.1-1 .\n"
        )
    file = Path(tmp_path_factory.mktemp("total") / "dataset.nq")
    quads = pyoxigraph.parse(graph + "}", pyoxigraph.RdfFormat.TRIG)
    file.write_bytes(pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b"")
    invented = ne_kg.store.open(dataset=file)
    answer = ask(store, questions["compare-provinces"], {})

    def of(*names: str) -> Sum | Refusal | None:
        rows = tuple({"figure": IRI(PREFIXES["s"] + name)} for name in names)
        return total(invented, replace(answer, rows=rows))

    yield of
    invented.close()


@pytest.mark.parametrize(
    "names",
    [
        ("three", "four"),  # neither includes the other, both include Liaoning
        ("three", "liaoning"),
        ("four", "dalian"),
        ("liaoning", "factory"),
        ("elsewhere", "again"),  # one amount, told twice
        ("elsewhere", "planned"),
        ("elsewhere", "later"),
        ("liaoning", "range"),
        ("liaoning", "houses"),
        ("liaoning", "share"),
        ("liaoning", "narrow"),  # of women, among all
        ("elsewhere", "three", "four"),  # among more than two
    ],
)
def test_what_overlaps_or_differs_is_not_added(names: tuple[str, ...], adding: Adding) -> None:
    found = adding(*names)
    assert isinstance(found, Refusal)
    assert found.reason["zh"]
    assert found.reason["en"]


def test_places_apart_are_added_with_their_bounds(adding: Adding) -> None:
    found = adding("liaoning", "elsewhere")
    assert isinstance(found, Sum)
    assert found.value == 11
    assert found.bound == term("bound:about")
    assert {addend.sentence for addend in found.addends} == {IRI(PREFIXES["s"] + "1.1-1")}
