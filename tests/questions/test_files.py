"""A question is one file; a bad header is an error with file and line, never a missing page."""

from __future__ import annotations

from pathlib import Path

import pytest

from ne_kg.model.errors import InputError
from ne_kg.model.question import Kind, ViewKind
from ne_kg.model.rdf import IRI
from ne_kg.questions import parse, read_all, read_themes

GOOD = """#+ theme: infrastructure
#+ title: {zh: 城市的铁路, en: Railways of a city}
#+ question: {zh: 哪些？, en: "Which?"}
#+ parameters:
#+   city:
#+     label: {zh: 城市, en: City}
#+     kind: iri
#+ columns:
#+   line: {zh: 线路, en: Line}
#+   begins: {zh: 起, en: From}
#+ views:
#+   - {type: bar, label: line begins, value: begins}
#+ evidence: line

PREFIX nekg: <https://w3id.org/ne-kg/ontology#>
PREFIX id: <https://w3id.org/ne-kg/id/>

SELECT ?line ?begins WHERE {
  VALUES (?city) { (id:harbin) }  #+ parameters
  ?line nekg:from ?city .
}
"""


def test_a_file_is_read_into_a_question() -> None:
    question = parse(GOOD, "railways-of-a-city", "infrastructure", "r.rq")
    assert question.title["zh"] == "城市的铁路"
    city = question.parameters[0]
    assert (city.name, city.kind) == ("city", Kind.IRI)
    assert city.default == IRI("https://w3id.org/ne-kg/id/harbin")
    assert question.views[0].kind is ViewKind.BAR
    assert question.views[0].columns["label"] == ("line", "begins")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("en: Railways of a city}", "fr: Chemins}", 2, "title"),
        ("theme: infrastructure", "theme: industry", 1, "theme"),
        ("kind: iri", "kind: city", 5, "city"),
        ("  city:\n", "  lang:\n", 5, "lang"),
        ("#+ evidence: line", "#+ evidenz: line", 13, "evidenz"),
        ("type: bar", "type: pie", 11, "views"),
        ("value: begins", "value: ends", 11, "views"),
        ("label: line begins, ", "", 11, "views"),
        ("VALUES (?city) { (id:harbin) }  #+ parameters", "", 5, "city"),
        ("(id:harbin)", "(x:harbin)", 4, "parameters"),
        ("#+ tags", "#+ tags", 0, ""),
    ],
)
def test_a_wrong_header_is_named_with_its_line(old: str, new: str, line: int, says: str) -> None:
    text = GOOD.replace(old, new, 1)
    if not says:
        parse(text, "good", "infrastructure", "r.rq")
        return
    with pytest.raises(InputError) as caught:
        parse(text, "railways", "infrastructure", "r.rq")
    assert says in caught.value.what
    assert str(caught.value.where) == f"r.rq:{line}"
    assert caught.value.remedy


def test_yaml_that_does_not_parse_is_shown_where() -> None:
    with pytest.raises(InputError) as caught:
        parse(GOOD.replace("{zh: 哪些？", "{zh: [哪些？"), "r", "infrastructure", "r.rq")
    assert str(caught.value.where).startswith("r.rq:3")


def test_two_files_cannot_have_one_name(tmp_path: Path) -> None:
    for theme in ("infrastructure", "industry"):
        (tmp_path / theme).mkdir()
        text = GOOD.replace("theme: infrastructure", f"theme: {theme}")
        (tmp_path / theme / "same.rq").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="same is also"):
        read_all(tmp_path.glob("*/*.rq"), tmp_path)


def test_a_theme_without_a_name_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "infrastructure").mkdir()
    (tmp_path / "infrastructure/r.rq").write_text(GOOD, encoding="utf-8")
    with pytest.raises(InputError, match="infrastructure"):
        read_themes(tmp_path)


def test_every_theme_of_the_project_is_named(root: Path) -> None:
    themes = read_themes(root / "queries")
    used = {path.parent.name for path in (root / "queries").glob("*/*.rq")}
    assert used == set(themes)
