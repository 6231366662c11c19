"""A report in the forms that people and CI systems read: one small writer each."""

from collections.abc import Callable

from ne_kg.model.violation import Report
from ne_kg.validate.writers import github, json, junit, markdown, sarif, text, turtle
from ne_kg.validate.writers.view import View

FORMATS: dict[str, Callable[[Report, View], str]] = {
    "text": text.write,
    "json": json.write,
    "junit": junit.write,
    "sarif": sarif.write,
    "github": github.write,
    "markdown": markdown.write,
    "turtle": turtle.write,
}

__all__ = ["FORMATS", "View"]
