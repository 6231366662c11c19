"""The next report of the series beside the first: entered section by section, served at once."""

from __future__ import annotations

from pathlib import Path

import pytest

import ne_kg.store
from ne_kg.store import Limits
from ne_kg.web.app import create_app
from ne_kg.web.site import Settings

SOURCE = """附件：

## **2011年振兴东北地区等老工业基地工作进展情况和2012年工作要点**

### **一、2011年工作进展情况**

2011年是实施“十二五”规划的开局之年。

#### **（一）现代产业体系建设取得新进展。**

一汽集团主营业务收入突破3600亿元。

### **二、2012年工作要点**

做好2012年工作意义重大。

#### **（一）加快建设现代产业体系。**

1.提升优势产业。支持沈阳机床发展。
"""

FACTS = """
PREFIX nekg: <https://w3id.org/ne-kg/ontology#>
PREFIX id: <https://w3id.org/ne-kg/id/>
PREFIX s: <https://w3id.org/ne-kg/report/2011/>
PREFIX r: <https://w3id.org/ne-kg/report/>
PREFIX ind: <https://w3id.org/ne-kg/vocab/ind/>
PREFIX unit: <https://w3id.org/ne-kg/vocab/unit/>
PREFIX bound: <https://w3id.org/ne-kg/vocab/bound/>
PREFIX kind: <https://w3id.org/ne-kg/vocab/kind/>
PREFIX period: <https://w3id.org/ne-kg/vocab/period/>

# 一汽集团主营业务收入突破3600亿元。
s:1.1-1 {
    s:1.1-1.f1 a nekg:Figure ;
        nekg:about id:faw-group ; nekg:indicator ind:main-business-revenue ;
        nekg:printed "3600亿元" ; nekg:printedValue 3600 ; nekg:printedUnit unit:yi-yuan ;
        nekg:value 360000000000 ; nekg:unit unit:cny ;
        nekg:bound bound:more-than ; nekg:boundWord "突破" ;
        nekg:period period:2011 ; nekg:inheritsPeriod r:2011 ; nekg:kind kind:actual .
}
"""


@pytest.fixture
def next_report(project: Path, ne_kg) -> Path:
    folder = project / "data/reports/2011"
    folder.mkdir()
    (folder / "source.txt").write_text(SOURCE, encoding="utf-8")
    unpinned = ne_kg("build", cwd=project)
    assert unpinned.returncode == 1
    assert "ne-kg sentences --pin" in unpinned.stderr
    pinned = ne_kg("sentences", "2011", "--pin", cwd=project)
    assert pinned.returncode == 0, pinned.stderr
    return folder


def test_sections_that_nobody_has_read_are_open_and_the_rest_is_served(
    project: Path, next_report: Path, ne_kg
) -> None:
    built = ne_kg("build", cwd=project)
    assert built.returncode == 0, built.stderr + built.stdout
    assert "open: section 1.1 of 2011" in built.stderr
    (next_report / "facts").mkdir()
    (next_report / "facts/1.1.trig").write_text(FACTS, encoding="utf-8")
    built = ne_kg("build", cwd=project)
    assert built.returncode == 0, built.stderr + built.stdout
    assert "open: section 1.1 of 2011" not in built.stderr
    assert "open: section 2.1 of 2011" in built.stderr
    assert ne_kg("coverage", cwd=project).returncode == 1
    store = served(project)
    try:
        client = create_app(store, Settings(project=project)).test_client()
        assert 'href="/report/2011"' in client.get("/").text
        assert "一汽集团" in client.get("/report/2011").text
        assert 'href="/report/2010"' in client.get("/report/2011").text
        figures = client.get("/page/faw-group").text
        assert "3600亿元" in figures
        assert "3100亿元" in figures
    finally:
        store.close()


def served(project: Path) -> ne_kg.store.Store:
    dataset = project / "published/current/dataset.nq"
    return ne_kg.store.open(dataset=dataset, limits=Limits(workers=1))


def test_in_a_section_that_is_being_read_a_sentence_left_out_is_found_at_its_line(
    project: Path, next_report: Path, ne_kg
) -> None:
    source = SOURCE.replace("突破3600亿元。", "突破3600亿元。重点产业优势继续巩固。")
    (next_report / "source.txt").write_text(source, encoding="utf-8")
    ne_kg("sentences", "2011", "--pin", cwd=project)
    (next_report / "facts").mkdir()
    (next_report / "facts/1.1.trig").write_text(FACTS, encoding="utf-8")
    built = ne_kg("build", cwd=project)
    assert built.returncode == 1
    assert "shape:Sentence-unread" in built.stdout
    line = source[: source.index("重点产业优势")].count("\n") + 1
    assert f"data/reports/2011/source.txt\n  {line}:" in built.stdout
