"""Corruptions of fact and catalogue files, as people make them: each one edit of one place."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A corrupted text; `lines` are those, from 1, at which it may rightly be reported."""

    operator: str
    text: str
    lines: frozenset[int]
    edit: str


Operator = Callable[[str, random.Random], Iterator[Mutant]]

_PAIR = re.compile(r"(?<=[;\s])(nekg:\w+) +((?:\"[^\"\n]*\"|[^\s;,.\"]+)) *(?=[;.])")
_BLOCK = re.compile(r"^(s:[\d.]+-\d+) \{\n(.*?)^\}\n", re.M | re.S)
_FACT = re.compile(r"(s:[\d.]+-\d+\.\w\d+) a (nekg:\w+)")


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _fact_lines(text: str, offset: int) -> frozenset[int]:
    """From the fact's name to its end: a missing statement has no line of its own."""
    begin = max(text.rfind(" a nekg:", 0, offset), 0)
    end = text.find(" .\n", offset)
    return frozenset(range(_line(text, begin), _line(text, max(end, offset)) + 1))


def _replace(
    operator: str, text: str, span: tuple[int, int], new: str, *, whole_fact: bool = False
) -> Mutant:
    start, end = span
    lines = _fact_lines(text, start) if whole_fact else frozenset({_line(text, start)})
    edit = f"{text[start:end]!r} → {new!r}"
    return Mutant(operator, text[:start] + new + text[end:], lines, edit)


def _pairs(text: str, *names: str) -> list[re.Match[str]]:
    return [match for match in _PAIR.finditer(text) if not names or match[1] in names]


def drop_statement(text: str, dice: random.Random) -> Iterator[Mutant]:
    for match in dice.sample(_pairs(text), k=len(_pairs(text))):
        end = match.end()
        stop = end + 1 if text[end] == ";" else end
        yield _replace("drop a statement", text, (match.start(), stop), "", whole_fact=True)


def double_statement(text: str, dice: random.Random) -> Iterator[Mutant]:
    single = ("nekg:unit", "nekg:value", "nekg:bound", "nekg:period", "nekg:kind", "nekg:stage",
              "nekg:verb", "nekg:printedUnit", "nekg:printedValue")  # fmt: skip
    matches = _pairs(text, *single)
    for match in dice.sample(matches, k=len(matches)):
        others = {other[2] for other in _pairs(text, match[1])} - {match[2]}
        if others:
            new = f"{match[2]} , {dice.choice(sorted(others))}"
            yield _replace("give a second value", text, match.span(2), new)


def number_as_text(text: str, dice: random.Random) -> Iterator[Mutant]:
    matches = [m for m in _pairs(text) if re.fullmatch(r"[\d.]+", m[2])]
    for match in dice.sample(matches, k=len(matches)):
        yield _replace("number as a string", text, match.span(2), f'"{match[2]}"')


def other_class(text: str, dice: random.Random) -> Iterator[Mutant]:
    classes = sorted({match[2] for match in _FACT.finditer(text)})
    for match in dice.sample(list(_FACT.finditer(text)), k=len(_FACT.findall(text))):
        others = [name for name in classes if name != match[2]]
        if others:
            yield _replace("another class", text, match.span(2), dice.choice(others),
                           whole_fact=True)  # fmt: skip


def misspelt_property(text: str, dice: random.Random) -> Iterator[Mutant]:
    for match in dice.sample(_pairs(text), k=len(_pairs(text))):
        name = match[1]
        at = dice.randrange(5, len(name) - 1)
        wrong = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        if wrong != name:
            yield _replace("misspelt property", text, match.span(1), wrong, whole_fact=True)


def _swapped(operator: str, *names: str) -> Operator:
    def swap(text: str, dice: random.Random) -> Iterator[Mutant]:
        matches = _pairs(text, *names)
        for match in dice.sample(matches, k=len(matches)):
            others = {o[2] for name in names for o in _pairs(text, name)} - {match[2]}
            if others:
                yield _replace(operator, text, match.span(2), dice.choice(sorted(others)),
                               whole_fact=True)  # fmt: skip

    return swap


