"""The text as received becomes parts, sections, work points and sentences, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ne_kg.model.errors import ReportError
from ne_kg.report import ordinal, read

SENTENCE = st.text("东北铁路建设投资完成年月日，、；：0123456789%—", min_size=1, max_size=30).map(
    lambda text: f"振兴{text}。"
)


def bare(text: str) -> str:
    return "".join(text.split())


def test_units_tile_the_report(source: str) -> None:
    report = read(source, year=2010)
    at = 0
    for unit in report.units:
        assert not source[at : unit.span.start].strip()
        assert bare(source[unit.span.start : unit.span.end]) == unit.text
        at = unit.span.end
    assert not source[at:].strip()


def test_the_report_has_two_parts_nineteen_sections_and_45_work_points(source: str) -> None:
    units = read(source, year=2010).units
    headings = {(u.part, u.section) for u in units if u.kind == "heading" and u.section}
    assert headings == {(1, n) for n in range(1, 10)} | {(2, n) for n in range(1, 11)}
    assert [u.point for u in units if u.kind == "number"] == list(range(1, 46))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("1.6-1", "铁路方面。"),
        ("1.6-2", "2010年东北地区铁路建设投资完成668亿元，铁路运营里程达到19500公里。"),
        ("1.6-14", "呼伦贝尔—辽宁500千伏直流输电工程竣工投运。"),
        ("2.6.23-4", "建成大连LNG接收站项目。"),
        ("1.9-5", "振兴东北地区等老工业基地工作取得了重要的阶段性成果。"),
    ],
)
def test_sentences_are_named_by_part_section_point_and_order(
    source: str, name: str, text: str
) -> None:
    sentences = {unit.name: unit.text for unit in read(source, year=2010).sentences}
    assert sentences[name] == text


def test_a_page_break_inside_a_sentence_does_not_cut_it(source: str) -> None:
    sentences = {unit.name: unit for unit in read(source, year=2010).sentences}
    sentence = sentences["1.7-3"]
    assert "国务院办公厅关于在全国范围内" in sentence.text
    assert "\n\n" in source[sentence.span.start : sentence.span.end]


@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_text_of_the_genre_is_tiled(sections: list[list[str]]) -> None:
    numerals = "一二三四五"
    body = "".join(
        f"（{numerals[i]}）进展。\n\n{''.join(section)}\n\n" for i, section in enumerate(sections)
    )
    source = f"报告\n\n一、进展情况\n\n{body}"
    report = read(source, year=2010)
    assert bare("".join(unit.text for unit in report.units)) == bare(source)
    wanted = [sentence for section in sections for sentence in section]
    assert [unit.text for unit in report.sentences] == wanted


@pytest.mark.parametrize(
    ("numeral", "value"), [("一", 1), ("十", 10), ("十九", 19), ("二十一", 21)]
)
def test_ordinals_of_headings(numeral: str, value: int) -> None:
    assert ordinal(numeral) == value


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda s: s[: s.index("抗旱基础设施")], "ends inside a sentence"),
        (lambda s: s[:9000], "ends inside a sentence"),
        (
            lambda s: s.replace("（五）生态建设与环境保护明显加强。", ""),
            "comes after part 1, section 4",
        ),
        (
            lambda s: s.replace("21. 建成投运", "建成投运"),
            "work point 22 comes after work point 20",
        ),
        (lambda s: "没有部分的文字。", "no parts"),
    ],
)
def test_a_damaged_report_is_refused_with_its_line(source, broken, message: str) -> None:
    with pytest.raises(ReportError, match=message) as error:
        read(broken(source), year=2010)
    assert error.value.where.line
    assert error.value.remedy
