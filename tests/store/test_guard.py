"""The lexer before the parser: what it refuses, and what it must leave alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ne_kg.model.errors import LimitReached, QueryRejected
from ne_kg.store import Limits
from ne_kg.store.guard import inspect
from ne_kg.store.lexer import escape_dots, lower_booleans, place, tokens
from ne_kg.store.worker import spell_out

LIMITS = Limits()
HIDDEN = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://x/> { ?s ?p ?o } }",
    "PREFIX : <http://x/> SELECT * { SERVICE:x{ ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE#>\n<http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <http://x/> { ?s ?p ?o } } } }",
]
HARMLESS = [
    "SELECT * { ?service ?p 'SERVICE <http://x/> { }' } # SERVICE <http://x/> {}",
    "PREFIX service: <http://example.org/service#> SELECT * { ?s a service:Service }",
    "SELECT * { ?s ?p <http://example.org/SERVICE> }",
    'SELECT * { ?s ?p """a "quoted" SERVICE""" , \'\'\'it\'s SERVICE\'\'\' }',
    'SELECT * { ?s ?p "x"@en-service }',
]


@pytest.mark.parametrize("text", HIDDEN)
def test_service_is_found_wherever_a_parser_would_see_it(text: str) -> None:
    with pytest.raises(QueryRejected, match="SERVICE is refused"):
        inspect(text, LIMITS)


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_alone_is_no_request(text: str) -> None:
    assert inspect(text, LIMITS).form == "SELECT"


@pytest.mark.parametrize("word", ["INSERT DATA {}", "delete where {}", "LOAD <x:y>", "CLEAR ALL"])
def test_updates_are_named(word: str) -> None:
    with pytest.raises(QueryRejected, match="is an update") as caught:
        inspect(f"PREFIX a: <x:y>\n  {word}", LIMITS)
    assert (caught.value.line, caught.value.column) == (2, 3)


def test_the_dataset_clauses() -> None:
    found = inspect(
        "BASE <http://example.org/> PREFIX g: <http://example.org/g/>\n"
        "SELECT ?from FROM <a> from named g:b FROM g:c { ?from ?p 'FROM <d>' }",
        LIMITS,
    )
    assert found.default == ("http://example.org/a", "http://example.org/g/c")
    assert found.named == ("http://example.org/g/b",)


@pytest.mark.parametrize(
    ("expression", "stable"),
    [("NOW()", False), ("rand()", False), ("UUID()", False), ("'NOW()'", True), ("?now", True)],
)
def test_what_answers_differently_each_time(expression: str, stable: bool) -> None:
    assert inspect(f"SELECT ({expression} AS ?x) {{}}", LIMITS).stable is stable


def test_limits_of_text_and_nesting() -> None:
    with pytest.raises(LimitReached, match="262,144 are allowed"):
        inspect("ASK {}" + " " * LIMITS.query, LIMITS)
    assert inspect("ASK " + "{" * 100 + "}" * 100, LIMITS)
    with pytest.raises(LimitReached, match="line 1, column 105"):
        inspect("ASK " + "{" * 101 + "}" * 101, LIMITS)


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "empty"), ("# only\n", "empty"), ("BASE <x:y>", "prologue"), ("FOO", "expected SELECT")],
)
def test_what_is_no_query(text: str, what: str) -> None:
    with pytest.raises(QueryRejected, match=what):
        inspect(text, LIMITS)


@given(st.text(alphabet=st.sampled_from("SERVICE{}()<>'\"\\u# \n:?x1.a|&!^"), max_size=60))
def test_any_text_is_read_in_one_pass_and_every_character_belongs_to_a_token(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert token.start >= end
        assert text[token.start : token.start + len(token.text)] == token.text
        end = token.start + len(token.text)
        line, column = place(text, token.start)
        assert text.split("\n")[line - 1][column - 1 :].startswith(token.text.split("\n")[0])


def test_booleans_in_capitals() -> None:
    text = "SELECT (TRUE AS ?TRUE) (False AS ?x) { ?s ?p 'TRUE' }"
    assert lower_booleans(text) == "SELECT (true AS ?TRUE) (false AS ?x) { ?s ?p 'TRUE' }"


def test_the_star_is_spelt_out_in_the_order_of_the_query() -> None:
    text = "SELECT DISTINCT * { ?z ?y ?a }"
    star = inspect(text, LIMITS).star
    assert star == text.index("*")
    assert spell_out(text, star, ["a", "y", "z"]) == "SELECT DISTINCT  ?z ?y ?a  { ?z ?y ?a }"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("GRAPH s:2.6.20-1 { ?s ?p ?o }", "GRAPH s:2\\.6\\.20-1 { ?s ?p ?o }"),
        ("?s ?p s:1.6-3 .", "?s ?p s:1.6-3 ."),
        ("?s ?p 's:2.6.20-1' .", "?s ?p 's:2.6.20-1' ."),
        ("s:2\\.6\\.20-1 ?p <http://a.b.c/d.e.f>", "s:2\\.6\\.20-1 ?p <http://a.b.c/d.e.f>"),
    ],
)
def test_a_name_may_hold_several_dots(written: str, read: str) -> None:
    assert escape_dots(written) == read