def dangling_reference(text: str, dice: random.Random) -> Iterator[Mutant]:
    matches = [m for m in _pairs(text) if re.match(r"(id|ind|unit|verb|stage|period):", m[2])]
    for match in dice.sample(matches, k=len(matches)):
        yield _replace("dangling reference", text, match.span(2), f"{match[2]}-x")


def shifted_digit(text: str, dice: random.Random) -> Iterator[Mutant]:
    matches = [m for m in _pairs(text, "nekg:value", "nekg:printedValue") if m[2] != "0"]
    for match in dice.sample(matches, k=len(matches)):
        digit = dice.choice("123456789")
        new = dice.choice((f"{match[2]}0", digit + match[2][1:]))
        if new != match[2]:
            yield _replace("shifted or wrong digit", text, match.span(2), new, whole_fact=True)


def wrong_print(text: str, dice: random.Random) -> Iterator[Mutant]:
    matches = _pairs(text, "nekg:printed")
    for match in dice.sample(matches, k=len(matches)):
        at = dice.randrange(1, len(match[2]) - 1)
        new = match[2][:at] + "错" + match[2][at + 1 :]
        yield _replace("printed words altered", text, match.span(2), new, whole_fact=True)


def swapped_sentences(text: str, dice: random.Random) -> Iterator[Mutant]:
    blocks = list(_BLOCK.finditer(text))
    order = list(range(len(blocks) - 1))
    for index in dice.sample(order, k=len(order)):
        one, two = blocks[index], blocks[index + 1]
        middle = text[one.end(1) : two.start(1)]
        new = text[: one.start(1)] + two[1] + middle + one[1] + text[two.end(1) :]
        lines = frozenset(range(_line(text, one.start()), _line(text, two.end()) + 1))
        yield Mutant("swapped sentences", new, lines, f"{one[1]} ↔ {two[1]}")


def dropped_sentence(text: str, dice: random.Random) -> Iterator[Mutant]:
    blocks = list(_BLOCK.finditer(text))
    for block in dice.sample(blocks, k=len(blocks)):
        yield Mutant("dropped sentence", text[: block.start()] + text[block.end() :],
                     frozenset(), f"{block[1]} removed")  # fmt: skip


def strange_sentence(text: str, dice: random.Random) -> Iterator[Mutant]:
    blocks = list(_BLOCK.finditer(text))
    for block in dice.sample(blocks, k=len(blocks)):
        lines = frozenset(range(_line(text, block.start()), _line(text, block.end()) + 1))
        name = block[1] + "99"
        new = text[: block.start(1)] + name + text[block.end(1) :]
        yield Mutant("sentence that is not there", new, lines, f"{block[1]} → {name}")


def missing_mark(text: str, dice: random.Random) -> Iterator[Mutant]:
    marks = [match.start() for match in re.finditer(r" ;\n", text)]
    for at in dice.sample(marks, k=len(marks)):
        lines = frozenset({_line(text, at), _line(text, at) + 1})
        yield Mutant("missing semicolon", text[:at] + text[at + 2 :], lines, "; removed")


def wrong_language(text: str, dice: random.Random) -> Iterator[Mutant]:
    tags = list(re.finditer(r"@(zh-Hans|en)\b", text))
    for match in dice.sample(tags, k=len(tags)):
        new = "@zh" if match[1] == "zh-Hans" else "@zh-Hans"
        mutant = _replace("wrong language tag", text, match.span(), new)
        near = range(min(mutant.lines) - 4, min(mutant.lines) + 5)
        yield Mutant(mutant.operator, mutant.text, frozenset(near), mutant.edit)


FACTS: tuple[Operator, ...] = (
    drop_statement, double_statement, number_as_text, other_class, misspelt_property,
    _swapped("another unit", "nekg:unit", "nekg:printedUnit"),
    _swapped("another subject", "nekg:about"),
    _swapped("another indicator", "nekg:indicator"),
    _swapped("another bound", "nekg:bound"),
    _swapped("another period", "nekg:period", "nekg:asOf"),
    _swapped("another kind", "nekg:kind"),
    _swapped("another stage or verb", "nekg:stage", "nekg:verb"),
    dangling_reference, shifted_digit, wrong_print, swapped_sentences, dropped_sentence,
    strange_sentence, missing_mark,
)  # fmt: skip
CATALOGUE: tuple[Operator, ...] = (wrong_language, misspelt_property, missing_mark)
