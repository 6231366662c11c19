"""What analysts carry away: facts as flat tables, each row with its sentence and data version.

`tables/<n>-<name>.rq` says in `#+` lines what a table and its columns are called. Headings stand in
both languages; a thing has a column for its Chinese and one for its English name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import openpyxl
import yaml
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ne_kg.model.rdf import IRI, XSD, Literal, Term
from ne_kg.web.lookup import prefixed

_NUMBERS = {XSD + "decimal", XSD + "integer", XSD + "double"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
Cell = str | float | int

Names = Callable[[Iterable[IRI]], Mapping[IRI, tuple[str, str]]]
"""Chinese and English names of things."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of facts; `columns` are variables with their headings in zh and en."""

    name: str
    title: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    query: str


@cache
def tables() -> tuple[Table, ...]:
    """All tables, in order."""
    folder = files("ne_kg.web") / "tables"
    found = []
    for path in sorted(
        (p for p in folder.iterdir() if p.name.endswith(".rq")), key=lambda p: p.name
    ):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        said = yaml.safe_load("".join(x[3:] for x in lines if x.startswith("#+")))
        query = prefixed("".join(x for x in lines if not x.startswith("#+")))
        name = path.name.removesuffix(".rq").partition("-")[2]
        found.append(Table(name, said["title"], said["columns"], query))
    return tuple(found)


def grid(
    table: Table, rows: list[dict[str, Term]], names: Names, version: str
) -> Iterator[list[Cell]]:
    """Headings, then rows of cells. A column of things is two, one for each language."""
    named = names({t for row in rows for t in row.values() if isinstance(t, IRI)})
    things = {v for row in rows for v, t in row.items() if isinstance(t, IRI)} - {"fact"}
    heading: list[Cell] = []
    for variable, said in table.columns.items():
        if variable in things:
            heading += [
                f"{said['zh']}（中文） {said['en']} (zh)",
                f"{said['zh']}（英文） {said['en']} (en)",
            ]
        else:
            heading.append(f"{said['zh']} {said['en']}")
    yield [*heading, "句子 Sentence", "原句 Sentence text", "数据版本 Data version"]
    for row in rows:
        cells: list[Cell] = []
        for variable in table.columns:
            term = row.get(variable)
            if variable in things:
                zh, en = (
                    named.get(term, ("", ""))
                    if isinstance(term, IRI)
                    else (_plain(term), _plain(term))
                )
                cells += [zh, en]
            else:
                cells.append(_value(term))
        yield [*cells, _plain(row.get("sentence")), _plain(row.get("text")), version]


def as_csv(cells: Iterable[list[Cell]]) -> bytes:
    """RFC 4180 with a byte order mark, so that Excel reads Chinese; no cell is a formula."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    for row in cells:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode()


def as_xlsx(sheets: Iterable[tuple[Table, Iterable[list[Cell]]]], note: str) -> bytes:
    """One workbook, a sheet a table, and a first sheet that says what it is."""
    book = openpyxl.Workbook(write_only=True)
    about = book.create_sheet("说明 About")
    for line in note.splitlines():
        about.append([line])
    for table, cells in sheets:
        sheet: Any = book.create_sheet(f"{table.title['zh']} {table.title['en']}"[:31])
        sheet.freeze_panes = "A2"
        for number, row in enumerate(cells):
            sheet.append([_cell(sheet, value, bold=number == 0) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Cell, *, bold: bool) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
    if bold:
        cell.font = Font(bold=True)
    return cell


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _plain(term: Term | None) -> str:
    return term.value if isinstance(term, (IRI, Literal)) else ""


def _value(term: Term | None) -> Cell:
    if isinstance(term, Literal) and term.datatype in _NUMBERS:
        number = float(term.value)
        return int(number) if number.is_integer() else number
    return _plain(term)
