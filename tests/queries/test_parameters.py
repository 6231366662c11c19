"""Whatever a visitor asks for, the structure of the query stays as it is written in the file."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from ne_kg.model.errors import UsageError
from ne_kg.model.question import Kind, Parameter, Question
from ne_kg.model.rdf import IRI, XSD, Literal
from ne_kg.queries.parameters import WrongValue, bind, fill, parse, values_line
from ne_kg.questions import parse as read

FILE = """#+ theme: trade
#+ title: {zh: 城市, en: City}
#+ question: {zh: 问, en: Ask}
#+ parameters:
#+   value:
#+     label: {zh: 值, en: Value}
#+     kind: %s
#+     optional: true
#+ columns:
#+   s: {zh: 主语, en: Subject}

SELECT ?s ?value WHERE {
  #+ parameters
  ?s ?p ?value
}
"""
HOSTILE = st.text(st.characters(codec=None), max_size=60) | st.sampled_from(
    [
        '"', "'", '"""', "\\", "\\u0022", "}", "{", ") }", "> . ?a ?b ?c", '" } UNION { ?s ?p ?o',
        "id:shenyang> } #", "http://x/>", "http://x/\n", "http://x/ y", "a\x00b", "\u202eabc",
        "?x", "$x", "UNDEF", "沈阳", "שלום", "\ud800", "x" * 501, "id:a\n}", "id:;DROP", "1e400",
        "NaN", "-0", "1_000", "٣", "2010-02-30", "2010-12-31\n",
    ]
)  # fmt: skip


def question(kind: Kind) -> Question:
    return read(FILE % kind.value, "city", "trade", "city.rq")


@pytest.mark.parametrize("kind", Kind)
@given(text=HOSTILE)
@settings(max_examples=150, deadline=None)
def test_a_value_is_refused_or_comes_back_as_one_term(kind: Kind, text: str) -> None:
    asked = question(kind)
    try:
        bound = bind(asked, {"value": text})
    except UsageError:
        return
    query = fill(asked, bound)
    start, end = asked.values or (0, 0)
    assert query.startswith(asked.text[:start])
    assert query.endswith(asked.text[end:])
    assert query.count("\n") == asked.text.count("\n")
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("id:s"), ox.NamedNode("id:p"), ox.Literal("other")))
    answer = store.query(query)
    assert [variable.value for variable in answer.variables] == ["s", "value"]
    assert len(list(answer)) == (1 if not bound or bound["value"] == Literal("other") else 0)


@given(
    text=st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=80)
    | st.sampled_from(["\\u0022", "\\\\u0022 } #", "\\U00000022", "\\u005c", "\\"])
)
@settings(max_examples=150, deadline=None)
def test_text_reaches_both_engines_unchanged(text: str) -> None:
    bound = bind(question(Kind.STRING), {"value": text})
    if not bound:
        return
    query = f"SELECT ?value WHERE {{ {values_line(bound)} }}"
    assert next(iter(ox.Store().query(query)))["value"].value == text
    assert str(next(iter(rdflib.Graph().query(query)))[0]) == text


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        (Kind.IRI, "id:shenyang", IRI("https://w3id.org/ne-kg/id/shenyang")),
        (Kind.IRI, "https://w3id.org/ne-kg/id/a", IRI("https://w3id.org/ne-kg/id/a")),
        (Kind.INTEGER, "+07", Literal("7", XSD + "integer")),
        (Kind.DECIMAL, "12.50", Literal("12.50", XSD + "decimal")),
        (Kind.DATE, "2010-12-31", Literal("2010-12-31", XSD + "date")),
        (Kind.STRING, "沈阳", Literal("沈阳")),
    ],
)
def test_good_values(kind: Kind, text: str, term: IRI | Literal) -> None:
    assert parse(Parameter("value", {"zh": "值", "en": "Value"}, kind), text) == term


@pytest.mark.parametrize(
    ("kind", "text", "why"),
    [
        (Kind.INTEGER, "ten", "不是整数"),
        (Kind.DATE, "2010-02-30", "不是日期"),
        (Kind.IRI, "id:a b", "不是IRI"),
        (Kind.STRING, "a\x07", "控制字符"),
        (Kind.STRING, "x" * 501, "超过500个字符"),
    ],
)
def test_a_wrong_value_is_named_with_its_reason(kind: Kind, text: str, why: str) -> None:
    parameter = Parameter("value", {"zh": "值", "en": "Value"}, kind)
    with pytest.raises(WrongValue) as caught:
        parse(parameter, text)
    assert caught.value.parameter is parameter
    assert why in caught.value.why["zh"]


def test_an_unknown_parameter_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="no parameter town") as caught:
        bind(question(Kind.IRI), {"town": "id:shenyang"})
    assert "value" in str(caught.value.remedy)


def test_an_empty_optional_parameter_leaves_its_line_out() -> None:
    asked = question(Kind.IRI)
    assert "VALUES" not in fill(asked, bind(asked, {"value": ""}))
