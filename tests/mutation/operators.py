"""Corruptions of authored files, as people make them: each one edit of one place."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Mutant:
    """A corrupted text; `lines` are those, from 1, at which it may rightly be reported.

    `sentence` is the one whose block is edited; what is gone has no line, and is reported of it.
    """

    operator: str
    text: str
    lines: frozenset[int]
    edit: str
    sentence: str = ""


Operator = Callable[[str, random.Random], Iterator[Mutant]]

_PAIR = re.compile(r"(?<=[;\s])(nekg:\w+) +((?:\"[^\"\n]*\"|[^\s;,.\"]+)) *(?=[;.])")
_BLOCK = re.compile(r"^(s:[\d.]+-\d+) \{\n(.*?)^\}\n", re.M | re.S)
_HEADER = re.compile(r"^s:([\d.]+-\d+) \{$", re.M)
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
    blocks = _HEADER.findall(text, 0, start)
    sentence = blocks[-1] if blocks else ""
    return Mutant(operator, text[:start] + new + text[end:], lines, edit, sentence)


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
                     frozenset(), f"{block[1]} removed", block[1][2:])  # fmt: skip


def _facts(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """The sentence's block, begin and end of each fact that is not the only one of its block."""
    for block in _BLOCK.finditer(text):
        facts = list(re.finditer(r"^    s:\S+ a nekg:.*?\.\n", block[0], re.M | re.S))
        for fact in facts:
            if len(facts) > 1:
                yield block, block.start() + fact.start(), block.start() + fact.end()


def removed_fact(text: str, dice: random.Random) -> Iterator[Mutant]:
    facts = list(_facts(text))
    for block, start, end in dice.sample(facts, k=len(facts)):
        lines = frozenset(range(_line(text, block.start()), _line(text, block.end()) + 1))
        edit = f"{text[start:end].split()[0]} removed"
        yield Mutant("removed fact", text[:start] + text[end:], lines, edit, block[1][2:])


def moved_fact(text: str, dice: random.Random) -> Iterator[Mutant]:
    """A fact pasted into the block of the sentence that follows."""
    facts = [found for found in _facts(text) if _BLOCK.search(text, found[0].end())]
    for block, start, end in dice.sample(facts, k=len(facts)):
        following = _BLOCK.search(text, block.end())
        assert following is not None
        at = following.start(2)
        new = text[:start] + text[end:at] + text[start:end] + text[at:]
        lines = frozenset(range(_line(text, block.start()), _line(text, following.end()) + 1))
        name = text[start:end].split()[0]
        yield Mutant("fact in the next sentence", new, lines, f"{name} moved", block[1][2:])


def copied_fact(text: str, dice: random.Random) -> Iterator[Mutant]:
    """A fact pasted below itself under a new number, as one does before writing the next one."""
    facts = list(_facts(text))
    for _block, start, end in dice.sample(facts, k=len(facts)):
        name = text[start:end].split()[0]
        copy = text[start:end].replace(name, name + "99")
        new = text[:end] + copy + text[end:]
        lines = frozenset(range(_line(text, start), _line(text, end) + copy.count("\n") + 1))
        yield Mutant("copied fact", new, lines, f"{name} again as {name}99")


def other_member(*names: str) -> Operator:
    """One thing of a list (objects, members) becomes another thing of the same file."""

    def swap(text: str, dice: random.Random) -> Iterator[Mutant]:
        lists = list(re.finditer(rf"({'|'.join(names)}) ([^;]*?) *(?=[;.]\s)", text))
        things = sorted(set(re.findall(r"\bid:[a-z][\w-]*", text)))
        for match in dice.sample(lists, k=len(lists)):
            listed = list(re.finditer(r"\bid:[a-z][\w-]*", match[2]))
            others = [thing for thing in things if thing not in match[2]]
            if listed and others:
                at = dice.choice(listed)
                span = match.start(2) + at.start(), match.start(2) + at.end()
                operator = f"another {names[0].removeprefix('nekg:')}"
                yield _replace(operator, text, span, dice.choice(others), whole_fact=True)

    return swap


def sibling(role: str) -> Operator:
    """An end becomes another thing of the same sentence: the mistake hardest to see."""

    def swap(text: str, dice: random.Random) -> Iterator[Mutant]:
        blocks = list(_BLOCK.finditer(text))
        for block in dice.sample(blocks, k=len(blocks)):
            things = sorted(set(re.findall(r"\bid:[a-z][\w-]*", block[2])))
            ends = list(re.finditer(rf"nekg:{role} (id:[\w-]+)(?= *[;,.])", block[2]))
            for match in dice.sample(ends, k=len(ends)):
                others = [thing for thing in things if thing != match[1]]
                if others:
                    span = block.start(2) + match.start(1), block.start(2) + match.end(1)
                    yield _replace(f"{role} of the same sentence", text, span,
                                   dice.choice(others), whole_fact=True)  # fmt: skip
                    break

    return swap


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
        yield replace(mutant, lines=frozenset(near))


def _lines_edit(operator: str, pattern: str, new: Callable[[re.Match[str], random.Random], str],
                near: int = 0) -> Operator:  # fmt: skip
    """Each place of a pattern rewritten; it may be reported up to `near` lines away."""

    def edit(text: str, dice: random.Random) -> Iterator[Mutant]:
        places = list(re.finditer(pattern, text, re.M))
        for match in dice.sample(places, k=len(places)):
            written = new(match, dice)
            if written != match[0]:
                mutant = _replace(operator, text, match.span(), written)
                first, last = min(mutant.lines), min(mutant.lines) + match[0].count("\n")
                lines = frozenset(range(first - near, last + near + 1))
                yield replace(mutant, lines=lines)

    return edit


