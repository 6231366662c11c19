"""The themes of questions: `queries/themes.yaml` names the folders, in the order of pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from ne_kg.model.errors import InputError
from ne_kg.model.question import Words


def read_themes(folder: Path) -> Mapping[str, Words]:
    """Names by theme, in order; InputError where a folder of questions has none."""
    file = folder / "themes.yaml"
    said = yaml.safe_load(file.read_text(encoding="utf-8")) if file.is_file() else None
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
