"""The second reading against the facts.

A second reader writes, from the text alone, every number, act and stage of a report. Each row must
find a fact of the same sentence that says the same, and each figure, act and stage must be in a
row. Either reader may be wrong: a difference is settled by reading the sentence again, and
correcting the one that erred. What counts as the same:

- number and unit: in the base unit, so that 千万吨 may be written 1000 万吨; no unit means a ratio
  (1/5, 一半). The fact's printed and normalised numbers must both agree with the row;
- bound: by its slug. Period: by a name of it;
- subject: by a name of the thing, or by place: the words stand where the thing is mentioned. Words
  that are themselves the name of a thing mean this thing only;
- indicator: by a name, alone or inside more words (粮食产量占全国粮食总产量), or by place. The size
  of a group is told by the words of the group;
- act or stage: the row's words meet those of a fact, say its verb or stage, and the fact speaks of
  what the row names: itself, through a fact that it points at, or as a part of it. Only words where
  nothing is mentioned may be met by the fact's own printed words instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from ne_kg.build.anchor import Anchors
from ne_kg.build.names import Names
from ne_kg.build.sentence import SentenceGraph, occurrences, wholes
from ne_kg.build.units import Unit
from ne_kg.model.coverage import Finding, Gap
from ne_kg.model.rdf import IRI
from ne_kg.model.terms import PREFIXES, term
from ne_kg.model.text import Reading, Span

_FIGURE, _GROUP_SIZE = term("nekg:Figure"), term("ind:group-size")
_ABOUT, _INDICATOR, _BOUND = term("nekg:about"), term("nekg:indicator"), term("nekg:bound")
_PERIOD = term("nekg:period")
_VERB, _STAGE = term("nekg:verb"), term("nekg:stage")
_STAGE_REPORT = term("nekg:StageReport")
_TOLD = {_FIGURE, _STAGE_REPORT, term("nekg:Act"), term("nekg:WorkAction")}
"""The classes of which each fact must be in a row."""
_PRINTED_NUMBER = tuple(
    term(f"nekg:{name}") for name in ("printedUnit", "printedValue", "printedUpperValue")
)
_NUMBER = tuple(term(f"nekg:{name}") for name in ("unit", "value", "upperValue"))
_TOPICS = tuple(PREFIXES[scheme] for scheme in ("field", "industry", "ind"))

Amounts = list[tuple[IRI, Decimal]]


class Why(NamedTuple):
    """What a fact and a row differ in, in both languages."""

    english: str
    chinese: str


def compare(
    graph: SentenceGraph,
    anchors: Anchors,
    names: Names,
    units: Mapping[IRI, Unit],
    rows: Iterable[Reading],
) -> Iterator[Finding]:
    """The differences between the rows of one sentence and its facts."""
    page = _Page(graph, anchors, names, units, wholes(graph))
    figures = [node for node in graph.nodes if _FIGURE in graph.types(node)]
    deeds = [node for node in anchors.facts if node not in figures]
    told: set[IRI] = set()
    unmatched: list[tuple[Reading, dict[IRI, Why | None]]] = []
    for row in rows:
        if row.kind == "figure":
            differs = {node: page.figure_differs(node, row) for node in figures}
        else:
            differs = {node: page.deed_differs(node, row) for node in deeds}
        told |= {node for node, why in differs.items() if not why}
        if all(differs.values()):
            unmatched.append((row, differs))
    left = [node for node in graph.nodes if node not in told and graph.types(node) & _TOLD]
    for row, differs in unmatched:
        meeting = [node for node in differs if page.meets(node, row.printed)]
        near = next((node for node in (*left, *meeting) if node in meeting), None)
        if near in left:
            left.remove(near)  # the fact and the row are one difference
        why = (near and differs[near]) or Why("no fact has these words", "没有这样的事实")
        yield _difference(row, why, near)
    for node in left:
        words = graph.string(node, term("nekg:printed")) or node.value
        remedy = "it is not in the second reading, or differently: read the sentence again"
        yield Finding(Gap.READING, graph.unit.name, words, remedy, node=node)


@dataclass(frozen=True, slots=True)
class _Page:
    """A sentence with its facts, and the names and units by which its words are compared."""

    graph: SentenceGraph
    anchors: Anchors
    names: Names
    units: Mapping[IRI, Unit]
    wholes: Mapping[IRI, Sequence[IRI]]

    def figure_differs(self, node: IRI, row: Reading) -> Why | None:
        """What is different between a figure and a row, or None."""
        bound, period, about, indicator = (
            self._things(node, predicate) for predicate in (_BOUND, _PERIOD, _ABOUT, _INDICATOR)
        )
        agreements = {
            Why("the fact has other words", "事实所印文字不同"): self.meets(node, row.printed),
            self._amount_differs(node, row): self._same_amount(node, row),
            Why(f"the bound is not {row.bound}", f"界限不是 {row.bound}"): any(
                b == term(f"bound:{row.bound}") for b in bound
            ),
            Why(f"the period is not {row.period}", f"时期不是{row.period}"): any(
                row.period in self._names(p) for p in period
            ),
            Why(f"it is not about {row.subject}", f"所述不是{row.subject}"): any(
                self._is(a, row.subject) for a in about
            ),
            Why(f"it does not measure {row.what}", f"所量度的不是{row.what}"): any(
                self._is_called(i, row.what) for i in indicator
            )
            or (_GROUP_SIZE in indicator and any(self._is(a, row.what) for a in about)),
        }
        return next((why for why, agrees in agreements.items() if not agrees), None)

    def deed_differs(self, node: IRI, row: Reading) -> Why | None:
        """Why a fact does not do what an act or a stage of the second reading says, or None."""
        agreements = {
            Why("the fact has other words", "事实所印文字不同"): self.meets(node, row.printed),
            Why("the fact says another verb or stage", "事实的动作或阶段不同"): self._does(
                node, row.printed
            ),
            Why(f"it does not speak of {row.subject}", f"没有说到{row.subject}"): not row.subject
            or self._speaks_of(node, row.subject)
            or (not self._nameable(row.subject) and self.meets(node, row.subject)),
            Why(f"it does not speak of {row.what}", f"没有说到{row.what}"): not row.what
            or self._speaks_of(node, row.what)
            or self.meets(node, row.what),
        }
        return next((why for why, agrees in agreements.items() if not agrees), None)

    def meets(self, node: IRI, words: str) -> bool:
        """Whether a fact's printed words and `words` share characters of the sentence."""
        return self._overlap(words, self.anchors.facts.get(node, ()))

    def _overlap(self, words: str, spans: Iterable[Span]) -> bool:
        places = occurrences(self.graph.unit.text, words)
        return any(s.start < at.end and at.start < s.end for s in spans for at in places)

    def _amount_differs(self, node: IRI, row: Reading) -> Why:
        amounts = self._amounts(node, *_NUMBER) or self._amounts(node, *_PRINTED_NUMBER)
        has = "–".join(f"{number:f}" for _unit, number in amounts)
        unit = amounts[0][0].value.rsplit("/", 1)[-1] if amounts else ""
        told = f"{row.value}{row.unit}"
        return Why(
            f"the fact says {has} unit:{unit}, not {told}", f"事实为 {has} unit:{unit}，不是{told}"
        )

    def _same_amount(self, node: IRI, row: Reading) -> bool:
        printed, normalised = (self._amounts(node, *of) for of in (_PRINTED_NUMBER, _NUMBER))
        return printed == normalised and any(
            printed == [(unit.base, _decimal(n) * unit.multiplier) for n in row.value.split("-")]
            for unit in self.units.values()
            if row.unit in unit.notations or not (row.unit or unit.notations)
        )

    def _amounts(self, node: IRI, unit: IRI, *numbers: IRI) -> Amounts:
        return [
            (self.units[of].base, _decimal(value) * self.units[of].multiplier)
            for of in self._things(node, unit)
            if of in self.units
            for number in numbers
            for value in self.graph.strings(node, number)
        ]

    def _is(self, thing: IRI, words: str) -> bool:
        """By name, or as what is mentioned there; else, if nothing is called so, by overlap."""
        called = self._called(words)
        if called or words in self._names(thing):
            return thing in called or words in self._names(thing)
        return self._overlap(words, self.anchors.things.get(thing, ()))

    def _called(self, words: str) -> set[IRI]:
        """The things, known or mentioned, that exactly these words name."""
        places = set(occurrences(self.graph.unit.text, words))
        known = self.names.things.get(words, frozenset())
        return {thing for thing in known if thing.value.startswith(PREFIXES["id"])} | {
            thing for thing, at in self.anchors.things.items() if not places.isdisjoint(at)
        }

    def _nameable(self, words: str) -> bool:
        mentions = self.anchors.things.values()
        return bool(self._called(words)) or any(self._overlap(words, at) for at in mentions)

    def _is_called(self, topic: IRI, words: str) -> bool:
        """By a name of a term inside `words`, or by a place of `words` where such a name stands."""
        text, names = self.graph.unit.text, self._names(topic)
        return any(len(name) > 1 and name in words for name in names) or any(
            self._overlap(words, occurrences(text, name)) for name in names
        )

    def _does(self, node: IRI, words: str) -> bool:
        """Whether `words` say the verb or stage of a fact, if it has one."""
        does = [*self._things(node, _VERB), *self._things(node, _STAGE)]
        forms = {form for verb in does for form in self._names(verb)}
        return not does or any(form in words or words in form for form in forms)

    def _speaks_of(self, node: IRI, words: str) -> bool:
        """By its things and what they are part of, or by facts that it points at."""
        ends = self._ends(node)
        facts = [end for end in ends if end in self.anchors.facts]
        ends += [end for fact in facts for end in self._ends(fact)]
        return (
            any(self.meets(fact, words) for fact in facts)
            or any(
                self._is(thing, words) for end in ends for thing in (end, *self.wholes.get(end, ()))
            )
            or any(self._is_called(end, words) for end in ends if end.value.startswith(_TOPICS))
        )

    def _ends(self, node: IRI) -> list[IRI]:
        quads = self.graph.by_subject.get(node, ())
        return [quad.object for quad in quads if isinstance(quad.object, IRI)]

    def _things(self, node: IRI, predicate: IRI) -> list[IRI]:
        return [end for end in self.graph.objects(node, predicate) if isinstance(end, IRI)]

    def _names(self, thing: IRI) -> frozenset[str]:
        return self.names.of.get(thing, frozenset())


def _decimal(text: str) -> Decimal:
    """The number that `text` writes; NaN, which equals nothing, where it writes none."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal("NaN")


def _difference(row: Reading, why: Why, node: IRI | None = None) -> Finding:
    words = f"{row.printed}: {why.english}"
    return Finding(
        Gap.READING,
        row.sentence,
        words,
        "read the sentence again and correct the fact or the second reading",
        position=None if node else row.position,
        node=node,
        other=row.position if node else None,
        chinese=f"{row.printed}，{why.chinese}",
    )
