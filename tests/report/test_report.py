"""The text as received becomes parts, sections, work points and sentences, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
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


@st.composite
def received(draw: st.DrawFn) -> tuple[str, list[str], int]:
    """A report as it may be received: its text, its sentences, and how many work points it has.

    Headings have any brackets and marks; pages break, and blanks stand, wherever they like inside a
    sentence, but not before a number with 、, which no one could tell from that of a work point.
    """
    numerals = "一二三四五六七八九十"
    lines, sentences, points = (
        [draw(st.sampled_from(["报告", "## **报告**", "附件：\n\n报告"]))],
        [],
        0,
    )
    for part in range(draw(st.integers(1, 3))):
        lines.append(f"{draw(st.sampled_from(['', '## ', '#']))}{numerals[part]}、进展情况")
        for section in range(draw(st.integers(0, 10))):
            opening, closing = draw(st.sampled_from(["（）", "()", "（)"]))
            before, after = draw(st.sampled_from([("", ""), ("**", "**"), ("#### **", "**")]))
            blank = draw(st.sampled_from(["", " "]))
            number = f"{opening}{blank}{numerals[section]}{blank}{closing}"
            stop = draw(st.sampled_from(["。", ""])) if before else "。"
            lines.append(f"{before}{number}进展顺利{stop}{after}")
            for paragraph in draw(st.lists(st.lists(SENTENCE, min_size=1, max_size=3), max_size=2)):
                prefix = ""
                if draw(st.booleans()):
                    points += 1
                    prefix = f"{points}{draw(st.sampled_from(['.', '．', '、', '. ', ' .']))}"
                text = "".join(paragraph)
                cuts = [n for n in range(1, len(text)) if not re.match("[0-9]{1,3}、", text[n:])]
                cut = draw(st.sampled_from(cuts))
                gap = draw(st.sampled_from(["", " ", "\n\n", "\n", "\u3000", "\r\n"]))
                lines.append(f"{prefix}{text[:cut]}{gap}{text[cut:]}")
                sentences += paragraph
    lines.append("收尾。")
    return (
        draw(st.sampled_from(["\n\n", "\n", "\r\n\r\n"])).join(lines),
        [*sentences, "收尾。"],
        points,
    )


@given(received())
def test_any_text_of_the_genre_is_tiled(report: tuple[str, list[str], int]) -> None:
    source, sentences, points = report
    units = read(source, year=2010).units
    at = 0
    for unit in units:
        assert not source[at : unit.span.start].strip()
        assert bare(source[unit.span.start : unit.span.end]) == unit.text
        at = unit.span.end
    assert not source[at:].strip()
    assert [unit.text for unit in units if unit.kind == "sentence"] == sentences
    assert sum(unit.kind == "number" for unit in units) == points


@example("一一、")
@given(st.text("一二十、（）()。！？”*# \n\r\u300012０.．振兴", max_size=60))
def test_any_text_at_all_is_tiled_or_refused_with_its_line(body: str) -> None:
    source = f"一、进展\n\n{body}"
    try:
        report = read(source, year=2010)
    except ReportError as error:
        if error.where.line is None:
            raise
        return
    assert bare("".join(unit.text for unit in report.units)) == bare(source)
    assert len({unit.name for unit in report.sentences}) == len(report.sentences)


def texts(body: str, kind: str = "sentence") -> list[str]:
    source = f"报告\n\n一、进展\n\n{body}\n"
    units = read(source, year=2010).units
    return [
        unit.text for unit in units if unit.kind == kind and (unit.section or kind != "heading")
    ]


@pytest.mark.parametrize(
    ("body", "sentences"),
    [
        ("增长35.\n\n3%，完成12\n\n.5亿元。", ["增长35.3%，完成12.5亿元。"]),
        ("比重提高12. 6%。", ["比重提高12.6%。"]),
        ("比重提高\n\n12. 6%。", ["比重提高12.6%。"]),
        ("增长３５．３％。", ["增长３５．３％。"]),
        ("解决“谁来种地？”的问题。继续推进。", ["解决“谁来种地？”的问题。", "继续推进。"]),
        ("强调“要加快。要做好。”", ["强调“要加快。", "要做好。”"]),
        ("要加快（详见附件（略）。）。继续。", ["要加快（详见附件（略）。）。", "继续。"]),
        ("怎么办？！大家想办法……再推进。", ["怎么办？！", "大家想办法……再推进。"]),
        ("他说：“好。”\n\n继续推进。", ["他说：“好。”", "继续推进。"]),
    ],
)
def test_where_sentences_end(body: str, sentences: list[str]) -> None:
    assert texts(body) == sentences


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("1．发展。", "1．"),
        ("１．发展。", "１．"),
        ("1、发展。", "1、"),
        ("1 . 发展。", "1."),
        ("1.2011年建成。", "1."),
    ],
)
def test_a_work_point_is_numbered_in_any_way_of_printing(line: str, number: str) -> None:
    assert texts(line, "number") == [number]


@pytest.mark.parametrize("line", ["1.5万吨煤。", "35.3%建成。", "１．５万吨。", "2010年建成。"])
def test_a_decimal_and_a_year_are_no_work_points(line: str) -> None:
    assert texts(line, "number") == []


@pytest.mark.parametrize(
    ("body", "headings"),
    [
        ("(一)工业。发展很快。", ["(一)工业。"]),
        ("**（一）工业。**发展很快。", ["（一）工业。"]),
        ("**（一）工业**\n\n发展很快。", ["（一）工业"]),
        ("#### （ 一 ）工业\n\n发展很快。", ["（一）工业"]),
        (f"（一）工业\n\n发展很快，{'产业集聚，' * 9}效益提高。", ["（一）工业"]),
        (
            "（一）完善产业体系，提升工\n\n业水平。\n\n发展很快。",
            ["（一）完善产业体系，提升工业水平。"],
        ),
        ("（一）工业。\n\n（二）农业。\n\n发展很快。", ["（一）工业。", "（二）农业。"]),
    ],
)
def test_a_heading_does_not_swallow_what_follows_it(body: str, headings: list[str]) -> None:
    assert texts(body, "heading") == headings
    assert texts(body)[0].startswith("发展很快")


def test_work_points_may_be_numbered_anew_in_each_part() -> None:
    source = "报告\n\n一、进展\n\n1.甲。\n\n2.乙。\n\n二、要点\n\n1.丙。\n"
    assert [u.name for u in read(source, year=2011).sentences] == ["1.0.1-1", "1.0.2-1", "2.0.1-1"]


def test_a_mark_inside_a_sentence_is_refused_with_its_line() -> None:
    with pytest.raises(ReportError, match="Markdown mark") as error:
        texts("按照**科学发展观**推进。")
    assert error.value.where.line == 5


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
