"""The second reading: what agrees, what differs, and that neither reader may leave anything out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ne_kg.build import assemble
from ne_kg.build.anchor import anchor
from ne_kg.build.names import names
from ne_kg.build.reading import compare
from ne_kg.build.sentence import sentence_graphs
from ne_kg.build.units import units
from ne_kg.facts import read as read_facts
from ne_kg.model.project import Project
from ne_kg.model.rdf import Position
from ne_kg.model.text import Reading
from ne_kg.report import read as read_report
from ne_kg.sources import read as read_sources

ROOT = Path(__file__).parents[2]
PREFIXES = """
PREFIX nekg: <https://w3id.org/ne-kg/ontology#>
PREFIX id: <https://w3id.org/ne-kg/id/>
PREFIX s: <https://w3id.org/ne-kg/report/2010/>
PREFIX ind: <https://w3id.org/ne-kg/vocab/ind/>
PREFIX unit: <https://w3id.org/ne-kg/vocab/unit/>
PREFIX bound: <https://w3id.org/ne-kg/vocab/bound/>
PREFIX period: <https://w3id.org/ne-kg/vocab/period/>
PREFIX stage: <https://w3id.org/ne-kg/vocab/stage/>
PREFIX verb: <https://w3id.org/ne-kg/vocab/verb/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
TEXT = (
    "一、进展\n\n（一）建设。\n\n2010年甲城投资超过25亿元，甲城机场、乙城机场建成，甲城出台规划。\n"
)
VOCABULARY = """
id:a rdfs:label "甲城"@zh-Hans . id:b rdfs:label "乙城"@zh-Hans .
id:airport-a rdfs:label "甲城机场"@zh-Hans . id:airport-b rdfs:label "乙城机场"@zh-Hans .
id:plan rdfs:label "规划"@zh-Hans .
ind:investment skos:prefLabel "投资"@zh-Hans . ind:output skos:prefLabel "产量"@zh-Hans .
period:2010 skos:prefLabel "2010年"@zh-Hans . period:2009 skos:prefLabel "2009年"@zh-Hans .
stage:built skos:prefLabel "建成"@zh-Hans . stage:started skos:prefLabel "开工"@zh-Hans .
verb:issue skos:prefLabel "出台"@zh-Hans . verb:draft skos:prefLabel "编制"@zh-Hans .
unit:cny nekg:baseUnit unit:cny ; nekg:multiplier 1.0 ; skos:notation "元" .
unit:usd nekg:baseUnit unit:usd ; nekg:multiplier 1.0 ; skos:notation "美元" .
unit:wan-yuan nekg:baseUnit unit:cny ; nekg:multiplier 10000.0 ; skos:notation "万元" .
unit:yi-yuan nekg:baseUnit unit:cny ; nekg:multiplier 100000000.0 ; skos:notation "亿元" .
"""
FACTS = """
s:1.1-1 {
    s:1.1-1.f1 a nekg:Figure ; nekg:about id:a ; nekg:indicator ind:investment ;
        nekg:printed "25亿元" ; nekg:printedValue 25 ; nekg:printedUnit unit:yi-yuan ;
        nekg:value 2500000000 ; nekg:unit unit:cny ;
        nekg:bound bound:more-than ; nekg:period period:2010 .
    s:1.1-1.g1 a nekg:StageReport ; nekg:about id:airport-a ; nekg:stage stage:built ;
        nekg:printed "建成" .
    s:1.1-1.g2 a nekg:StageReport ; nekg:about id:airport-b ; nekg:stage stage:built ;
        nekg:printed "建成" .
    s:1.1-1.a1 a nekg:Act ; nekg:verb verb:issue ; nekg:agent id:a ; nekg:object id:plan ;
        nekg:printed "出台规划" .
}
"""
AT = Position("second-reading.tsv", 2)
FIGURE = Reading(
    "1.1-1", "figure", "25亿元", "甲城", "投资", "25", "亿元", "more-than", "2010年", AT
)
STAGES = tuple(
    Reading("1.1-1", "stage", "建成", thing, "", "", "", "", "", AT)
    for thing in ("甲城机场", "乙城机场")
)
ACT = Reading("1.1-1", "act", "出台", "规划", "", "", "", "", "", AT)
ROWS = (FIGURE, *STAGES, ACT)


