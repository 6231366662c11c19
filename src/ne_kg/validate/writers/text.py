"""For a terminal: findings by file, each with its line and a caret."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from unicodedata import east_asian_width

from ne_kg.model.rdf import Position
from ne_kg.model.violation import Level, Report, Violation
from ne_kg.validate.names import Names
from ne_kg.validate.writers.view import Sources, View, headline, subject, summary

_TERM = re.compile(r"\"(?:[^\"\\]|\\.)*\"(?:@[\w-]+|\^\^\S+)?|<[^>]*>|[^\s;,\[\]()]+|.")
_COLOURS = {Level.VIOLATION: "31", Level.WARNING: "33", Level.INFO: "36"}


def write(report: Report, view: View) -> str:
    """The whole report; the last line sums up."""
    names, sources = Names(report.prefixes), Sources(view.root)
    lines: list[str] = []
    for file, group in groupby(report.violations, _file):
        lines.append(_bold(view.file(Position(file)) if file else "(not in a file)", view))
        for found in group:
            lines += _finding(found, view, names, sources)
        lines.append("")
    for failure in report.failures:
        where = f"{view.place(failure.place)}: " if failure.place else ""
        shape = f" {failure.rule.name}" if failure.rule else ""
        unread = failure.rule is None and failure.place is not None
        what = "cannot be read" if unread else "not evaluated"
        lines.append(f"{where}{_paint(what, Level.VIOLATION, view)}{shape}")
        lines.append(f"    {failure.what}")
        if failure.place is not None:
            lines += _excerpt(failure.place, sources)
        lines.append("")
    lines += _counts(report, view)
    lines += [f"note: {note}" for note in report.notes]
    lines.append(summary(report))
    return "\n".join(lines) + "\n"


def _file(found: Violation) -> str:
    return found.place.file if found.place else ""


def _finding(found: Violation, view: View, names: Names, sources: Sources) -> list[str]:
    place = found.place
    at = f"{place.line}:{place.column}" if place and place.line else "-"
    lines = [
        f"  {at}  {_paint(str(found.level), found.level, view)}  {found.rule.name}",
        f"    {headline(found, view, names)}",
    ]
    if place is not None:
        lines += _excerpt(place, sources)
    lines.append(f"    node: {subject(found, names)}")
    if found.value is not None and found.value != found.focus:
        lines.append(f"    value: {names.short(found.value)}")
    if found.context is not None:
        lines.append(f"    text: {found.context.text} [{names.short(found.context.node)}]")
    lines += [f"    also: {view.place(other)}" for other in found.others]
    return lines


def _excerpt(place: Position, sources: Sources) -> list[str]:
    source = sources.line(place)
    if source is None or place.line is None or place.column is None:
        return []
    before, after = source[: place.column - 1], source[place.column - 1 :]
    match = _TERM.match(after)
    marked = match.group() if match else " "
    # Tabs stay tabs, and Chinese characters take two cells.
    indent = "".join("\t" if c == "\t" else " " * _cells(c) for c in before)
    number = str(place.line)
    return [
        f"    {number} | {source.rstrip()}",
        f"    {' ' * len(number)} | {indent}{'^' * max(1, sum(map(_cells, marked)))}",
    ]


def _cells(character: str) -> int:
    return 2 if east_asian_width(character) in "WF" else 1


def _counts(report: Report, view: View) -> list[str]:
    counted = Counter(found.rule for found in report.violations)
    if len(report.violations) < 2:
        return []
    width = len(str(max(counted.values())))
    ordered = sorted(counted.items(), key=lambda item: (-item[0].level, -item[1], item[0].name))
    return [
        f"{count:>{width}} × {_paint(str(rule.level), rule.level, view)}  {rule.name}"
        for rule, count in ordered
    ] + [""]


def _paint(text: str, level: Level, view: View) -> str:
    return f"\x1b[{_COLOURS[level]}m{text}\x1b[0m" if view.colour else text


def _bold(text: str, view: View) -> str:
    return f"\x1b[1m{text}\x1b[0m" if view.colour else text
