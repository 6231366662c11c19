"""Saved questions in a notebook: `ne_kg.ask("railways-by-stage", stage="stage:started")`.

The answer is a pandas DataFrame with the same rows as the page, the file and the command give;
pandas comes with the extra `ne-kg[notebook]`.
"""

from __future__ import annotations

import atexit
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.model.question import Question
from ne_kg.model.rdf import XSD, Literal
from ne_kg.queries.cite import cite
from ne_kg.queries.formats import shown
from ne_kg.queries.run import Result, Value
from ne_kg.queries.run import ask as run
from ne_kg.questions import read_all
from ne_kg.questions.rdf import question_iri
from ne_kg.store import Store
from ne_kg.store import open as open_store

try:
    import pandas
except ImportError as error:  # the extra is optional; whoever asks for a DataFrame is told so
    raise UsageError("pandas is missing", remedy="pip install 'ne-kg[notebook]'") from error


def ask(
    name: str,
    *,
    lang: str = "zh",
    engine: str | None = None,
    project: str | Path | None = None,
    **parameters: object,
) -> pandas.DataFrame:
    """The answer to a saved question; one column a variable, then `sentence` and `words`.

    `engine` is the address of a SPARQL server, else the built graph of the project answers;
    `project` is its folder, else the nearest one above the current folder. Things are given by
    their labels in `lang` (zh or en). `attrs` holds the data version, the query and how to cite.
    UsageError for a question or a value that does not exist.
    """
    root = _root(Path(project) if project else None)
    questions = _questions(root)
    if name not in questions:
        near = ", ".join(sorted(questions))
        raise UsageError(f"there is no saved question {name}", remedy=f"there are: {near}")
    question = questions[name]
    given = {key: value if isinstance(value, str) else str(value)
             for key, value in parameters.items()}  # fmt: skip
    result = run(_store(engine, root), question, given)
    frame = pandas.DataFrame(list(_rows(result, lang)))
    citation = cite(result, question_iri(name).value, datetime.now(UTC).date())
    frame.attrs = {
        "title": question.title[lang],
        "version": result.version,
        "query": result.query,
        "citation": citation.gbt if lang == "zh" else citation.bibtex,
    }
    return frame


def _rows(result: Result, lang: str) -> list[dict[str, object]]:
    columns = [c.name for c in result.question.columns if c.name != result.question.evidence]
    rows = []
    for row in result.rows:
        cells: dict[str, object] = {name: _cell(row.get(name), result, lang) for name in columns}
        if sentence := result.sentence(row):
            cells |= {"sentence": sentence.name, "words": sentence.text}
        rows.append(cells)
    return rows


def _cell(value: Value | None, result: Result, lang: str) -> object:
    """Numbers and dates as Python has them, all else in words."""
    if isinstance(value, Literal):
        match value.datatype.removeprefix(XSD):
            case "integer":
                return int(value.value)
            case "decimal":
                return float(value.value)
            case "date":
                return date.fromisoformat(value.value)
    return shown(value, result.labels, lang) if value is not None else None


def _root(project: Path | None) -> Path:
    here = (project or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "queries").is_dir() and (folder / "ontology").is_dir():
            return folder
    raise UsageError("there is no project here", where=str(here), remedy="name it: project=DIR")


@cache
def _questions(root: Path) -> dict[str, Question]:
    found = read_all(Project.at(root).queries.glob("*/*.rq"), root)
    return {question.name: question for question in found}


@cache
def _store(engine: str | None, root: Path) -> Store:
    """One store a session, closed when the session ends."""
    store = open_store(engine, None if engine else Project.at(root).built())
    atexit.register(store.close)
    return store
