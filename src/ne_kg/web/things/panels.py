"""Panels: the small saved queries that a page about a thing is made of.

`panels/<name>.rq` says in `#+` lines for which classes it is, how early it stands on their pages,
its title, its view and what its columns are called. A page runs those of its thing's classes,
nothing more: what a kind of page shows is said there, not in code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from ne_kg.model.errors import InputError
from ne_kg.model.rdf import IRI, Term
from ne_kg.model.terms import PREFIXES, term
from ne_kg.web.language import language
from ne_kg.web.lookup import Lookup, prefixed
from ne_kg.web.site import site

VIEWS = ("table", "figures", "stages", "map", "facts", "text")
_KEYS = {"classes", "title", "view", "columns", "empty", "gather"}


@dataclass(frozen=True, slots=True)
class Panel:
    """A query about a thing. `classes` gives its place on the page by class IRI; `empty` what to
    say where it finds nothing, if that is worth saying; `gather` a column whose values stand in
    one row when they are all that rows differ in."""

    name: str
    classes: dict[str, int]
    title: dict[str, str]
    view: str
    columns: dict[str, dict[str, str]]
    empty: dict[str, str] | None
    gather: str | None
    query: Lookup


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with its rows for one thing, and the query that gave them."""

    panel: Panel
    rows: list[dict[str, Term]]
    query: str

    @property
    def title(self) -> str:
        return spoken(self.panel.title)

    @property
    def gathered(self) -> list[dict[str, list[Term]]]:
        """The rows, each cell with its values; only the gathered column has several."""
        many = self.panel.gather
        found: dict[tuple[tuple[str, Term], ...], list[Term]] = {}
        for row in self.rows:
            key = tuple(item for item in sorted(row.items()) if item[0] != many)
            found.setdefault(key, []).extend([row[many]] if many in row else [])
        return [
            {name: [term] for name, term in key} | ({many: values} if many and values else {})
            for key, values in found.items()
        ]

    @property
    def firsts(self) -> list[dict[str, Term]]:
        """The rows as gathered, each cell with its first value."""
        return [{name: values[0] for name, values in row.items()} for row in self.gathered]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Variable and heading of each column that has a value in some row."""
        used = {variable for row in self.rows for variable in row}
        return [(v, spoken(said)) for v, said in self.panel.columns.items() if v in used]


def spoken(said: dict[str, str]) -> str:
    return said["en" if language() == "en" else "zh"]


@cache
def panels() -> tuple[Panel, ...]:
    """All panels; InputError with the file's name for a header that is not one."""
    folder = files("ne_kg.web") / "panels"
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".rq")), key=lambda p: p.name)
    return tuple(parse(p.name.removesuffix(".rq"), p.read_text(encoding="utf-8")) for p in paths)


def parse(name: str, text: str) -> Panel:
    """The panel that a file describes."""
    where = f"web/panels/{name}.rq"
    lines = text.splitlines(keepends=True)
    header = "".join(line[2:].removeprefix(" ") for line in lines if line.startswith("#+"))
    try:
        said = yaml.safe_load(header)
        unknown = set(said) - _KEYS
        if unknown or said.get("view") not in VIEWS:
            raise InputError(
                f"its header has unknown keys {sorted(unknown)} or view {said.get('view')!r}",
                where=where,
                remedy=f"keys are {sorted(_KEYS)}, views {', '.join(VIEWS)}",
            )
        return Panel(
            name=name,
            classes={_class(cls): int(place) for cls, place in said["classes"].items()},
            title=said["title"],
            view=said["view"],
            columns=said.get("columns", {}),
            empty=said.get("empty"),
            gather=said.get("gather"),
            query=Lookup(prefixed("".join(x for x in lines if not x.startswith("#+")))),
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"its header cannot be read: {error!r}", where=where) from error


def _class(name: str) -> str:
    """The class IRI of a name in a header, ours without prefix; `any` stands for every thing."""
    if name == "any":
        return ""
    return term(name).value if ":" in name else PREFIXES["nekg"] + name


def about(thing: IRI, classes: Iterable[str]) -> list[Shown]:
    """The panels of a thing of these classes (the nearest first), in the order of its page.

    Empty ones are left out, unless they are meant for its kind and say what is missing.
    """
    near = [*classes, ""]
    chosen = []
    for panel in panels():
        nearest = next((cls for cls in near if cls in panel.classes), None)
        if nearest is not None:
            chosen.append((panel.classes[nearest], panel, bool(nearest)))
    shown = []
    for _, panel, expected in sorted(chosen, key=lambda one: (one[0], one[1].name)):
        query = panel.query.bound(this=thing)
        rows = site().store.select(query)
        if rows or (panel.empty and expected):
            shown.append(Shown(panel, rows, query))
    return shown
