"""A report in the forms that people and CI systems read: one small writer each."""

from collections.abc import Callable

from ne_kg.model.violation import Report
from ne_kg.validate.writers import github, json, text
from ne_kg.validate.writers.view import View

FORMATS: dict[str, Callable[[Report, View], str]] = {
    "text": text.write,
    "json": json.write,
    "github": github.write,
}

__all__ = ["FORMATS", "View"]
