"""Report text as received → the units that tile it.

The series of reports is printed with parts (一、二、), sections (（一）（二）), numbered work
points (1. 2.) and paragraphs; the text as received carries page breaks inside sentences, blanks
inside numbers and Markdown marks in some headings. All of it is kept: units tile the source, and
only white space stands between or inside them. What belongs to a heading: all up to its first full
stop, mark or, where it has none, to the end of its line. Pure: takes and returns values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ne_kg.model.errors import ReportError
from ne_kg.model.rdf import Position
from ne_kg.model.text import Report, Span, Unit, UnitKind

_ORDINALS = "零一二三四五六七八九十"
_NUMERAL = r"\s*([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])\s*"
_DIGIT = "[0-9０-９]"
_MARK = re.compile(r"[#*]+")
_PART = re.compile(_NUMERAL + "、")
_SECTION = re.compile(f"[（(]{_NUMERAL}[）)]")
_POINT = re.compile(rf"({_DIGIT}{{1,3}})\s*[.．、](?:(?!{_DIGIT})|(?={_DIGIT}{{4}}\s*年))")
_LINE = re.compile(r"[^\n]*\n?")
_END = re.compile(r"([。！？]+)([”’」』）)》】]*)")
"""What ends a sentence, and the closing brackets and quotation marks that stay with it."""
_LONGEST_HEADING = 50
"""Characters of a heading that a page break may have cut; the longest of 2010 has 27."""


def read(source: str, *, year: int, file: str = "source.txt") -> Report:
    """Read `source` into units; ReportError (with line) where its structure cannot be followed.

    The text must have parts numbered 一、二、… without a gap, in each part sections numbered from
    （一）, and work points, where there are any, numbered from 1 through the report or their part.
    """
    units = tuple(_units(source, file))
    _require_structure(units, source, file)
    return Report(year=year, source=source, units=units)


def ordinal(numeral: str) -> int:
    """一 → 1, 十 → 10, 十九 → 19, 二十 → 20 (the numerals of headings)."""
    tens, mark, ones = numeral.rpartition("十")
    return (_ORDINALS.index(tens or "一") * 10 if mark else 0) + _ORDINALS.index(ones or "零")


@dataclass(slots=True)
class _Place:
    """Where the reader stands; counters begin anew as the text descends."""

    part: int = 0
    section: int = 0
    point: int = 0
    paragraph: int = 0
    sentence: int = 0

    def name(self) -> str:
        point = f".{self.point}" if self.point else ""
        return f"{self.part}.{self.section}{point}-{self.sentence}"

    def unit(self, kind: UnitKind, span: Span, text: str) -> Unit:
        name = self.name() if kind == "sentence" else ""
        return Unit(kind, span, text, self.part, self.section, self.point, self.paragraph, name)


def _units(source: str, file: str) -> Iterator[Unit]:
    place = _Place()
    for block in _blocks(source):
        for unit in _block(source, block, place):
            if unit.kind == "sentence" and "**" in unit.text:
                raise ReportError(
                    f"a Markdown mark stands inside the sentence “{unit.text}”",
                    where=_position(unit, source, file),
                    remedy="take out the marks: only whole lines and headings may have them",
                )
            yield unit


def _block(source: str, block: Span, place: _Place) -> Iterator[Unit]:
    """The units of a paragraph or heading, with the marks before and behind it."""
    start, end = block.start, block.end
    while mark := _MARK.match(source, start, end):
        yield place.unit("mark", Span(*mark.span()), mark[0])
        start = _skip_blank(source, mark.end(), end)
    tail = start
    for mark in _MARK.finditer(source, start, end):
        if not source[mark.end() : end].strip():
            tail = mark.start()
            break
    else:
        tail = end
    if source[start:tail].strip():
        yield from _content(source, Span(start, tail), place)
    if tail < end:
        closing = source[tail:end].rstrip()
        yield place.unit("mark", Span(tail, tail + len(closing)), closing)


def _content(source: str, span: Span, place: _Place) -> Iterator[Unit]:
    start, end = span.start, span.end
    if match := _PART.match(source, start, end):
        place.part, place.section, place.point = ordinal(match[1]), 0, 0
        place.paragraph = place.sentence = 0
        yield from _heading(source, span, place)
    elif (match := _SECTION.match(source, start, end)) and place.part:
        place.section, place.point = ordinal(match[1]), 0
        place.paragraph = place.sentence = 0
        yield from _heading(source, span, place)
    elif not place.part:
        yield _stretch("heading", source, span, place)
    else:
        if match := _POINT.match(source, start, end):
            place.point, place.paragraph, place.sentence = int(match[1]), 0, 0
            yield _stretch("number", source, Span(*match.span()), place)
            start = _skip_blank(source, match.end(), end)
        place.paragraph += 1
        for piece in _sentences(source, Span(start, end)):
            place.sentence += 1
            yield _stretch("sentence", source, piece, place)


def _heading(source: str, span: Span, place: _Place) -> Iterator[Unit]:
    """A heading, and what is printed behind it on the same line."""
    stop = re.compile(f"{_END.pattern}|(?={_MARK.pattern})").search(source, span.start, span.end)
    end = stop.end() if stop else span.end
    yield _stretch("heading", source, Span(span.start, end), place)
    rest = _skip_blank(source, end, span.end)
    if rest < span.end:
        yield from _block(source, Span(rest, span.end), place)


def _stretch(kind: UnitKind, source: str, span: Span, place: _Place) -> Unit:
    end = span.start + len(source[span.start : span.end].rstrip())
    text = "".join(source[span.start : end].split())
    return place.unit(kind, Span(span.start, end), text)


def _sentences(source: str, span: Span) -> Iterator[Span]:
    """Split at 。！？; closing brackets and quotation marks stay with their sentence.

    A quotation that asks or exclaims is a part of the sentence that goes on (“谁来种地？”的问题).
    """
    start = span.start
    for end in _END.finditer(source, span.start, span.end):
        following = _skip_blank(source, end.end(), span.end)
        goes_on = following < span.end and (
            source[following] in "，；：、。！？" or ("。" not in end[1] and end[2])
        )
        if not goes_on:
            yield Span(start, end.end())
            start = following
    if start < span.end:
        yield Span(start, span.end)


def _blocks(source: str) -> Iterator[Span]:
    """Paragraphs: lines joined where a page break has cut a sentence.

    A line goes on with the next one unless it is empty, is a heading, or ends a sentence; an empty
    line inside a sentence is a page break.
    """
    start: int | None = None
    end = 0
    for line in _LINE.finditer(source):
        text = line[0].strip()
        if not text:
            continue
        begin = line.start() + (len(line[0]) - len(line[0].lstrip()))
        stop = begin + len(text)
        if start is None or _opens(text) or _closed(source[start:end], text):
            if start is not None:
                yield Span(start, end)
            start = begin
        end = stop
    if start is not None:
        yield Span(start, end)


def _opens(line: str) -> bool:
    """Does a line begin a block whatever stood before it? A blank in a number (12. 6%) does not
    make it that of a work point."""
    bare = line.lstrip("#* ")
    point = _POINT.match(bare)
    is_point = point is not None and not re.match(_DIGIT, bare[point.end() :].lstrip())
    return line.startswith("#") or is_point or any(p.match(bare) for p in (_PART, _SECTION))


def _closed(block: str, line: str) -> bool:
    """Is a block complete, so that the next line is another one?"""
    bare = block.rstrip("#* \n")
    if re.search(f"{_END.pattern}$", bare) or _is_title(block):
        return True
    section = _SECTION.match(block.lstrip("#* "))
    return bool(section) and (block.endswith("*") or not _completes(block, line))


def _completes(heading: str, line: str) -> bool:
    """Can a line be the rest of a section's heading that a page break has cut?"""
    end = _END.search(line)
    return (
        end is not None and len("".join((heading + line[: end.end()]).split())) < _LONGEST_HEADING
    )


