"""The themes of questions: `queries/themes.yaml` names the folders, in the order of pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from ne_kg import files
from ne_kg.model.errors import InputError, SyntaxProblem
from ne_kg.model.question import Words
from ne_kg.model.rdf import Position


def read_themes(folder: Path) -> Mapping[str, Words]:
    """Names by theme, in order; InputError where a folder of questions has none."""
    file = folder / "themes.yaml"
    try:
        said = yaml.safe_load(files.text(file)) if file.is_file() else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SyntaxProblem(
            f"the file is not YAML: {getattr(error, 'problem', error)}",
            where=Position(str(file), mark.line + 1, mark.column + 1) if mark else str(file),
            remedy="write a line for each theme, name: {zh: …, en: …}",
        ) from None
    named: dict[str, Words] = said if isinstance(said, dict) else {}
    for theme in sorted({path.parent.name for path in folder.glob("*/*.rq")}):
        words = named.get(theme)
        if not isinstance(words, dict) or not {"zh", "en"} <= set(words):
            raise InputError(
                f"the theme {theme} has no name in zh and en",
                where=str(file),
                remedy=f"write {theme}: {{zh: …, en: …}}",
            )
    return named
