"""Finding by characters, pairs of characters, pinyin, initials and English words."""

from __future__ import annotations

import pytest

from ne_kg.queries.search import SENTENCE, Entry, Index
from ne_kg.queries.spelling import normal


def entry(slug: str, *names: str, kind: str = "Enterprise", **facets: str) -> Entry:
    values = {"kind": frozenset({kind}), **{k: frozenset({v}) for k, v in facets.items()}}
    return Entry(f"id:{slug}", names, values)


INDEX = Index.of(
    [
        entry("shenyang", "沈阳市", "沈阳", "Shenyang", kind="City", province="Liaoning"),
        entry("shenyang-machine-tool", "沈阳机床", "Shenyang Machine Tool", province="Liaoning"),
        entry("shenyang-airport", "沈阳机场", "Shenyang Airport", kind="Airport"),
        entry("faw-group", "一汽集团", "FAW Group", province="Jilin"),
        entry("changchun", "长春", "Changchun", kind="City", province="Jilin"),
        Entry(
            "s:1",
            ("沈阳机床重大型数控机床生产基地建设进展顺利。",),
            {"kind": frozenset({SENTENCE})},
        ),
    ]
)


def found(words: str, **chosen: list[str]) -> list[str]:
    return [hit.entry.iri.partition(":")[2] for hit in INDEX.search(words, chosen).hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("沈阳", "shenyang"),
        ("瀋陽", "shenyang"),
        ("shenyang", "shenyang"),
        ("shen yang", "shenyang"),
        ("Shěnyáng", "shenyang"),
        ("沈阳机床", "shenyang-machine-tool"),
        ("machine tool", "shenyang-machine-tool"),
        ("yqjt", "faw-group"),
        ("ｆａｗ", "faw-group"),
        ("changchun", "changchun"),
        ("生产基地", "1"),
    ],
)
def test_what_is_meant_comes_first(words: str, first: str) -> None:
    assert found(words)[0] == first


def test_initials_find_all_that_they_fit() -> None:
    assert set(found("syjc")) == {"shenyang-machine-tool", "shenyang-airport"}


def test_words_may_stand_apart() -> None:
    assert found("沈阳 数控") == ["1"]
    assert found("沈阳的数控") == ["1"]


def test_what_only_resembles_is_said_to_be_loose() -> None:
    result = INDEX.search("沈阳机床总厂")
    assert result.loose
    assert result.hits[0].entry.iri == "id:shenyang-machine-tool"
    assert not INDEX.search("完全无关之词").hits


def test_facets_count_what_else_could_be_chosen() -> None:
    result = INDEX.search("沈阳", {"kind": ["City"]})
    assert [hit.entry.iri for hit in result.hits] == ["id:shenyang"]
    assert result.facets["kind"] == {"City": 1, "Enterprise": 1, "Airport": 1, SENTENCE: 1}
    assert result.facets["province"] == {"Liaoning": 1}


def test_values_of_a_facet_add_up_and_facets_narrow() -> None:
    assert set(found("", kind=["City", "Airport"])) == {"shenyang", "changchun", "shenyang-airport"}
    assert found("", kind=["City"], province=["Jilin"]) == ["changchun"]


@pytest.mark.parametrize("words", ["", "   ", "。", "%", "\x00", "a" * 500, "沈" * 300, "🚄"])
def test_odd_words_do_no_harm(words: str) -> None:
    INDEX.search(words)


def test_normal_forms() -> None:
    assert normal("３１００ 億元") == "3100亿元"
    assert normal("Hā'ěrbīn") == "haerbin"
