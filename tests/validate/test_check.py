"""What is found, and where it is said to stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ne_kg.facts import read
from ne_kg.model.rdf import IRI, Literal
from ne_kg.model.violation import Level, Report, Violation
from ne_kg.validate import Options, Request, check, validate
from ne_kg.validate.engine import Progress

EX = "https://example.org/"
OPTIONS = Options(languages=("en",))


def checked(folder: Path, options: Options = OPTIONS) -> Report:
    return check(read(folder / "data.ttl"), read(folder / "shapes.ttl"), options)


def finding(report: Report, rule: str) -> Violation:
    (found,) = [found for found in report.violations if found.rule.name == rule]
    return found


def at(found: Violation) -> str:
    assert found.place is not None
    return f"{found.place.line}:{found.place.column}"


def say(found: Violation, language: str) -> str:
    return next(text.value for text in found.messages if text.language == language)


def test_a_misspelt_property_is_found_at_its_value_with_the_right_spelling(folder: Path) -> None:
    found = finding(checked(folder), "ex:Person-shape")
    assert at(found) == "6:13"
    assert found.value == Literal("oops")
    assert say(found, "en") == "ex:a must not have ex:nmae; did you mean ex:name?"
    assert say(found, "zh-Hans") == "ex:a 不应有 ex:nmae；是不是 ex:name？"
    assert found.label == "Zhang San"


def test_a_missing_value_is_found_at_the_first_statement_of_its_node(folder: Path) -> None:
    found = finding(checked(folder), "ex:Person-name")
    assert at(found) == "7:8"
    assert found.level is Level.WARNING
    assert say(found, "zh-Hans") == "ex:b 没有名字"


def test_a_sparql_rule_is_found_at_the_triple_of_its_value(folder: Path) -> None:
    found = finding(checked(folder), "ex:Older-rule")
    assert at(found) == "6:44"
    assert [place.line for place in found.others] == [7]
    assert say(found, "en") == "ex:a knows ex:b, who is 40: not younger"
    assert say(found, "zh-Hans") == "ex:a 认识 ex:b（40 岁）"


def test_a_nameless_shape_is_called_by_its_owner_and_path(folder: Path) -> None:
    names = [found.rule.name for found in checked(folder).violations]
    assert names.count("ex:Person-shape › ex:age") == 2


def test_both_back_ends_give_the_same_findings(folder: Path) -> None:
    # rdflib finds "x" >= 30 true, where SPARQL and Oxigraph know no answer.
    data = (folder / "data.ttl").read_text("utf-8")
    (folder / "data.ttl").write_text(data.replace('"x"', "50"), encoding="utf-8")
    on_store = checked(folder)
    assert len(on_store.violations) == 5
    on_rdflib = checked(folder, replace(OPTIONS, portable=False))
    assert on_store.violations == on_rdflib.violations


def test_a_value_keeps_its_authored_form(folder: Path) -> None:
    """A Store makes 1 of 01 and zh-hans of zh-Hans; a finding shows what is written."""
    (folder / "shapes.ttl").write_text(
        (folder / "shapes.ttl").read_text("utf-8")
        + """ex:All a sh:NodeShape ; sh:targetClass ex:Person ; sh:sparql ex:All-values .
        ex:All-values sh:prefixes <https://example.org/> ; sh:message "all" ;
            sh:select "SELECT $this ?value WHERE { $this ?p ?value FILTER isLiteral(?value) }" .""",
        encoding="utf-8",
    )
    values = {v.value for v in checked(folder).violations if v.rule.name == "ex:All-values"}
    assert Literal("030", "http://www.w3.org/2001/XMLSchema#integer") in values
    assert any(isinstance(value, Literal) and value.language == "zh-Hans" for value in values)


def test_a_dangling_reference_is_found_where_it_is_made(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<x:a> <x:knows> <x:nobody> .\n", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:Known> a sh:NodeShape ; sh:targetObjectsOf <x:knows> ; sh:class <x:Person> .",
        encoding="utf-8",
    )
    (found,) = checked(tmp_path).violations
    assert at(found) == "1:17"


def test_findings_in_lists_and_blank_nodes_have_their_line(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(
        "<x:a> <x:items> ( 1\n  2\n  'three' ) ;\n  <x:part> [\n    <x:size> 'big' ] .\n"
    )
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        "<x:Items> sh:targetSubjectsOf <x:items> ; sh:property [ sh:datatype xsd:integer ;\n"
        "  sh:path ( <x:items> [ sh:zeroOrMorePath rdf:rest ] rdf:first ) ] .\n"
        "<x:Sizes> sh:targetSubjectsOf <x:size> ;\n"
        "  sh:property [ sh:path <x:size> ; sh:datatype xsd:integer ] .\n"
    )
    assert [at(found) for found in checked(tmp_path).violations] == ["3:3", "5:14"]


def test_the_text_behind_a_graph_is_told(tmp_path: Path) -> None:
    (tmp_path / "data.trig").write_text(
        '<x:s1> <x:text> "Anna knows Bo." .\n<x:s1> { <x:anna> <x:knows> "Bo" }\n'
    )
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> sh:targetSubjectsOf <x:knows> ;"
        " sh:property [ sh:path <x:knows> ; sh:nodeKind sh:IRI ] ."
    )
    report = check(
        read(tmp_path / "data.trig"),
        read(tmp_path / "shapes.ttl"),
        Options(text=IRI("x:text")),
    )
    (found,) = report.violations
    assert found.graph == IRI("x:s1")
    assert found.context is not None
    assert found.context.text == "Anna knows Bo."
    assert found.context.place is not None
    assert found.context.place.line == 1


def test_a_rule_across_graphs_asks_for_them(tmp_path: Path) -> None:
    """GRAPH works on either back end, and the same triple in two graphs counts once."""
    (tmp_path / "data.trig").write_text(
        "<x:g1> { <x:a> <x:p> 1 }\n<x:g2> { <x:a> <x:p> 1 }\n<x:g1> <x:ok> true .\n"
    )
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> sh:targetSubjectsOf <x:p> ; sh:property [ sh:path <x:p> ; sh:maxCount 1 ] ;\n"
        '  sh:sparql [ sh:message "{?g} is no graph" ; sh:select """SELECT $this ?g WHERE {\n'
        "    $this <x:p> ?v . GRAPH ?g { $this <x:p> ?v }\n"
        '    FILTER NOT EXISTS { ?g <x:ok> true } }""" ] .'
    )
    for portable in (True, False):
        report = check(
            read(tmp_path / "data.trig"),
            read(tmp_path / "shapes.ttl"),
            Options(portable=portable),
        )
        assert [text.value for v in report.violations for text in v.messages] == [
            "x:g2 is no graph"
        ], portable


