"""Answers as files: CSV, TSV, JSON. Every row carries its sentence, every file its data version.

XML, and RDF for CONSTRUCT, are written by the engine itself and only pass through here.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping

from ne_kg.model.rdf import IRI, Literal
from ne_kg.queries.parameters import written
from ne_kg.queries.run import Result, Row, Several, Value

FORMAT_VERSION = 1
# The full-width signs too: spreadsheets set to Chinese or Japanese take them for the others.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_EVIDENCE = {"zh": ("句子编号", "原句", "数据版本"), "en": ("sentence", "words", "data version")}


def as_csv(result: Result, language: str = "zh", *, bom: bool = False) -> bytes:
    """RFC 4180, UTF-8. Cells that a spreadsheet would read as a formula begin with an apostrophe;
    `bom` is for programs that guess the encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in _table(result, language):
        writer.writerow([_harmless(cell) for cell in row])
    return (("\ufeff" if bom else "") + out.getvalue()).encode()


def as_tsv(result: Result, language: str = "zh") -> bytes:
    """Tabs between cells; tabs and line ends inside a cell become blanks."""
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in _table(result, language))
    return "".join(f"{line}\n" for line in lines).encode()


def as_json(result: Result, language: str = "zh") -> bytes:
    """Rows as objects: for each column the value, and the label of what it names."""
    document = {
        "format": FORMAT_VERSION,
        "question": result.question.name,
        "title": result.question.title,
        "parameters": {name: written(term) for name, term in result.bindings.items()},
        "version": result.version,
        "columns": [
            {"name": column.name, "label": column.label} for column in result.question.columns
        ],
        "rows": [_object(result, row, language) for row in result.rows],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def shown(term: Value | None, labels: Mapping[IRI, Mapping[str, str]], language: str) -> str:
    """A term as a reader sees it: the label of a thing, the words of a literal."""
    if term is None:
        return ""
    if isinstance(term, Several):
        between = "、" if language == "zh" else "; "
        return between.join(sorted(shown(each, labels, language) for each in term.terms))
    if isinstance(term, IRI):
        return labels.get(term, {}).get(language) or written(term)
    return term.value


WRITERS: Mapping[str, tuple[str, Callable[[Result, str], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "tsv": ("text/tab-separated-values; charset=utf-8", as_tsv),
    "json": ("application/json", as_json),
}


def _table(result: Result, language: str) -> Iterator[list[str]]:
    # A number without its unit is none: what a page says in words, a file says in a column.
    units = {column.unit for column in result.question.columns}
    columns = [c for c in result.question.columns if not c.hidden or c.name in units]
    columns = [column for column in columns if column.name != result.question.evidence]
    headings = [column.label[language] for column in columns]
    yield [*headings, *_EVIDENCE[language]]
    for row in result.rows:
        cells = [shown(row.get(column.name), result.labels, language) for column in columns]
        sentence = result.sentence(row)
        behind = [sentence.name, sentence.text] if sentence else ["", ""]
        yield [*cells, *behind, result.version]


def _object(result: Result, row: Row, language: str) -> dict[str, object]:
    values: dict[str, object] = {}
    for column in result.question.columns:
        term = row.get(column.name)
        if term is not None and column.name != result.question.evidence:
            values[column.name] = _value(term, result, language)
    sentence = result.sentence(row)
    if sentence:
        values["evidence"] = {
            "sentence": sentence.iri.value,
            "name": sentence.name,
            "text": sentence.text,
        }
    return values


def _value(term: Value, result: Result, language: str) -> object:
    if isinstance(term, Several):
        return [_value(each, result, language) for each in term.terms]
    if isinstance(term, IRI):
        return {"iri": term.value, "label": shown(term, result.labels, language)}
    if isinstance(term, Literal) and term.language:
        return {"value": term.value, "language": term.language}
    if isinstance(term, Literal):
        return {"value": term.value, "datatype": term.datatype}
    return {"value": term.value}


def _harmless(cell: str) -> str:
    """A negative number stays one; other text that begins like a formula is quoted (OWASP)."""
    if cell.startswith(_FORMULA) and not _is_number(cell):
        return "'" + cell
    return cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
