"""Figures as pages show them: as printed in Chinese, by value in English, bounds included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.web import labels
from ne_kg.web.language import language

_SIGNS = {
    "more-than": (">", ">"),
    "at-least": ("≥", "≥"),
    "less-than": ("<", "<"),
    "about": ("约", "about "),
    "nearly": ("近", "nearly "),
}
_SCALES = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)
_ENGLISH = {
    "cubic-metre": (Decimal(1), " m³"),
    "dwelling": (Decimal(1), " dwellings"),
    "household": (Decimal(1), " households"),
    "kilogram": (Decimal(1000), " tonnes"),
    "kilometre-per-hour": (Decimal(1), " km/h"),
    "metre": (Decimal(1000), " km"),
    "one": (Decimal(1), ""),
    "percent": (Decimal(1), "%"),
    "person": (Decimal(1), " people"),
    "ratio": (Decimal("0.01"), "%"),
    "square-metre": (Decimal(1), " m²"),
    "usd": (Decimal(1), " US dollars"),
    "volt": (Decimal(1000), " kV"),
    "watt": (Decimal(10) ** 6, " MW"),
    "year": (Decimal(1), " years"),
}
"""How readers of English expect a unit: how many of it make one of theirs, and what follows."""
_WHOLES = {"percent": Decimal(100), "ratio": Decimal(1)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure: its words in the page's language, as printed, its value with unit, and its share
    of the largest one it can be compared with (0–100), if there are several."""

    text: str
    printed: str
    value: str
    share: float | None = None


def shown(row: dict[str, Term], share: float | None = None) -> Shown:
    """The figure of a row with `printed`, `value`, `unit` and, where known, `bound`, `upper`."""
    value = _number(row)
    unit = row.get("unit")
    in_units = (
        f"{plain(value)} {labels.name(unit).text}"
        if value is not None and isinstance(unit, IRI)
        else ""
    )
    printed = labels.visible(_text(row.get("printed")))
    return Shown(amount(row, english=language() == "en"), printed, in_units, share)


def amount(row: dict[str, Term], *, english: bool, unit_name: str = "") -> str:
    """How much it is, with its bound: `>3100亿元`, `>310 billion yuan`, `6–10 MW`."""
    value = _number(row)
    zh, en = _SIGNS.get(_slug(row.get("bound")), ("", ""))
    if english and value is not None:
        said = spoken(value, row.get("unit"), unit_name)
        end = row.get("upper") or row.get("upperValue")
        if (upper := _number({"value": end}) if end else None) is not None:
            said = f"{said.split()[0]}–{spoken(upper, row.get('unit'), unit_name)}"
        return en + said
    printed = labels.visible(_text(row.get("printed")))
    word = _text(row.get("boundWord"))
    return printed if word and word in printed else zh + printed


def spoken(value: Decimal, unit: Term | None, called: str = "") -> str:
    """`310 billion yuan`, `110 million tonnes`, `19,500 km`, `no. 4`; the unit `called` so, else in
    the page's language."""
    slug = _slug(unit)
    if slug == "rank":
        return f"no. {plain(value)}"
    name = called or (labels.name(unit).text if isinstance(unit, IRI) else "")
    size, after = _ENGLISH.get(slug, (Decimal(1), f" {name}" if name else ""))
    amount = value / size
    scale, word = next(((s, f" {w}") for s, w in _SCALES if abs(amount) >= s), (Decimal(1), ""))
    return plain(round(amount / scale, 3) if word else amount) + word + after


def plain(value: Decimal) -> str:
    """A number with its thousands set off, without idle zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shares(rows: Sequence[dict[str, Term]]) -> list[float | None]:
    """For each row its value as a percentage of the largest with the same kind and unit; a share as
    what it is of its whole.

    None where there is nothing to compare with, or nothing that a bar could show.
    """
    groups: defaultdict[tuple[Term | None, Term | None], list[Decimal]] = defaultdict(list)
    keys = [(row.get("kind"), row.get("unit")) for row in rows]
    values = [_number(row) for row in rows]
    for key, value in zip(keys, values, strict=True):
        if value is not None and _slug(key[0]) != "rank":
            groups[key].append(value)
    found: list[float | None] = []
    for key, value in zip(keys, values, strict=True):
        group = groups.get(key, [])
        whole = _WHOLES.get(_slug(key[1])) if _slug(key[0]) == "share" else None
        if whole and value is not None and 0 <= value <= whole:
            found.append(float(value / whole * 100))
            continue
        fits = value is not None and len(set(group)) > 1 and min(group) >= 0 and max(group) > 0
        found.append(float(value / max(group) * 100) if fits and value is not None else None)
    return found


def _number(row: dict[str, Term]) -> Decimal | None:
    try:
        return Decimal(_text(row.get("value")))
    except InvalidOperation:
        return None


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""


def _slug(term: Term | None) -> str:
    return term.value.rsplit("/", 1)[-1] if isinstance(term, IRI) else ""