def test_a_shape_that_breaks_is_reported_and_the_others_are_evaluated(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        '<x:a> <x:from> "2012"^^xsd:gYear ; <x:to> "2011"^^xsd:gYear ; <x:n> "one" .\n'
    )
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> sh:targetSubjectsOf <x:from> ; sh:property <x:S-from>, <x:S-n> .\n"
        "<x:S-from> sh:path <x:from> ; sh:lessThanOrEquals <x:to> .\n"
        "<x:T> sh:targetSubjectsOf <x:n> ; sh:property [ sh:path <x:n> ; sh:nodeKind sh:IRI ] .\n"
    )
    report = checked(tmp_path)
    (failure,) = report.failures
    assert "TypeError" in failure.what
    assert failure.place is not None
    assert failure.place.line == 2
    assert [found.rule.name for found in report.violations] == ["<x:T> › <x:n>"]
    assert report.fails(Level.VIOLATION)


def test_inference_and_the_ontology_are_taken_into_account(tmp_path: Path) -> None:
    (tmp_path / "ontology.ttl").write_text(
        "<x:Cat> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <x:Animal> .\n"
        "<x:purrs> <http://www.w3.org/2000/01/rdf-schema#domain> <x:Cat> .\n"
    )
    (tmp_path / "data.ttl").write_text("<x:tom> <x:purrs> true .\n")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> a sh:NodeShape ; sh:targetClass <x:Animal> ;"
        " sh:property [ sh:path <x:name> ; sh:minCount 1 ] ."
    )
    files = Request([tmp_path / "data.ttl"], [tmp_path / "shapes.ttl"])
    assert validate(files).conforms
    reasoned = replace(
        files, ontology=[tmp_path / "ontology.ttl"], options=Options(inference="rdfs")
    )
    (found,) = validate(reasoned).violations
    assert found.focus == IRI("x:tom")
    assert at(found) == "1:19"


