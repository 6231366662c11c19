"""What a view draws: the rows of an answer as marks, and the rows that it cannot draw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Mark:
    """One row: its label, the sentence behind it, and what the kind of view needs of the rest.

    `shown` is the value in words, `unit` keeps values apart that no axis can share, `bound` is the
    local name of a bound (`more-than`), `at` latitude and longitude in degrees.
    """

    label: str
    sentence: str = ""
    value: Decimal | None = None
    shown: str = ""
    unit: str = ""
    bound: str = ""
    at: tuple[float, float] | None = None
    span: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """What a picture says that is taken away from its page: what its values measure; below it,
    source and data version."""

    title: str
    description: str
    lines: tuple[str, ...]
    measure: str = ""
