"""Words that people have, in Chinese and in English, find the question that answers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ne_kg.model.question import Question
from ne_kg.queries.choose import Index, said
from ne_kg.questions import read_themes
from ne_kg.store import Store

WORDS = [
    ("东北粮食产量占全国多少", "grain output share of China", "output-and-share"),
    ("大连机场扩建", "Dalian airport expansion", "airports"),
    ("资源枯竭城市财政转移支付", "fiscal transfers to resource cities", "money-by-purpose"),
    ("国企重组", "mergers of state-owned enterprises", "restructurings"),
    ("城镇登记失业率", "unemployment rate", "compare-provinces"),
    ("松花江水污染治理项目完成", "Songhua river pollution projects completed", "river-basins"),
    ("2011年展会", "trade fairs in 2011", "exhibitions-and-meetings"),
    ("正在编制的规划", "plans being drafted", "plans-to-be-drafted"),
    ("开工建设的铁路", "railways that started construction", "railways-by-stage"),
    ("存在的问题", "problems of the Northeast", "problems"),
    ("养老保险补助", "pension subsidies", "money-by-purpose"),
    ("国务院批准的规划", "plans approved by the State Council", "who-approved-and-issued"),
    ("保障性住房套数", "affordable housing units", "social-figures"),
    ("沈阳的项目", "projects in Shenyang", "what-happens-in-a-place"),
    ("改革试点", "reform pilots", "pilots"),
    ("鞍钢收入", "Ansteel revenue", "enterprise-revenue"),
    ("国家创新型城市试点", "innovation pilot cities", "pilots"),
    ("风电装机容量", "wind power capacity", "energy-capacity"),
    ("辽宁利用外资", "foreign investment Liaoning", "trade-and-investment"),
    ("中俄原油管道", "Russia oil pipeline", "cross-border-cooperation"),
    ("农村养老保险参保人数", "rural pension insured people", "social-figures"),
    ("港口吞吐能力", "port projects", "figures-of-a-place projects-by-stage"),
    ("宝马 英特尔", "BMW Intel", "projects-by-stage stage-history"),
    ("与俄罗斯的合作", "cooperation with Russia", "cross-border-cooperation"),
    ("地区生产总值增长", "GDP growth", "growth-rates"),
    ("2011年新的承诺", "new promises in 2011", "promised-without-precedent"),
    ("到2020年的规划", "plans until 2020", "plan-periods"),
    ("机场建设", "new airports", "airports"),
    ("水利和土地资金", "funding for water and land", "money-by-purpose"),
    ("升级的开发区", "upgraded development zones", "upgraded-zones"),
]  # fmt: skip


@pytest.fixture(scope="module")
def index(store: Store, questions: dict[str, Question], root: Path) -> Index:
    listed = questions.values()
    return Index.of(listed, read_themes(root / "queries"), said(store, listed))


@pytest.mark.parametrize(
    ("words", "names"), [(words, names) for *both, names in WORDS for words in both]
)
def test_words_find_the_question(words: str, names: str, index: Index) -> None:
    found = [chosen.question.name for chosen in index.choose(words)][:3]
    assert set(names.split()) & set(found), found


def test_what_the_words_name_is_set(index: Index) -> None:
    first = index.choose("沈阳的项目")[0]
    assert first.given == {"place": "id:shenyang"}
    assert first.named == {"zh": "沈阳市", "en": "Shenyang"}
    assert index.choose("瀋陽的項目")[0] == first
    countries = {c.question.name: c.given for c in index.choose("cooperation with Russia")}
    assert countries["cross-border-cooperation"] == {"country": "id:russia"}


def test_words_that_nothing_has_find_nothing(index: Index) -> None:
    assert index.choose("比特币价格") == []
    assert index.choose("football") == []
    assert len(index.choose("")) == len(index.questions)


@pytest.mark.parametrize("words", ["'\"{}<>", "\\", "a" * 500, "沈" * 300, "\x00", "🚄", "?place"])
def test_odd_words_do_no_harm(words: str, index: Index) -> None:
    index.choose(words)


def test_without_the_data_the_header_finds(questions: dict[str, Question]) -> None:
    index = Index.of(questions.values())
    for words, name in {
        "铁路进展": "railways-by-stage",
        "还要编制的规划": "plans-to-be-drafted",
        "growth": "growth-rates",
        "资金 用途": "money-by-purpose",
        "numbers that do not add up": "numbers-that-do-not-add-up",
    }.items():
        assert index.choose(words)[0].question.name == name
