"""Marks as HTML elements.

A mark has one link: its own words, or their first stretch where other marks stand inside it,
because HTML forbids a link in a link; a script makes the rest of it active. A link asks what stands
at a character of the source, `?at=845`, and says no more: there are a thousand in a report. What is
a fact has no class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup, escape

from ne_kg.web.groups import group_of
from ne_kg.web.labels import visible
from ne_kg.web.marks import Mark

_SLIGHT = frozenset("、，的和")
_STOPS = frozenset("，。、；：")


def marked(tree: Sequence[str | Mark], tail: str = "", *, shade: bool = False) -> Markup:
    """A marked text; `tail` ends every address, `shade` wraps what no mark covers."""
    parts = []
    for node in tree:
        if isinstance(node, Mark):
            parts.append(_element(node, tail))
        elif shade and not set(node) <= _STOPS:
            parts.append(f'<span class="open-words">{escape(visible(node))}</span>')
        else:
            parts.append(str(escape(visible(node))))
    return Markup("".join(parts))


def names(tree: Sequence[str | Mark]) -> list[str | Mark]:
    """The tree with marks of names and figures alone; with all of them if it has none of these."""
    found = _names(tree)
    return found if any(isinstance(node, Mark) for node in found) else [*tree]


def _names(tree: Sequence[str | Mark]) -> list[str | Mark]:
    kept: list[str | Mark] = []
    for node in tree:
        inner: list[str | Mark] = [node]
        if isinstance(node, Mark):
            inner = _names(node.children)
            if group_of(node.placed.range.of) != "fact":
                inner = [replace(node, children=inner)]
        for one in inner:
            if kept and isinstance(one, str) and isinstance(kept[-1], str):
                kept[-1] += one
            else:
                kept.append(one)
    return kept


def _element(mark: Mark, tail: str) -> str:
    at = mark.placed.range.start
    group = group_of(mark.placed.range.of)
    kind = "" if group == "fact" else f' class="m-{group}"'
    if all(isinstance(child, str) for child in mark.children):
        words = escape(visible("".join(map(str, mark.children))))
        return f'<a href="?at={at}{tail}"{kind}>{words}</a>'
    parts = []
    linked = False
    for child in mark.children:
        if isinstance(child, Mark):
            parts.append(_element(child, tail))
            at = child.placed.range.end
        elif linked or child in _SLIGHT:
            parts.append(str(escape(visible(child))))
        else:
            parts.append(f'<a href="?at={at}{tail}">{escape(visible(child))}</a>')
            linked = True
    return f"<span{kind}>{''.join(parts)}</span>"
