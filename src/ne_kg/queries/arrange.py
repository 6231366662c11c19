"""The rows of an answer, sorted by a column or narrowed to words, as a reader of a page asks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from pypinyin import lazy_pinyin

from ne_kg.model.errors import UsageError
from ne_kg.model.rdf import IRI, Literal
from ne_kg.queries.formats import shown
from ne_kg.queries.run import Result, Row, Value

EVIDENCE = "sentence"


def arranged(result: Result, language: str, sort: str | None, find: str | None) -> Result:
    """`sort` names a column, `-` in front for descending; `find` are words that a row must show.

    UsageError for a column that the answer does not have. Rows without a value come last.
    """
    rows = list(result.rows)
    if find and (words := find.casefold().split()):
        rows = [row for row in rows if all(word in _text(result, row) for word in words)]
    if sort:
        name = sort.removeprefix("-")
        have = [column.name for column in result.question.columns]
        if name not in have:
            raise UsageError(
                f"{result.question.name} has no column {name}", remedy=f"it has: {', '.join(have)}"
            )
        present = [row for row in rows if name in row]
        present.sort(key=lambda row: _key(row[name], result, language), reverse=sort[0] == "-")
        rows = present + [row for row in rows if name not in row]
    return replace(result, rows=tuple(rows))


def _text(result: Result, row: Row) -> str:
    """What a row shows, in both languages; the words of its sentence would fit too many rows."""
    words = [shown(term, result.labels, language) for term in row.values()
             for language in ("zh", "en")]  # fmt: skip
    sentence = result.sentence(row)
    if sentence:
        words.append(sentence.name)
    return "\n".join(words).casefold()


def _key(term: Value, result: Result, language: str) -> tuple[int, Decimal, list[str]]:
    """Numbers by value, before words by their sounds; sentences in reading order."""
    if isinstance(term, Literal):
        try:
            return (0, Decimal(term.value), [])
        except InvalidOperation:
            pass
    if isinstance(term, IRI) and term in result.evidence:
        parts = term.value.rsplit("/", 1)[-1].replace("-", ".").split(".")
        return (1, Decimal(), [part.zfill(4) for part in parts])
    return (1, Decimal(), lazy_pinyin(shown(term, result.labels, language).casefold()))