def _digit(match: re.Match[str], dice: random.Random) -> str:
    """One digit of the match, any, becomes another."""
    places = [at for at, sign in enumerate(match[0]) if sign.isdigit()]
    at = dice.choice(places)
    return match[0][:at] + dice.choice("0123456789") + match[0][at + 1 :]


def _dropped(_match: re.Match[str], _dice: random.Random) -> str:
    return ""


def _character(match: re.Match[str], dice: random.Random) -> str:
    """One character between the quotes becomes another."""
    at = dice.randrange(match[0].index('"') + 1, match[0].rindex('"'))
    return match[0][:at] + "错" + match[0][at + 1 :]


def _transposed(match: re.Match[str], dice: random.Random) -> str:
    at = dice.randrange(match[0].index(":") + 1, len(match[0]) - 1)
    return match[0][:at] + match[0][at + 1] + match[0][at] + match[0][at + 2 :]


FACTS: tuple[Operator, ...] = (
    drop_statement, double_statement, number_as_text, other_class, misspelt_property,
    _swapped("another unit", "nekg:unit", "nekg:printedUnit"),
    _swapped("another subject", "nekg:about"),
    _swapped("another indicator", "nekg:indicator"),
    _swapped("another bound", "nekg:bound"),
    _swapped("another period", "nekg:period", "nekg:asOf"),
    _swapped("another kind", "nekg:kind"),
    _swapped("another stage or verb", "nekg:stage", "nekg:verb"),
    other_member("nekg:object"), sibling("object"), sibling("agent"), sibling("beneficiary"),
    _swapped("another modality", "nekg:modality"),
    other_member("nekg:agent"), other_member("nekg:place"),
    other_member("nekg:member"), other_member("nekg:group"),
    dangling_reference, shifted_digit, wrong_print, swapped_sentences, dropped_sentence,
    strange_sentence, removed_fact, moved_fact, copied_fact, missing_mark,
)  # fmt: skip
CATALOGUE: tuple[Operator, ...] = (
    wrong_language,
    _lines_edit("misspelt property of a thing",
                r"(?<=[ ;])(?:nekg|rdfs|skos):[a-zA-Z]{4,}(?= [\"<\d])",
                _transposed),
    _lines_edit("another class of a thing", r"(?<= a )nekg:\w+",
                lambda m, dice: dice.choice(
                    [c for c in ("nekg:City", "nekg:Enterprise", "nekg:Plan", "nekg:Railway")
                     if c != m[0]])),
    _lines_edit("label lost", r"^    id:\S+ rdfs:label \"[^\"]+\"@en \.\n", _dropped, near=400),
    _lines_edit("printed name altered", r"(?:rdfs:label|skos:altLabel) \"[^\"]{2,}\"@zh-Hans",
                _character),
    _lines_edit("another code", r"nekg:adminCode \"\d+\"", _digit),
    _lines_edit("another coordinate", r"wgs:(?:lat|long) \d+\.", _digit),
    _lines_edit("latitude for longitude", r"wgs:lat (\S+) ; wgs:long (\S+)",
                lambda m, _: f"wgs:lat {m[2]} ; wgs:long {m[1]}"),
    _lines_edit("another identifier", r"nekg:(?:wikidata|geonamesId) \"Q?\d+\"", _digit),
    _lines_edit("within another", r"nekg:within id:\w+",
                lambda _, dice: "nekg:within id:" + dice.choice(("beijing", "shaanxi", "dalian"))),
    missing_mark,
)  # fmt: skip
VOCABULARY: tuple[Operator, ...] = (
    _lines_edit("label of a term lost", r"(?: ,\s*)\"[^\"]+\"@en(?= ;)", _dropped, near=4),
    _lines_edit("definition lost", r"skos:definition [^;]+;\n", _dropped, near=6),
    _lines_edit("wrong language of a term", r"@(?:en|zh-Hans)\b",
                lambda m, _: "@zh" if m[0] != "@en" else "@zh-Hans", near=4),
    _lines_edit("broader that is not there", r"skos:broader \w+:[\w-]+", lambda m, _: m[0] + "-x"),
    _lines_edit("broader than itself", r"^(\w+:[\w-]+) a nekg:\w+ , skos:Concept ;",
                lambda m, _: f"{m[0]}\n    skos:broader {m[1]} ;", near=8),
    _lines_edit("misspelt property of a term", r"(?<=    )skos:[a-zA-Z]{5,}", _transposed, near=8),
)  # fmt: skip
SHAPES: tuple[Operator, ...] = (
    _lines_edit("misspelt parameter of a shape",
                r"sh:(?:min|max)(?:Count|Inclusive|Length)|sh:datatype|sh:class\b",
                _transposed),
    _lines_edit("misspelt term in a shape", r"(?<=sh:path )nekg:\w+|(?<=sh:targetClass )nekg:\w+",
                _transposed, near=1),
    _lines_edit("misspelt term in a rule", r"(?<=\$this )nekg:[a-zA-Z]{5,}", _transposed, near=12),
    _lines_edit("count as a string", r"(?<=sh:m..Count )\d", lambda m, _: f'"{m[0]}"', near=1),
)  # fmt: skip
QUESTIONS: tuple[Operator, ...] = (
    _lines_edit("misspelt term in a question", r"(?<= )nekg:[a-zA-Z]{5,}", _transposed),
    _lines_edit("title in one language", r", en: [^}]+(?=\}\n#\+ question)", _dropped),
    _lines_edit("header without a key", r"^#\+ (?:question|evidence|columns): .*\n", _dropped,
                near=40),
    _lines_edit("brace lost in a question", r"\}\n(?=[^#]*\Z)", _dropped, near=40),
)  # fmt: skip
