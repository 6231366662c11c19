"""Where names stand in a sentence, and how marks nest."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ne_kg.facts import read
from ne_kg.model.rdf import IRI
from ne_kg.model.terms import term
from ne_kg.web.marks import Mark, Placed, Range, nested, pieces, placed


def words(tree: list[str | Mark]) -> str:
    return "".join(node if isinstance(node, str) else words(node.children) for node in tree)


def drawn(tree: list[str | Mark]) -> str:
    """A tree with a bracket for each mark."""
    return "".join(x if isinstance(x, str) else f"[{drawn(x.children)}]" for x in tree)


def test_a_city_inside_the_name_of_an_enterprise_is_a_mark_of_its_own() -> None:
    text = "沈阳机床重大型数控机床"
    ranges = [Range(0, 4, "沈阳机床"), Range(0, 2, "沈阳")]
    assert drawn(nested(text, placed(text, 0, len(text), ranges))) == "[[沈阳]机床]重大型数控机床"


def test_white_space_of_the_source_does_not_move_marks() -> None:
    source = "2010 年共安排投资 25 亿元"
    text = "2010年共安排投资25亿元"
    ranges = [Range(0, 6, "2010年"), Range(13, 18, "25亿元")]
    found = placed(text, 0, len(source), ranges)
    assert [text[p.start : p.end] for p in found] == ["2010年", "25亿元"]


def test_the_same_words_later_in_the_sentence_are_found_later() -> None:
    source = "3 个市 和 3 个县"
    text = "3个市和3个县"
    found = placed(text, 0, len(source), [Range(8, 11, "3个")])
    assert [(p.start, p.end) for p in found] == [(4, 6)]


def test_marks_that_cross_are_cut_so_that_elements_nest() -> None:
    text = "甲乙丙丁"
    ranges = [Range(0, 3, "甲乙丙"), Range(1, 4, "乙丙丁")]
    tree = nested(text, placed(text, 0, 4, ranges))
    assert drawn(tree) == "[甲[乙丙]][丁]"
    firsts = [node.first for node in tree if isinstance(node, Mark)]
    assert firsts == [True, False]


@given(
    st.text("甲乙丙丁戊", min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12)), max_size=8),
)
def test_marking_never_changes_the_words(text: str, spans: list[tuple[int, int]]) -> None:
    ranges = [Placed(Range(a, b, text[a:b]), a, b) for a, b in spans if a < b <= len(text)]
    assert words(nested(text, ranges)) == text
    assert "".join(piece.text for piece in pieces(text, ranges)) == text


def test_every_mention_of_the_report_is_found_at_its_own_characters(
    dataset: Path, source: str
) -> None:
    """Against the source itself, which the pages do not read."""
    by_subject: dict[IRI, dict[str, str]] = {}
    for quad in read(dataset).quads:
        if quad.graph == term("graph:text") and isinstance(quad.subject, IRI):
            said = by_subject.setdefault(quad.subject, {})
            said[quad.predicate.value] = getattr(quad.object, "value", "")
    start, end, exact, text = (term(f"nekg:{n}").value for n in ("start", "end", "exact", "text"))
    inside = term("nekg:in").value
    sentences = {s.value: said for s, said in by_subject.items() if text in said}
    mentions = [said for said in by_subject.values() if inside in said]
    assert len(mentions) > 500
    for mention in mentions:
        sentence = sentences[mention[inside]]
        a, b = int(sentence[start]), int(sentence[end])
        one = Range(int(mention[start]), int(mention[end]), mention[exact])
        others = [
            Range(int(m[start]), int(m[end]), m[exact])
            for m in mentions
            if m[inside] == mention[inside]
        ]
        truth = len("".join(source[a : one.start].split()))
        [found] = {p.start for p in placed(sentence[text], a, b, others) if p.range == one}
        assert found == truth, one
