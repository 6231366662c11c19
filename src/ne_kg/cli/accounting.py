"""What the accounting leaves open, as findings beside those of the shapes: one a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from ne_kg.build import Assembled
from ne_kg.build.sentence import sentence_iri
from ne_kg.model.coverage import Coverage, Finding, Gap
from ne_kg.model.rdf import IRI, RDF_LANG_STRING, Literal, Node
from ne_kg.model.terms import PREFIXES, term
from ne_kg.model.violation import SH, Context, Rule, Violation
from ne_kg.validate.names import Names

_COMPONENT = IRI(SH + "NodeConstraintComponent")
_TEXT = term("nekg:text")
_WORDS = (Gap.NUMBER, Gap.CLAUSE, Gap.NAME, Gap.READING)
"""Gaps that a fact with a mistake leaves behind, beside the mistake itself."""
# Not of an unread sentence: shape:Sentence-unread tells it, once its section is begun.
_CHINESE = {
    Gap.CONTRADICTION: ("句子标为不陈述事实，却有事实", "二者去其一"),
    Gap.NUMBER: ("数字没有着落", "写成数字事实，或写出它所属的名称或时期"),
    Gap.CLAUSE: ("分句没有事实", "写出它所陈述的，并以 nekg:printed 抄录其文字"),
    Gap.NAME: ("已知名称没有事实", "原文说到它：写出所说的"),
    Gap.PRINTED: ("所印文字不在句中", "照句中所印抄录"),
    Gap.AMBIGUOUS: ("所印文字在句中不止一处", "多抄几个字，或写 nekg:occurrence"),
    Gap.UNMENTIONED: ("句中未提及的事物", "写 nekg:inherits…，或加所印的别名，或写 nekg:Mention"),
    Gap.PASSED_OVER: (
        "事实的文字提到、事实却没有说到的事物",
        "写出对它所说的，或改正事实中不对的一项",
    ),
    Gap.ELSEWHERE: (
        "不在其行为文字处的事物",
        "改为该分句所指的，或写 nekg:inheritsObject、inheritsAgent",
    ),
    Gap.TIE: ("一个名称，两个事物", "以 nekg:Mention 定为其一"),
    Gap.UNKNOWN: ("没有任何说明的名称", "在目录或词表中说明它，或改正其名"),
    Gap.STRANGER: ("没有这一句", "ne-kg sentences 列出各句"),
    Gap.CATCH_ALL: ("笼统的词项", "写明所量度或所做的是什么"),
    Gap.READING: ("第二次阅读与此不同", "重读该句，改正事实或第二次阅读"),
}


def rules_of_accounting() -> dict[Gap, Rule]:
    """The constraints that the accounting holds, one a gap."""
    return {
        gap: Rule(
            f"account-{_slug(gap)}",
            IRI(f"{PREFIXES['shape']}account-{_slug(gap)}"),
            IRI(SH + "Violation"),
            help=_both(f"There is no {gap.value}.", f"不得有：{chinese}。"),
        )
        for gap, (chinese, _) in _CHINESE.items()
    }


def accounted(
    assembled: Assembled, known: Sequence[Violation], names: Names
) -> Iterator[Violation]:
    """The findings of the accounting that no violation of `known` explains."""
    places = {(v.place.file, v.place.line) for v in known if v.place}
    nodes = {end for v in known for end in (v.focus, v.value) if end is not None}
    broken = nodes | {v.graph for v in known if v.graph is not None}
    texts = {
        quad.subject: Context(quad.subject, quad.object.value, assembled.positions.get(quad))
        for quad in assembled.quads
        if quad.predicate == _TEXT
    }
    rules = rules_of_accounting()
    for coverage in assembled.coverage:
        for finding in _mistakes(coverage):
            sentence = sentence_iri(coverage.year, finding.sentence)
            at = finding.position
            explained = finding.gap is not Gap.STRANGER and (  # that no shape can see
                finding.node in nodes
                or (at is not None and (at.file, at.line) in places)
                or sentence in broken
            )
            if finding.gap in rules and not explained:
                rule = rules[finding.gap]
                yield _violation(finding, rule, sentence, texts.get(sentence), names)


def _mistakes(coverage: Coverage) -> Iterator[Finding]:
    """All findings but those that another one of the same sentence brings about."""
    by_sentence: dict[str, list[Finding]] = {}
    for finding in coverage.findings:
        by_sentence.setdefault(finding.sentence, []).append(finding)
    for found in by_sentence.values():
        own = [f for f in found if f.gap not in _WORDS]
        numbers = [f.span for f in found if f.gap is Gap.NUMBER and f.span]
        seen = set(own)
        named = {f.node for f in found if f.gap is Gap.NAME} - {None}
        yield from own
        for finding in found:
            span = finding.span
            inside = span and any(span.holds(n) for n in numbers)
            untold = finding.gap is Gap.READING and finding.node is None
            consequence = (
                own
                or (finding.gap is Gap.CLAUSE and inside)
                or (untold and any(f.gap is not Gap.READING for f in found))
                or (finding.gap is Gap.READING and finding.node in named)
            )
            if finding not in seen and not consequence:
                yield finding


def _violation(
    finding: Finding, rule: Rule, sentence: IRI, context: Context | None, names: Names
) -> Violation:
    gap, words = finding.gap, finding.words
    said = names.short(IRI(words)) if words.startswith("https://") else words
    chinese, remedy = _CHINESE[gap]
    digest = sha256(f"{rule.name}\n{sentence}\n{words}\n{finding.node}".encode()).hexdigest()[:20]
    focus: Node = finding.node or sentence
    return Violation(
        rule=rule,
        component=_COMPONENT,
        shape=rule.node,
        severity=rule.severity,
        focus=focus,
        path=None,
        value=finding.value,
        messages=_both(
            f"{_upper(gap.value)}: {said.rstrip('.')}. {_upper(finding.remedy)}.",
            f"{chinese}：{(finding.chinese or said).rstrip('。')}。{remedy}。",
        ),
        place=finding.position,
        graph=sentence,
        context=context,
        others=(finding.other,) if finding.other else (),
        fingerprint=digest,
    )


def _slug(gap: Gap) -> str:
    return gap.name.lower().replace("_", "-")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _both(english: str, chinese: str) -> tuple[Literal, ...]:
    return Literal(english, RDF_LANG_STRING, "en"), Literal(chinese, RDF_LANG_STRING, "zh-Hans")
