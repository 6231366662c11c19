"""Does a fact speak of what its own words name?

The mistake hardest to see is a thing exchanged for another of the same sentence: every word and
every name is still accounted for. These observations tell it; the facts of 2010 know no exception.

- A thing named inside a fact's printed words is one of its ends, an end of a fact that it points
  at or that shares its words and its verb, what these are members or parts of, or what the graph
  relates to them. A judgement alone may name more (振兴战略实施以来的良好态势).
- Agents stand before the words of their act: in its clause, or in an earlier one as the agent or
  object of a fact there (一家公司…，…); in a title that the words quote only at its head.
- A list joined by 、 of which a fact names two in one role is named whole.
- A member has a name of its own there, not only inside another's (大庆 in 大庆乙烯改造).
- The object of an act stands in its printed words or in their clause; a topic (物流业) not
  only inside the name of something else (《东北地区物流业发展规划》). It may stand before them
  where the clause names nothing else (扎实开展各项工作), or after them in a list that runs on over
  several clauses. A beneficiary always stands in the clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ne_kg.build.anchor import Anchors, readable
from ne_kg.build.names import Names
from ne_kg.build.sentence import SentenceGraph, clauses, occurrences, wholes
from ne_kg.model.coverage import Finding, Gap
from ne_kg.model.rdf import IRI, Literal
from ne_kg.model.terms import PREFIXES, term
from ne_kg.model.text import Span

_ACTS = {term("nekg:Act"), term("nekg:WorkAction")}
_JUDGEMENTS = {term("nekg:Assessment"), term("nekg:Finding")}
_OBJECT, _BENEFICIARY = term("nekg:object"), term("nekg:beneficiary")
_MEMBER, _AGENT = term("nekg:member"), term("nekg:agent")
_VERB, _STAGE = term("nekg:verb"), term("nekg:stage")
_DOERS = (_AGENT, term("nekg:fundedBy"), _OBJECT)
_ROLES = (
    *(_OBJECT, _MEMBER, term("nekg:about"), term("nekg:subject"), _BENEFICIARY),
    *(term("nekg:partner"), _AGENT, term("nekg:place"), term("nekg:purpose")),
)
"""What is most likely the wrong one comes first."""
_SUPPLYING = {
    _OBJECT: (term("nekg:inherits"), term("nekg:inheritsObject")),
    _AGENT: (term("nekg:inherits"), term("nekg:inheritsAgent")),
}
_TOPICS = (PREFIXES["field"], PREFIXES["industry"])
_PERIODS = PREFIXES["period"]

Mentions = Sequence[tuple[Span, IRI]]


def unspoken(
    graph: SentenceGraph,
    anchors: Anchors,
    names: Names,
) -> Iterator[Finding]:
    """Facts of a sentence whose words name other things than the fact speaks of."""
    page = _Page(graph, anchors, names, wholes(graph), readable(graph))
    mentions = list(page.mentions())
    passed_over: dict[IRI, tuple[int, Finding]] = {}
    for node, words in anchors.facts.items():
        known = page.spoken_of(node)
        passed = [found for found in mentions if found[1] not in known]
        strange = [found for found in passed if page.strange(*found, known)]
        if not graph.types(node) & _JUDGEMENTS:
            for thing in page.outermost(strange, words):
                if page.shared(node, thing):
                    continue
                length = sum(map(len, words))
                if thing not in passed_over or length < passed_over[thing][0]:
                    passed_over[thing] = length, page.passed_over(node, thing, words)
        if graph.types(node) & _ACTS:
            yield from page.objects_astray(node, words, strange, passed)
            yield from page.agents_astray(node, words)
        yield from list(page.hidden_members(node, passed)) or page.unlisted(node, known)
    # A fact that points at another has the other's words among its own: the shorter ones tell.
    yield from (finding for _length, finding in passed_over.values())


@dataclass(frozen=True, slots=True)
class _Page:
    """A sentence with its graph, and where things are named in it."""

    graph: SentenceGraph
    anchors: Anchors
    names: Names
    wholes: Mapping[IRI, Sequence[IRI]]
    text: str

    def mentions(self) -> Iterator[tuple[Span, IRI]]:
        """The names of things, and of topics of the graph where these stand outside of names."""
        things = [(span, t) for t, at in self.anchors.things.items() for span in at]
        topics = {
            quad.object
            for quad in self.graph.quads
            if isinstance(quad.object, IRI) and quad.object.value.startswith(_TOPICS)
        }
        named = [(span, topic) for topic in topics for span in self.places(topic)]
        outer = [span for span, _ in (*things, *named)]
        yield from (found for found in things if not found[1].value.startswith(_PERIODS))
        for span, topic in named:
            if not any(other.holds(span) and other != span for other in outer):
                yield span, topic

    def places(self, end: IRI) -> Sequence[Span]:
        """Where a thing is mentioned, or a term stands by one of its names."""
        if end in self.anchors.things:
            return self.anchors.things[end]
        forms = self.names.of.get(end, frozenset())
        return [span for form in forms for span in occurrences(self.text, form)]

    def spoken_of(self, node: IRI) -> set[IRI]:
        """The ends of a fact and of the facts that it points at, and what they are parts of."""
        ends = self._ends(node)
        for fact in [end for end in ends if end in self.anchors.facts]:
            ends |= self._ends(fact)
        return ends | {whole for end in ends for whole in self.wholes.get(end, ())}

    def _ends(self, node: IRI) -> set[IRI]:
        quads = self.graph.by_subject.get(node, ())
        return {quad.object for quad in quads if isinstance(quad.object, IRI)}

    def strange(self, span: Span, thing: IRI, known: set[IRI]) -> bool:
        """Whether a mention is neither of what is known, nor inside its name, nor related to it."""
        if thing in known or any(at.holds(span) for end in known for at in self.places(end)):
            return False
        return known.isdisjoint(self._said_of({thing})) and thing not in self._said_of(known)

    def _said_of(self, things: set[IRI]) -> set[IRI]:
        """What the plain triples of the sentence lead to from the things."""
        found, waiting = set[IRI](), [end for end in things if end not in self.anchors.facts]
        while waiting:
            ends = self._ends(waiting.pop()) - found
            found |= ends
            waiting.extend(ends)
        return found

    def shared(self, node: IRI, thing: IRI) -> bool:
        """Whether a fact with the same verb or stage and words in common speaks of the thing."""
        does, words = self._does(node), self.anchors.facts[node]
        return bool(does) and any(
            does == self._does(other)
            and any(one.meets(two) for one in words for two in spans)
            and thing in self.spoken_of(other)
            for other, spans in self.anchors.facts.items()
            if other != node
        )

    def _does(self, node: IRI) -> set[IRI | Literal]:
        return {end for role in (_VERB, _STAGE) for end in self.graph.objects(node, role)}

    def passed_over(self, node: IRI, thing: IRI, words: Sequence[Span]) -> Finding:
        """`thing` stands in the words; the value is the end of the fact that does not."""
        ends = [end for role in _ROLES for end in self._of(node, role)]
        outside = (e for e in ends if not any(w.holds(at) for w in words for at in self.places(e)))
        wrong = next(outside, None)
        remedy = "say what they say of it, or correct what the fact speaks of instead"
        return self._finding(Gap.PASSED_OVER, thing, remedy, node, wrong)

    def outermost(self, mentions: Mentions, words: Sequence[Span]) -> list[IRI]:
        """The things named in the words, but for those inside the name of another such thing."""
        inside = _within(mentions, words)
        return [
            thing
            for span, thing in inside
            if not any(other.holds(span) and other != span for other, _ in inside)
        ]

    def hidden_members(self, node: IRI, passed: Mentions) -> Iterator[Finding]:
        """Members that are named only inside the names of things that are none."""
        for member in self._of(node, _MEMBER):
            if _inside_others(self.places(member), (), passed):
                remedy = "name the member itself: only the name of another holds this one"
                yield self._finding(Gap.ELSEWHERE, member, remedy, node, member)

    def unlisted(self, node: IRI, known: set[IRI]) -> Iterator[Finding]:
        """Things of an enumeration that a fact leaves out, though it names two others of it."""
        for run in self.enumerations():
            for role in _ROLES:
                ends = set(self.graph.objects(node, role))
                if len(ends & run) > 1:
                    remedy = "it stands in a list with others that the fact names: add it there"
                    wrong = next((end for end in self._of(node, role) if end in run), None)
                    for thing in sorted(run - known):
                        yield self._finding(Gap.PASSED_OVER, thing, remedy, node, wrong)

    def enumerations(self) -> Iterator[set[IRI]]:
        """The things of each list joined by 、."""
        found = [(at, t) for t, spans in self.anchors.things.items() for at in spans]
        outer = [f for f in found if not any(o.holds(f[0]) and o != f[0] for o, _ in found)]
        run: list[tuple[Span, IRI]] = []
        for at, thing in sorted(outer, key=lambda f: f[0].start):
            if run and self.text[run[-1][0].end : at.start] != "、":
                yield {t for _, t in run}
                run = []
            run.append((at, thing))
        yield {t for _, t in run}

    def agents_astray(self, node: IRI, words: Sequence[Span]) -> Iterator[Finding]:
        """Agents of an act that stand behind its words, or do nothing where they stand."""
        start = min(span.start for span in words)
        for agent in self._of(node, _AGENT):
            places = self.places(agent)
            outside = [at for at in places if not any(span.holds(at) for span in words)]
            own = self._clauses(node)
            if any(at.end <= start and any(c.holds(at) for c in own) for at in outside):
                continue
            earlier = [at for at in outside if at.end <= start]
            if self._does_there(agent, earlier, node) or self._heads(places, words):
                continue
            remedy = "name who does it in the clause of the act, or say nekg:inheritsAgent"
            yield self._finding(Gap.ELSEWHERE, agent, remedy, node, agent)

    def _heads(self, places: Sequence[Span], words: Sequence[Span]) -> bool:
        """Whether a name stands in the words, and none before it there that does not hold it."""
        first = min(places, key=lambda at: at.start)
        mentions = [at for found in self.anchors.things.values() for at in found]
        return any(word.holds(first) for word in words) and not any(
            word.holds(at) and at.start < first.start and not at.holds(first)
            for word in words
            for at in mentions
        )

    def _does_there(self, agent: IRI, places: Sequence[Span], node: IRI) -> bool:
        return any(
            any(clause.holds(at) for clause in self._clauses(fact) for at in places)
            for fact in self.anchors.facts
            if fact != node and any(agent in self.graph.objects(fact, role) for role in _DOERS)
        )

    def _clauses(self, node: IRI) -> list[Span]:
        """The clauses in which the words of a fact stand."""
        words = self.anchors.facts.get(node, ())
        return [c for c in clauses(self.text) if any(c.meets(span) for span in words)]

    def objects_astray(
        self, node: IRI, words: Sequence[Span], strange: Mentions, passed: Mentions
    ) -> Iterator[Finding]:
        """Objects and beneficiaries of an act that stand elsewhere."""
        own = self._clauses(node)
        for role in (_OBJECT, _BENEFICIARY):
            for end in self._of(node, role):
                places = self.places(end)
                if any(span.holds(at) for span in (*own, *words) for at in places):
                    hidden = end.value.startswith(_TOPICS)
                    right = not (hidden and _inside_others(places, words, passed))
                else:
                    before = _before(places, words) and not _within(passed, own)
                    right = role == _OBJECT and (before or self._runs_on(node, places, words))
                if right:
                    continue
                remedy = "name what the clause of the act means, or say nekg:inheritsObject"
                yield self._finding(Gap.ELSEWHERE, end, remedy, node, end)

    def _of(self, node: IRI, role: IRI) -> list[IRI]:
        """The ends that are named in the sentence and not supplied from elsewhere."""
        if any(True for how in _SUPPLYING.get(role, ()) for _ in self.graph.objects(node, how)):
            return []
        ends = [end for end in self.graph.objects(node, role) if isinstance(end, IRI)]
        return [end for end in ends if end not in self.anchors.facts and self.places(end)]

    def _runs_on(self, node: IRI, places: Sequence[Span], words: Sequence[Span]) -> bool:
        """Whether the first place after the words has no words of another act before it."""
        end = max(span.end for span in words)
        after = min((at.start for at in places if at.start >= end), default=None)
        return after is not None and not any(
            end <= span.start < after
            for other, spans in self.anchors.facts.items()
            if other != node and self.graph.types(other) & _ACTS
            for span in spans
        )

    def _finding(self, gap: Gap, thing: IRI, remedy: str, node: IRI, end: IRI | None) -> Finding:
        return Finding(gap, self.graph.unit.name, thing.value, remedy, node=node, value=end)


def _inside_others(places: Sequence[Span], words: Sequence[Span], passed: Mentions) -> bool:
    """Whether a topic stands nowhere but inside names of things that the act passes over."""
    return not any(w.holds(at) for w in words for at in places) and all(
        any(span.holds(at) and span != at for span, _ in passed) for at in places
    )


def _within(mentions: Mentions, spans: Sequence[Span]) -> list[tuple[Span, IRI]]:
    return [found for found in mentions if any(span.holds(found[0]) for span in spans)]


def _before(places: Sequence[Span], words: Sequence[Span]) -> bool:
    start = min(span.start for span in words)
    return any(at.end <= start for at in places)