def test_rules_of_the_advanced_features_run(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text("<x:a> <x:width> 2 ; <x:height> 3 .\n")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> a sh:NodeShape ; sh:targetSubjectsOf <x:width> ;\n"
        "  sh:rule [ a sh:TripleRule ; sh:subject sh:this ; sh:predicate <x:kind> ;"
        " sh:object <x:Box> ] ;\n"
        "  sh:property [ sh:path <x:kind> ; sh:maxCount 0 ] .\n"
    )
    files = Request([tmp_path / "data.ttl"], [tmp_path / "shapes.ttl"])
    assert validate(files).conforms
    assert not validate(replace(files, options=Options(advanced=True))).conforms


def test_imports_are_followed_to_local_copies_only(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> sh:targetSubjectsOf <x:p> ; sh:property [ sh:path <x:p> ; sh:maxCount 0 ] ."
    )
    (tmp_path / "shapes.ttl").write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "<> owl:imports <more.ttl> , <https://example.org/away> , <https://example.org/copied#> ."
    )
    (tmp_path / "copy.ttl").write_text("<x:copied> <x:p> <x:q> .")
    (tmp_path / "data.ttl").write_text("<x:a> <x:p> 1 .")
    request = Request(
        [tmp_path / "data.ttl"],
        [tmp_path / "shapes.ttl"],
        imports={"https://example.org/copied": tmp_path / "copy.ttl"},
        follow_imports=True,
    )
    report = validate(request)
    assert len(report.violations) == 1
    (note,) = report.notes
    assert "<https://example.org/away> is not imported" in note
    assert "shapes.ttl:2:" in note


def test_shapes_are_judged_before_they_are_used(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> a sh:NodeShape ; sh:targetClass <x:C> ;\n"
        "  sh:property [ sh:path <x:p> ; sh:minCount 'one' ] .\n"
    )
    (tmp_path / "data.ttl").write_text("<x:a> a <x:C> .")
    report = validate(Request([tmp_path / "data.ttl"], [tmp_path / "shapes.ttl"]))
    assert report.violations
    assert any(at(found) == "3:45" for found in report.violations)
    assert "not well formed" in report.notes[0]


@pytest.mark.parametrize("moved", ["\n\n# two lines more\n", ""])
def test_fingerprints_outlive_moved_lines(folder: Path, moved: str) -> None:
    before = [found.fingerprint for found in checked(folder).violations]
    data = (folder / "data.ttl").read_text("utf-8")
    (folder / "data.ttl").write_text(data.replace("ex:a a", f"{moved}ex:a a"), encoding="utf-8")
    assert [found.fingerprint for found in checked(folder).violations] == before
    assert len(set(before)) == len(before) == 5


def test_progress_is_told_batch_by_batch_and_changes_nothing(tmp_path: Path) -> None:
    people = "\n".join(f"<x:p{n}> a <x:C> ; <x:n> {n} ." for n in range(1200))
    (tmp_path / "data.ttl").write_text(people)
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> a sh:NodeShape ; sh:targetClass <x:C> ;"
        " sh:property [ sh:path <x:n> ; sh:maxExclusive 1190 ] ."
    )
    told: list[Progress] = []
    data, shapes = read(tmp_path / "data.ttl"), read(tmp_path / "shapes.ttl")
    watched = check(data, shapes, OPTIONS, watch=told.append)
    assert [(progress.done, progress.total) for progress in told] == [
        (500, 1200),
        (1000, 1200),
        (1200, 1200),
    ]
    assert told[-1].remaining == 0
    assert len(watched.violations) == 10
    assert watched.violations == check(data, shapes, OPTIONS).violations
