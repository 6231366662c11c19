"""The views of a question over an answer: rows as marks, with the words of the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from ne_kg.model.question import Column, View, ViewKind
from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.queries.run import Result, Row, Several, Value
from ne_kg.web import figures, labels
from ne_kg.web.land import land
from ne_kg.web.language import language
from ne_kg.web.language import translate as _
from ne_kg.web.views import Caption, Drawing, Land, Mark, draw

_MOST_SENTENCES = 12


def drawings(result: Result, address: str) -> list[Drawing]:
    """All views of the question."""
    return [drawing(result, view, address) for view in result.question.views]


def drawing(result: Result, view: View, address: str) -> Drawing:
    """One view; `address` is printed under the picture."""
    marks = list(_merged(_mark(result, view, row) for row in result.rows))
    ground = land() if view.kind == ViewKind.MAP else Land()
    return draw(view.kind, f"view-{view.kind}", marks, caption(result, view, address), ground)


def _merged(marks: Iterable[Mark]) -> Iterator[Mark]:
    """One mark where several sentences say the same, with all their names."""
    said: dict[Mark, list[str]] = {}
    for mark in marks:
        said.setdefault(replace(mark, sentence=""), []).append(mark.sentence)
    for mark, sentences in said.items():
        names = _("、").join(filter(None, dict.fromkeys(sentences)))
        yield replace(mark, sentence=names)


def caption(result: Result, view: View, address: str) -> Caption:
    """Title, description and the lines below, evidence and data version among them."""
    mine = "en" if language() == "en" else "zh"
    title = result.question.title[mine]
    columns = {column.name: column.label[mine] for column in result.question.columns}
    axes = _("、").join(columns[on] for drawn in view.columns.values() for on in drawn)
    sentences = list(dict.fromkeys(s.iri for row in result.rows if (s := result.sentence(row))))
    labels.fetch(sentences)
    names = _("、").join(labels.name(iri).text for iri in sentences[:_MOST_SENTENCES])
    lines = []
    if view.kind == ViewKind.MAP:
        lines.append(
            _("示意图：点的位置来自数据里的坐标；省界简化自 Natural Earth，不作划界依据。")
        )
    if names:
        more = len(sentences) - _MOST_SENTENCES
        rest = _("等{count}句", count=len(sentences)) if more > 0 else ""
        lines.append(_("依据：{sentences}", sentences=names) + rest)
    lines.append(
        _("数据：东北振兴知识图谱，版本 {version}，CC BY 4.0", version=result.version[:12])
    )
    lines.append(address)
    described = "{count} 行：{columns}。同样的数据在页面的表格里。"
    description = _(described, count=len(result.rows), columns=axes)
    measure = _("、").join(columns[on] for on in view.columns.get("value", ()))
    return Caption(title, description, tuple(lines), measure)


def figure(result: Result, column: Column, row: Row) -> figures.Shown:
    """The figure of a row: as printed with its bound, in words for English."""
    parts = {"value": column.name, "printed": column.printed or "", "unit": column.unit or ""}
    parts |= {"bound": f"{column.name}Bound"}
    if parts["bound"] not in {other.name for other in result.question.columns}:
        parts |= {"bound": "bound", "boundWord": "boundWord", "upper": "upper"}
    found = {part: term for part, name in parts.items() if (term := single(row.get(name)))}
    if "printed" not in found and (value := found.get("value")) is not None:
        found["printed"] = Literal(_number(value))
    return figures.shown(found)


def _mark(result: Result, view: View, row: Row) -> Mark:
    by_name = {column.name: column for column in result.question.columns}
    said = (words(row.get(on)) for on in view.columns["label"])
    label = " · ".join(dict.fromkeys(filter(None, said)))
    sentence = result.sentence(row)
    evidence = labels.name(sentence.iri).text if sentence else ""
    value, shown, unit = None, "", ""
    on = view.columns["value"][0] if "value" in view.columns else ""
    if (drawn := single(row.get(on))) is not None:
        value = _decimal(drawn)
        column = by_name[on]
        shown = figure(result, column, row).text if column.unit else _number(drawn)
        unit = words(row.get(column.unit)) if column.unit else ""
    bound = row.get("bound")
    return Mark(
        label=label or "–",
        sentence=evidence,
        value=value,
        shown=shown,
        unit=unit,
        bound=bound.value.rsplit("/", 1)[-1] if isinstance(bound, IRI) else "",
        at=_point(view, row),
        span=_span(view, row),
    )


def words(term: Value | None) -> str:
    """A term in the language of the page, or several."""
    if term is None:
        return ""
    if isinstance(term, Several):
        return _("、").join(words(each) for each in term.terms)
    return labels.name(term).text if isinstance(term, IRI) else labels.visible(term.value)


def single(value: Value | None) -> Term | None:
    """The only term of a value; None where there are several or none."""
    return None if isinstance(value, Several) else value


def _point(view: View, row: Row) -> tuple[float, float] | None:
    if view.kind != ViewKind.MAP:
        return None
    lat, long = (single(row.get(view.columns[axis][0])) for axis in ("lat", "long"))
    return (float(lat.value), float(long.value)) if lat is not None and long is not None else None


def _span(view: View, row: Row) -> tuple[date, date] | None:
    if view.kind != ViewKind.TIMELINE:
        return None
    begins, ends = (single(row.get(view.columns[axis][0])) for axis in ("begins", "ends"))
    if begins is None or ends is None:
        return None
    return date.fromisoformat(begins.value), date.fromisoformat(ends.value)


def _decimal(term: Term) -> Decimal | None:
    try:
        return Decimal(term.value)
    except InvalidOperation:
        return None


def _number(term: Term) -> str:
    value = _decimal(term)
    return figures.plain(value) if value is not None else term.value
