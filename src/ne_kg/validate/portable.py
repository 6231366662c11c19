"""Which SELECT of a SPARQL constraint both back ends answer alike.

pySHACL evaluates SPARQL on a pyoxigraph Store a hundred times faster than on an rdflib Graph, but
not always rightly. The rules below are those under which the two agreed in measurements; a query
that breaks one of them is evaluated on rdflib. They also make a readable house style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

_TERMINAL = re.compile(
    r"""(?P<space>\s+|\#[^\r\n]*)
      | (?P<string>\"{3}(?:\"{0,2}(?:[^\"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
          |\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')
      | (?P<iri><[^<>\"{}|^`\\\s]*>)
      | (?P<variable>[?$]\w+)
      | (?P<name>[\w.-]*:[\w.%-]*)
      | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<word>\w+)
      | (?P<mark>.)""",
    re.X | re.S,
)
_MIXED_CASE_TAG = re.compile(r"[\"'](?=[^\"']*[A-Z])[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})+[\"']")
_UNDUPLICATED = ("COUNT", "SUM", "AVG", "GROUP_CONCAT")
_AGGREGATES = {*_UNDUPLICATED, "MIN", "MAX", "SAMPLE"}
_THIS = {"$THIS", "?THIS"}


def objection(query: str) -> str | None:
    """Why the query must not run on a Store; None when it may."""
    terminals = list(_terminals(query))
    upper = [terminal.upper() for terminal in terminals]
    for word in ("MINUS", "VALUES", "SERVICE"):
        if word in upper:
            return f"SHACL does not allow {word} in a constraint"
    if {"$SHAPESGRAPH", "$CURRENTSHAPE", "?SHAPESGRAPH", "?CURRENTSHAPE"} & set(upper):
        return "$shapesGraph and $currentShape are not bound on a Store"
    if "SELECT" not in upper or "{" not in terminals:
        return "only SELECT is evaluated on a Store"
    if not _THIS & set(upper[: upper.index("{")]):
        return "$this must be projected"
    for before, after in pairwise(upper):
        if before in _THIS and after == "AS":
            return "$this must not be bound to another variable"
    if not _in_pattern(upper[upper.index("{") + 1 :]):
        return "$this must occur in a triple pattern of the outermost group"
    if any(_is_filter_only(group) for group in _inner_groups(upper)):
        return "a nested group must not consist of a FILTER alone"
    for function in _UNDUPLICATED:
        for index, word in enumerate(upper):
            if word == function and upper[index + 2 : index + 3] != ["DISTINCT"]:
                if function in ("SUM", "AVG") and _selects_distinct(upper):
                    continue
                return f"{function} counts a triple of two graphs twice without DISTINCT"
    if "LANG" in upper and any(_MIXED_CASE_TAG.fullmatch(terminal) for terminal in terminals):
        return "a Store writes language tags in lower case: use langMatches()"
    return None


def together(query: str, focus_nodes: Iterable[str]) -> str | None:
    """The portable query for many focus nodes at once, given as IRIs in SPARQL's writing.

    None where one by one may give other rows: if rows are counted or cut, or if a nested group
    that is no OPTIONAL or EXISTS uses `$this` without having it in a triple pattern of its own.
    """
    upper = [terminal.upper() for terminal in _terminals(query)]
    if upper.count("SELECT") != 1 or {"LIMIT", "OFFSET"} & set(upper):
        return None
    if _AGGREGATES & set(upper) and not any(
        word == "BY" and following in _THIS for word, following in pairwise(upper)
    ):
        return None
    for begin, end in _braces(upper):
        group = upper[begin + 1 : end]
        correlated = upper[begin - 1] in ("OPTIONAL", "EXISTS")
        if _THIS & set(group) and not correlated and not _in_pattern(group):
            return None
    opening = next(m for m in _TERMINAL.finditer(query) if m.group() == "{")
    values = f" VALUES ?this {{ {' '.join(focus_nodes)} }} "
    return query[: opening.end()] + values + query[opening.end() :]


def prefixes(query: str) -> set[str]:
    """The prefixes that a query uses and does not declare itself."""
    used = {
        match.group().partition(":")[0]
        for match in _TERMINAL.finditer(query)
        if match.lastgroup == "name"
    }
    return used - set(re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", query)) - {"_"}


def names_in(query: str, prefixes: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The IRIs that a query names, with their offsets; prefixes it declares itself come first.

    A name with an unknown prefix, or a prefix alone, is passed over.
    """
    declared = re.findall(r"(?i)\bPREFIX\s+([\w.-]*):\s*<([^>]*)>", query)
    known = {**prefixes, **dict(declared)}
    for match in _TERMINAL.finditer(query):
        text = match.group()
        if match.lastgroup == "iri":
            yield text[1:-1], match.start()
        elif match.lastgroup == "name":
            prefix, _, local = text.partition(":")
            local = local.rstrip(".")
            if prefix in known and local:
                yield known[prefix] + local, match.start()


def _terminals(query: str) -> Iterator[str]:
    for match in _TERMINAL.finditer(query):
        if match.lastgroup != "space":
            yield match.group()


def _selects_distinct(upper: list[str]) -> bool:
    return any(word == "SELECT" and following == "DISTINCT" for word, following in pairwise(upper))


def _in_pattern(group: list[str]) -> bool:
    """Whether the focus node stands in a triple pattern of the group itself."""
    braces = parentheses = 0
    for word in group:
        braces += (word == "{") - (word == "}")
        parentheses += (word == "(") - (word == ")")
        if braces < 0:
            return False
        if braces == 0 and parentheses == 0 and word in _THIS:
            return True
    return False


def _inner_groups(upper: list[str]) -> Iterator[list[str]]:
    """What stands between each pair of braces but the outermost."""
    for begin, end in _braces(upper):
        yield upper[begin + 1 : end]


def _braces(upper: list[str]) -> Iterator[tuple[int, int]]:
    """Each pair of braces but the outermost."""
    opened: list[int] = []
    for index, word in enumerate(upper):
        if word == "{":
            opened.append(index)
        elif word == "}" and opened:
            begin = opened.pop()
            if opened:
                yield begin, index


def _is_filter_only(group: list[str]) -> bool:
    """Whether the group's own content is FILTERs, their brackets and nothing else."""
    if "FILTER" not in group:
        return False
    index = 0
    while index < len(group):
        if group[index] != "FILTER":
            return False
        index += 1
        while index < len(group) and group[index] not in ("(", "{"):
            index += 1  # NOT EXISTS, or the name of a function
        depth = 0
        while index < len(group):
            depth += (group[index] in "({") - (group[index] in ")}")
            index += 1
            if depth == 0:
                break
        if index < len(group) and group[index] == ".":
            index += 1
    return True
