"""Expected answers: `queries/expected/<name>.tsv`, rows as a reader of the report would write them.

The first line names the columns, as variables; the last column, `sentence`, holds names such as
1.6-3. Cells hold Chinese labels and printed words. The order of rows means nothing, so a change of
the data shows as rows that are gone and rows that are new.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ne_kg.model.question import Question
from ne_kg.queries.formats import shown
from ne_kg.queries.run import Result

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How an answer differs from the expected one."""

    question: str
    columns: Cells
    gone: tuple[Cells, ...]
    new: tuple[Cells, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


def path(folder: Path, question: Question) -> Path:
    """Where the expected answer of a question stands."""
    return folder / "expected" / f"{question.name}.tsv"


def columns(question: Question) -> Cells:
    """The columns that an expected answer holds: those that a reader sees, then the sentence."""
    seen = [c.name for c in question.columns if not c.hidden and c.name != question.evidence]
    return (*seen, "sentence")


def rows(result: Result) -> Counter[Cells]:
    """The rows of an answer as cells, counted."""
    names = columns(result.question)[:-1]
    found: Counter[Cells] = Counter()
    for row in result.rows:
        cells = [" ".join(shown(row.get(name), result.labels, "zh").split()) for name in names]
        sentence = result.sentence(row)
        found[(*cells, sentence.name if sentence else "")] += 1
    return found


def read(file: Path) -> tuple[Cells, Counter[Cells]]:
    """Columns and rows of an expected answer."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(lines[0].split("\t")), Counter(tuple(line.split("\t")) for line in lines[1:])


def write(result: Result) -> str:
    """An answer as the text of an expected one, sorted."""
    lines = ["\t".join(columns(result.question))]
    lines.extend("\t".join(cells) for cells in sorted(rows(result).elements()))
    return "".join(f"{line}\n" for line in lines)


def compare(result: Result, folder: Path) -> Difference:
    """The answer against the expected one; all rows are new where none is recorded."""
    file, now = path(folder, result.question), rows(result)
    expected_columns, expected = (
        read(file) if file.exists() else (columns(result.question), Counter())
    )
    if expected_columns != columns(result.question):
        expected = Counter()
    return Difference(
        result.question.name,
        columns(result.question),
        tuple(sorted((expected - now).elements())),
        tuple(sorted((now - expected).elements())),
    )
