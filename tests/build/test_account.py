"""Accounting: what facts leave open is found, at its line; nothing is left open in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ne_kg.build.account import account
from ne_kg.build.anchor import anchor, source_span
from ne_kg.build.names import Names
from ne_kg.build.sentence import occurrences, sentence_graphs
from ne_kg.model.coverage import Gap
from ne_kg.model.rdf import IRI, Literal, Quad
from ne_kg.model.terms import term
from ne_kg.model.text import Span
from ne_kg.report import read

TEXT = "一、进展\n\n（一）铁路。\n\n沈阳机床在沈阳建成 2 条线，投资 25 亿元。\n"
SENTENCE = term("s:1.1-1")
FIGURE, WORKS, CITY = IRI(f"{SENTENCE.value}.f1"), term("id:works"), term("id:shenyang")
NAMES = Names(
    of={WORKS: frozenset({"沈阳机床"}), CITY: frozenset({"沈阳"})},
    things={"沈阳机床": frozenset({WORKS}), "沈阳": frozenset({CITY})},
)


def figure(printed: str, *more: Quad) -> list[Quad]:
    return [
        Quad(FIGURE, term("rdf:type"), term("nekg:Figure"), SENTENCE),
        Quad(FIGURE, term("nekg:about"), WORKS, SENTENCE),
        Quad(FIGURE, term("nekg:printed"), Literal(printed), SENTENCE),
        *more,
    ]


def findings(quads: list[Quad]) -> dict[Gap, list[str]]:
    graph = sentence_graphs(read(TEXT, year=2010), quads)["1.1-1"]
    known = {quad.predicate for quad in quads} | {WORKS, CITY, term("nekg:Figure")}
    _, found = account(graph, anchor(graph, NAMES), NAMES, (), known)
    return {gap: [f.words for f in found if f.gap is gap] for gap in {f.gap for f in found}}


def test_a_sentence_without_facts_is_unread() -> None:
    assert list(findings([])) == [Gap.UNREAD]


def test_a_clause_a_number_and_a_name_without_a_fact_are_found() -> None:
    found = findings(figure("25亿元"))
    assert found[Gap.CLAUSE] == ["沈阳机床在沈阳建成2条线"]
    assert found[Gap.NUMBER] == ["沈阳建成2条线，投"]
    assert found[Gap.NAME] == ["沈阳"]


def test_words_that_are_not_in_the_sentence_are_found() -> None:
    assert findings(figure("26亿元"))[Gap.PRINTED] == ["26亿元"]


def test_part_of_a_longer_number_is_not_the_number() -> None:
    assert occurrences("投资25亿元，5亿元", "5亿元") == [Span(7, 10)]


def test_a_nested_name_counts_only_where_the_graph_relates_the_two() -> None:
    alone = figure("25亿元")
    related = figure("25亿元", Quad(WORKS, term("nekg:locatedIn"), CITY, SENTENCE))
    report = read(TEXT, year=2010)
    for quads, cities in ((alone, 0), (related, 2)):
        graph = sentence_graphs(report, quads)["1.1-1"]
        assert len(anchor(graph, NAMES).things.get(CITY, ())) == cities


def test_spans_lead_back_to_the_characters_of_the_source() -> None:
    report = read(TEXT, year=2010)
    (unit,) = report.sentences
    (span,) = occurrences(unit.text, "25亿元")
    at = source_span(unit, report.source, span)
    assert report.source[at.start : at.end] == "25 亿元"


def test_the_whole_report_is_accounted_for(ne_kg) -> None:
    result = ne_kg("coverage", "--format", "json")
    (report,) = json.loads(result.stdout)["reports"]
    assert report["findings"] == []
    assert result.returncode == 0
    assert all(section["finished"] for section in report["sections"])
    assert sum(section["sentences"] for section in report["sections"]) == 230


@pytest.mark.parametrize("section", ["1.1", "1.6", "2.6"])
def test_removing_a_fact_block_is_found_at_its_section(project: Path, ne_kg, section: str) -> None:
    file = project / f"data/reports/2010/facts/{section}.trig"
    text = file.read_text(encoding="utf-8")
    start = text.index("\ns:", text.index("{") + 1)
    end = text.index("\n}", start)
    file.write_text(text[:start] + text[end + 2 :], encoding="utf-8")
    result = ne_kg("coverage", "--format", "json", cwd=project)
    (report,) = json.loads(result.stdout)["reports"]
    assert result.returncode == 1
    assert {f["sentence"].split("-")[0][:3] for f in report["findings"]} == {section}
