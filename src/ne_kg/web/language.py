"""The two languages of the interface: Chinese stands in the code, English in `translations/en`.

A sentence of the interface is written in Chinese where it is used, `_("搜索")`; its English stands
under it in one of the YAML files. A test holds that none is missing and none is left over.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from flask import g, request
from markupsafe import Markup

from ne_kg.web.negotiate import language as negotiated

LANGUAGES = ("zh-Hans", "en")
_SHORT = {"zh": "zh-Hans", "zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "en": "en"}


@cache
def english() -> dict[str, str]:
    """English by Chinese, from all catalogues."""
    folder = files("ne_kg.web") / "translations" / "en"
    merged: dict[str, str] = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".yaml"):
            merged.update(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    return merged


def asked() -> str | None:
    """The language that the address names, if it does (`?lang=en`)."""
    return _SHORT.get(request.args.get("lang", "").lower())


def language() -> str:
    """The language of the answer: of the address, else of the visitor's browser, else Chinese."""
    if "language" not in g:
        g.language = asked() or negotiated(request.headers.get("Accept-Language"), LANGUAGES)
    return str(g.language)


def translate(text: str, **values: object) -> str:
    """A sentence of the interface in the language of the answer, its {places} filled.

    Values may be Markup; the sentence itself is ours, and never a visitor's.
    """
    said = text if language() != "en" else english().get(text, text)
    if any(isinstance(value, Markup) for value in values.values()):
        return Markup(said).format(**values)
    return said.format(**values) if values else said


def said(text: str) -> str:
    """Marks a sentence that is translated elsewhere, so that the test of the catalogue sees it."""
    return text