def _is_title(block: str) -> bool:
    bare = block.lstrip("#* ")
    heading = block.startswith("#") or _PART.match(bare) or bare.startswith("附件")
    return bool(heading) and not _POINT.match(bare)


def _skip_blank(source: str, start: int, end: int) -> int:
    while start < end and source[start].isspace():
        start += 1
    return start


def _require_structure(units: tuple[Unit, ...], source: str, file: str) -> None:
    parts = sorted({unit.part for unit in units if unit.part})
    if not parts:
        raise ReportError(
            "the text has no parts: no line begins with 一、",
            where=Position(file, 1),
            remedy="check that the whole report was received; parts begin 一、 二、",
        )
    headings = [unit for unit in units if unit.kind == "heading" and unit.part]
    last_part = last_section = 0
    for unit in headings:
        expected = (last_part + 1, 0) if unit.section == 0 else (last_part, last_section + 1)
        if (unit.part, unit.section) != expected:
            raise ReportError(
                f"heading “{unit.text}” comes after part {last_part}, section {last_section}",
                where=_position(unit, source, file),
                remedy=f"expected part {expected[0]}, section {expected[1]}; is a page missing?",
            )
        last_part, last_section = unit.part, unit.section
    last_part = last_point = 0
    for unit in (unit for unit in units if unit.kind == "number"):
        begins_anew = unit.point == 1 and unit.part > last_part
        if unit.point != last_point + 1 and not begins_anew:
            raise ReportError(
                f"work point {unit.point} comes after work point {last_point}",
                where=_position(unit, source, file),
                remedy="work points are numbered without a gap; is a page missing?",
            )
        last_part, last_point = unit.part, unit.point
    last = units[-1]
    if last.kind != "mark" and not re.search(f"{_END.pattern}$", last.text):
        raise ReportError(
            f"the text ends inside a sentence: “…{last.text[-20:]}”",
            where=_position(last, source, file),
            remedy="the report was cut off: receive it again",
        )


def _position(unit: Unit, source: str, file: str) -> Position:
    line = source.count("\n", 0, unit.span.start) + 1
    column = unit.span.start - source.rfind("\n", 0, unit.span.start)
    return Position(file, line, column)
