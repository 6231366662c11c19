"""A wrong edit is told once, at its line, by the constraint that explains it."""

# ruff: noqa: E501

from __future__ import annotations

from pathlib import Path

import pytest

from ne_kg.cli.checks import ProjectCheck
from ne_kg.model.project import Project
from ne_kg.validate import Options
from ne_kg.validate.writers import FORMATS, View

F, C, V = "data/reports/2010/facts/", "data/catalogue/", "ontology/vocab/"
# What is edited, into what, and which constraint says so at the line of the edit. The edits are of
# different sentences and things, so that they can be judged together.
EDITS = (
    (F + "1.1.trig", "s:1.1-3.f2 a nekg:Figure", "s:1.1-3.f1 a nekg:Figure", "name-once"),
    (F + "1.1.trig", "id:daqing-ethylene-project , id:tonggang", "id:daqing , id:tonggang",
     "account-elsewhere"),
    (F + "1.2.trig", "verb:issue ; nekg:agent id:state-council-general-office",
     "verb:issue ; nekg:agent id:ndrc", "account-elsewhere"),
    (F + "1.2.trig", "value 12.6 ; nekg:unit unit:percent", "value 0.126 ; nekg:unit unit:percent",
     "shape:Figure-multiplied"),
    (F + "1.3.trig", "agent id:closed-bankrupt-soe-retirees ; nekg:object id:employee-basic-medical-insurance",
     "agent id:closed-bankrupt-soe-retirees ; nekg:object id:closed-bankrupt-soe-retirees",
     "account-passed-over"),
    (F + "1.4.trig", "field:policy-support ; nekg:beneficiary id:resource-cities",
     "field:policy-support ; nekg:beneficiary id:resource-exhausted-cities", "account-elsewhere"),
    (F + "1.4.trig", "s:1.4-4.g1 a nekg:StageReport", "s:1.4-4.g1 a nekg:Figure", "shape:Fact-name"),
    (F + "1.5.trig", "unit unit:cny", "unit unit:cny , unit:usd", "shape:Figure-unit"),
    (F + "1.6.trig", "period period:2010 ; nekg:kind", "period period:2009 ; nekg:kind",
     "shape:Fact-period-printed"),
    (F + "1.9.trig", "trend trend:progress", "trend trend:declining",
     "shape:Assessment-trend-printed"),
    (F + "2.2.trig", "verb:draft ; nekg:object id:northeast-logistics-plan",
     "verb:draft ; nekg:object industry:logistics", "account-elsewhere"),
    (F + "2.2.trig", "modality:continue ; nekg:qualifier", "modality:strive ; nekg:qualifier",
     "shape:Fact-modality-fits"),
    (F + "2.6.trig", "nekg:from id:harbin ; nekg:to id:dalian .",
     "nekg:from id:harbin ; nekg:to id:daqing .", "account-unmentioned"),
    (C + "enterprises.trig", "id:benxi-steel-group a nekg:Enterprise ;\n        rdfs:label \"本钢集团\"@zh-Hans",
     "id:benxi-steel-group a nekg:Enterprise ;\n        rdfs:label \"本钢 集团\"@zh-Hans", "shape:Thing-label-reported"),
    (C + "enterprises.trig", '"Ansteel Group"@en', '"鞍钢"@en', "shape:Label-language"),
    (C + "gazetteer.trig", 'id:yanji nekg:adminCode "222401"', 'id:yanji nekg:adminCode "2224010"',
     "shape:Coded-adminCode"),
    (C + "gazetteer.trig", 'id:dandong nekg:wikidata "Q75110"', 'id:dandong nekg:wikidata "Q75111"',
     "shape:Place-identifier-link"),
    (V + "industry.ttl", '"行业"@zh-Hans , "Industries"@en', '"行业"@zh-Hans', "shape:Scheme-prefLabel"),
    (V + "industry.ttl", "skos:broader industry:culture-industry ;",
     "skos:broader industry:culture-industies ;", "term-declared"),
    ("queries/infrastructure/airports.rq", "nekg:about ?project", "nekg:abuot ?project",
     "term-declared"),
)  # fmt: skip


@pytest.fixture
def wrong(project: Path) -> dict[tuple[str, int], str]:
    """The edits made, and the constraint that is expected at each place."""
    expected = {}
    for file, old, new, rule in EDITS:
        text = (project / file).read_text(encoding="utf-8")
        at = text.index(old) + max(old.find("\n"), 0) + 1
        expected[file, text.count("\n", 0, at) + 1] = rule
        (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return expected


def test_each_wrong_edit_is_told_once_at_its_line(
    project: Path, wrong: dict[tuple[str, int], str]
) -> None:
    check = ProjectCheck(Project.at(project), Options(), judge_shapes=False, cached=False)
    report = check.check(lambda progress: None)
    found = {
        (v.place.file, v.place.line or 0): v.rule.name
        for v in report.violations
        if v.place is not None
    }
    assert found == wrong, FORMATS["text"](report, View(root=project))
    assert len(report.violations) == len(wrong)
    for violation in report.violations:
        assert {(m.language or "")[:2] for m in violation.messages} == {"en", "zh"}