def differences(folder: Path, rows: tuple[Reading, ...], facts: str = FACTS) -> list[str]:
    """What `compare` finds, each without the words that it begins with."""
    (folder / "v.ttl").write_text(PREFIXES + VOCABULARY, encoding="utf-8")
    (folder / "f.trig").write_text(PREFIXES + facts, encoding="utf-8")
    vocabulary = read_facts(folder / "v.ttl").quads
    known = names(vocabulary)
    quads = read_facts(folder / "f.trig").quads
    graph = sentence_graphs(read_report(TEXT, year=2010), quads)["1.1-1"]
    found = compare(graph, anchor(graph, known), known, units(vocabulary), rows)
    return [finding.words for finding in found]


def test_two_readers_who_say_the_same_agree(tmp_path: Path) -> None:
    assert differences(tmp_path, ROWS) == []


def test_a_number_may_be_written_in_another_unit_of_its_kind(tmp_path: Path) -> None:
    assert differences(tmp_path, (replace(FIGURE, value="250000", unit="万元"), *ROWS[1:])) == []


@pytest.mark.parametrize(
    ("column", "said", "why"),
    [
        ("value", "26", "the fact says 2500000000.0 unit:cny, not 26亿元"),
        ("unit", "元", "the fact says 2500000000.0 unit:cny, not 25元"),
        ("unit", "美元", "the fact says 2500000000.0 unit:cny, not 25美元"),
        ("bound", "exactly", "the bound is not exactly"),
        ("period", "2009年", "the period is not 2009年"),
        ("subject", "乙城", "it is not about 乙城"),
        ("subject", "甲城机场", "it is not about 甲城机场"),
        ("what", "产量", "it does not measure 产量"),
    ],
)
def test_each_part_of_a_figure_is_compared(
    tmp_path: Path, column: str, said: str, why: str
) -> None:
    rows = (replace(FIGURE, **{column: said}), *ROWS[1:])  # type: ignore[arg-type]
    assert differences(tmp_path, rows) == [f"25亿元: {why}"]


def test_a_fact_whose_two_numbers_disagree_is_not_what_the_row_says(tmp_path: Path) -> None:
    facts = FACTS.replace("nekg:value 2500000000", "nekg:value 250000000")
    assert (
        differences(tmp_path, ROWS, facts)[0]
        == "25亿元: the fact says 250000000.0 unit:cny, not 25亿元"
    )


@pytest.mark.parametrize(
    ("said", "instead", "found"),
    [
        ("about id:airport-a ", "about id:a ", ["建成: it does not speak of 甲城机场"]),
        (
            "stage:built",
            "stage:started",
            ["建成: the fact says another verb or stage"] * 2,
        ),
        ("verb:issue", "verb:draft", ["出台: the fact says another verb or stage"]),
        ("object id:plan", "object id:b", ["出台: it does not speak of 规划"]),
    ],
)
def test_verb_stage_and_thing_of_a_deed_are_compared(
    tmp_path: Path, said: str, instead: str, found: list[str]
) -> None:
    assert differences(tmp_path, ROWS, FACTS.replace(said, instead)) == found


def test_what_one_of_the_readers_left_out_is_found(tmp_path: Path) -> None:
    assert differences(tmp_path, ROWS[1:]) == ["25亿元"]
    assert differences(tmp_path, (FIGURE, STAGES[0], ACT)) == ["建成"]
    without = FACTS.replace(
        FACTS[FACTS.index("    s:1.1-1.g2") : FACTS.index("    s:1.1-1.a1")], ""
    )
    assert differences(tmp_path, ROWS, without) == ["建成: it does not speak of 乙城机场"]


def test_a_unit_needs_a_base_and_a_multiplier(tmp_path: Path) -> None:
    (tmp_path / "v.ttl").write_text(PREFIXES + VOCABULARY, encoding="utf-8")
    known = {
        unit.value.rsplit("/", 1)[-1]: u
        for unit, u in units(read_facts(tmp_path / "v.ttl").quads).items()
    }
    assert known["yi-yuan"].multiplier == Decimal(100_000_000)
    assert known["yi-yuan"].base.value.endswith("/cny")
    assert set(known) == {"cny", "usd", "wan-yuan", "yi-yuan"}


def test_the_report_was_read_twice_and_both_readings_agree() -> None:
    sources = read_sources(Project.at(ROOT))
    read = {row.sentence for row in sources.reports[0].readings}
    assert len(sources.reports[0].readings) > 700
    assert len(read) > 150
    assert not [f for c in assemble(sources).coverage for f in c.findings if "reading" in f.gap]
