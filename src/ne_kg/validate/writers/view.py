"""What the writers share: whom they write for, and words for a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ne_kg.model.rdf import Literal, Position
from ne_kg.model.violation import Level, Report, Violation
from ne_kg.validate.locate import preferred
from ne_kg.validate.names import Names


@dataclass(frozen=True, slots=True)
class View:
    """For whom a report is written.

    `languages` in order of liking, `fail_on` the level that makes the run fail, `colour` whether
    the terminal shows it, `root` the folder that file names are given relative to.
    """

    languages: Sequence[str] = ("en",)
    fail_on: Level = Level.VIOLATION
    colour: bool = False
    root: Path = field(default_factory=Path.cwd)

    def file(self, place: Position) -> str:
        """The file's name relative to the root, where it stands below it."""
        path = Path(place.file)
        if path.is_absolute() and path.is_relative_to(self.root):
            return path.relative_to(self.root).as_posix()
        return path.as_posix()

    def place(self, place: Position) -> str:
        """`file:line:column`."""
        return str(Position(self.file(place), place.line, place.column))

    def say(self, texts: Sequence[Literal]) -> str:
        """The texts in the first language that there are any in, one after the other."""
        ranked = preferred(texts, self.languages)
        if not ranked:
            return ""
        best = ranked[0].language
        return " ".join(dict.fromkeys(text.value for text in ranked if text.language == best))


def headline(found: Violation, view: View, names: Names) -> str:
    """The message, or what can be said without one."""
    said = view.say(found.messages)
    if said:
        return said
    component = found.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")
    return f"{names.short(found.focus)} violates {found.rule.name} ({component})"


def subject(found: Violation, names: Names) -> str:
    """The focus node, with what people call it."""
    short = names.short(found.focus)
    return f"{short} “{found.label}”" if found.label else short


def summary(report: Report) -> str:
    """How many findings of each level, in one line."""
    levels = sorted(Level, reverse=True)
    counts = [
        f"{count} {level}{'s' if count > 1 else ''}"
        for level in levels
        if (count := report.count(level))
    ]
    if report.failures:
        counts.append(f"{len(report.failures)} not evaluated")
    found = ", ".join(counts) or "no findings"
    statements = f"{report.quads:,} statement{'s' if report.quads != 1 else ''}"
    constraints = f"{len(report.rules)} constraint{'' if len(report.rules) == 1 else 's'}"
    return f"{found}; {statements}, {constraints}, {report.seconds:.1f} s"


class Sources:
    """Lines of the files that a report points into; a file that is gone has none.

    Relative names are below `root`.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def line(self, place: Position) -> str | None:
        """The line at a place, without its end."""
        if place.line is None:
            return None
        lines = self._lines.get(place.file)
        if lines is None:
            try:
                text = (self._root / place.file).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                text = ""
            lines = self._lines[place.file] = text.removeprefix("\ufeff").split("\n")
        return lines[place.line - 1] if place.line <= len(lines) else None
