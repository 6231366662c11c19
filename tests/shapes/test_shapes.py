"""The shapes themselves, tested like code: see README.md for what a fixture is."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ne_kg.facts import SUFFIXES, read, read_all, read_text
from ne_kg.model.rdf import IRI, Authored, BlankNode, Node, Quad, Term
from ne_kg.model.terms import ONTOLOGY_GRAPH, PREFIXES, term
from ne_kg.model.violation import SH, Report, Rule, Violation
from ne_kg.validate import Options, check
from ne_kg.validate.files import shacl_of_shacl
from ne_kg.validate.names import Names
from ne_kg.validate.portable import objection
from ne_kg.validate.shapes import Shapes, constrains, divide, rules, sh, top_shapes

FIXTURES = Path(__file__).parent
ROOT = FIXTURES.parents[1]
OPTIONS = Options(text=term("nekg:text"))


@cache
def shapes() -> Authored:
    return read_all(sorted((ROOT / "ontology/shapes").glob("*.ttl")))


@cache
def background() -> dict[Node, list[Quad]]:
    """What the ontology says, by subject, in the graph in which it is published."""
    files = [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "ontology/vocab").glob("*.ttl")]
    said: dict[Node, list[Quad]] = defaultdict(list)
    for quad in read_all(sorted(files)).quads:
        said[quad.subject].append(replace(quad, graph=ONTOLOGY_GRAPH))
    return said


@cache
def constraints() -> dict[str, Rule]:
    """The constraints by the name of their folder; nameless ones are found by a test below."""
    read_shapes = Shapes.of(shapes())
    top = set(top_shapes(read_shapes))
    return {
        node.value.rpartition("/")[2]: rule
        for node, rule in rules(read_shapes, Names(PREFIXES)).items()
        if isinstance(node, IRI) and (node not in top or constrains(read_shapes, node))
    }


@cache
def fixture(file: Path) -> Authored:
    """A fixture with what it builds on; only its own statements have a place."""
    own = read(file)
    common = FIXTURES / "common.trig"
    said = dict.fromkeys(own.quads)
    if common.exists():
        said.update(dict.fromkeys(read(common).quads))
    defined = {quad.subject for quad in said}
    reached: set[Term] = set()
    waiting: list[Term] = []
    for quad in said:
        waiting += [quad.subject, quad.predicate, quad.object]
    while waiting:
        node = waiting.pop()
        if node in reached or node in defined or not isinstance(node, IRI):
            reached.add(node)
            continue
        reached.add(node)
        for quad in background().get(node, ()):
            said[quad] = None
            waiting += [quad.predicate, quad.object]
    return Authored(tuple(said), own.positions, {**PREFIXES, **own.prefixes})


def expected(file: Path) -> list[tuple[Term | None, ...]]:
    """The findings that the first lines of an invalid fixture announce."""
    own = read(file)
    prefixes = "".join(
        f"PREFIX {prefix}: <{namespace}>\n"
        for prefix, namespace in {**PREFIXES, **own.prefixes}.items()
    )
    found = []
    for line in re.findall(r"^# expect: (.+)$", file.read_text("utf-8"), re.M):
        terms = re.findall(r'"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^\S+)?|\S+', line)
        objects = " , ".join("<urn:none>" if written == "-" else written for written in terms)
        text = f"{prefixes}<urn:expected> <urn:term> ( {objects.replace(' , ', ' ')} ) ."
        quads = read_text(text.encode(), file.name, SUFFIXES[".ttl"], "urn:base").quads
        listed = [q.object for q in quads if q.predicate.value.endswith("#first")]
        found.append(tuple(None if o == IRI("urn:none") else o for o in listed))
    return found


def told(report: Report) -> str:
    names = Names(report.prefixes)
    lines = [
        f"{found.rule.name}: {names.short(found.focus)} {[m.value for m in found.messages]}"
        for found in report.violations
    ]
    return "\n".join([*lines, *(failure.what for failure in report.failures)])


def matches(found: Violation, wanted: tuple[Term | None, ...]) -> bool:
    actual = (found.focus, found.path, found.value)[: len(wanted)]
    return actual == wanted


@cache
def report_on(file: Path, portable: bool = True) -> Report:
    return check(fixture(file), shapes(), replace(OPTIONS, portable=portable))


def each(name: str) -> list[Path]:
    return sorted(FIXTURES.glob(f"*/{name}.trig"))


def identify(file: Path) -> str:
    return file.parent.name


def test_every_constraint_has_a_valid_and_an_invalid_fixture() -> None:
    missing = [
        f"{name}/{kind}.trig"
        for name in sorted(constraints())
        for kind in ("valid", "invalid")
        if not (FIXTURES / name / f"{kind}.trig").exists()
    ]
    assert constraints()
    assert not missing, "\n".join(missing)


def test_every_fixture_belongs_to_a_constraint() -> None:
    folders = {file.parent.name for kind in ("valid", "invalid") for file in each(kind)}
    assert not folders - set(constraints())


def test_every_constraint_has_a_name() -> None:
    """A nameless one could be neither referred to, nor tested, nor waived."""
    read_shapes = Shapes.of(shapes())
    parts = {
        quad.object
        for quad in shapes().quads
        if quad.predicate in (sh("property"), sh("sparql")) and isinstance(quad.object, BlankNode)
    }
    assert not [str(read_shapes.place(node)) for node in parts]


def test_the_shapes_satisfy_the_shapes_of_shapes() -> None:
    report = check(shapes(), shacl_of_shacl(), OPTIONS)
    assert report.conforms, told(report)


def test_a_severity_stands_on_a_shape() -> None:
    """Inside a SPARQL constraint it would be ignored."""
    selects = {quad.subject for quad in shapes().quads if quad.predicate == sh("select")}
    stated = [quad for quad in shapes().quads if quad.predicate == sh("severity")]
    assert not [str(shapes().positions[quad]) for quad in stated if quad.subject in selects]


@pytest.mark.parametrize("name", sorted(constraints()))
def test_every_constraint_says_in_both_languages_what_to_do(name: str) -> None:
    rule = constraints()[name]
    owner = Shapes.of(shapes()).texts(rule.node, sh("message"))
    assert {text.language for text in owner} >= {"en", "zh-Hans"}, name


@pytest.mark.parametrize("file", each("valid"), ids=identify)
def test_valid_data_conforms(file: Path) -> None:
    report = report_on(file)
    assert report.conforms, told(report)


@pytest.mark.parametrize("file", each("invalid"), ids=identify)
def test_invalid_data_violates_this_constraint_and_no_other(file: Path) -> None:
    report = report_on(file)
    own = constraints()[file.parent.name].node
    assert not report.failures, told(report)
    assert {found.rule.node for found in report.violations} == {own}, told(report)
    wanted = expected(file)
    assert wanted, "the first line must say what is expected"
    for finding in wanted:
        assert any(matches(found, finding) for found in report.violations), told(report)
    for found in report.violations:
        assert any(matches(found, finding) for finding in wanted), told(report)
        assert found.place is not None
        assert found.place.file == file.as_posix()
        assert found.place.line is not None
        assert found.place.line > 1


@pytest.mark.parametrize("file", each("invalid"), ids=identify)
def test_dropping_the_constraint_lets_invalid_data_pass(file: Path) -> None:
    node = constraints()[file.parent.name].node
    report = check(fixture(file), without(node), OPTIONS)
    assert report.conforms, told(report)


def without(node: Node) -> Authored:
    """The shapes with one constraint dropped; a property shape keeps its path, which a closed
    shape would otherwise no longer allow."""
    structure = {
        sh(name)
        for name in ("property", "sparql", "path", "targetClass", "targetNode", "targetObjectsOf",
                     "targetSubjectsOf", "declare")
    }  # fmt: skip

    def dropped(quad: Quad) -> bool:
        if quad.predicate == sh("sparql"):
            return quad.object == node
        stated = quad.subject == node and quad.predicate.value.startswith(SH)
        return stated and quad.predicate not in structure

    kept = tuple(quad for quad in shapes().quads if not dropped(quad))
    assert len(kept) < len(shapes().quads)
    return replace(shapes(), quads=kept)


def sparql_fixtures() -> list[Path]:
    selects = {quad.subject for quad in shapes().quads if quad.predicate == sh("select")}
    return [
        file
        for file in (*each("valid"), *each("invalid"))
        if file.parent.name in constraints() and constraints()[file.parent.name].node in selects
    ]


@pytest.mark.parametrize("file", sparql_fixtures(), ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_rdflib_and_pyoxigraph_agree(file: Path) -> None:
    assert report_on(file).violations == report_on(file, portable=False).violations


def test_every_sparql_constraint_runs_on_a_store() -> None:
    """One that does not would take minutes; the reason says how to write it."""
    objections = divide(Shapes.of(shapes())).objections
    assert not {str(node): reason for node, reason in objections.items()}


def test_no_query_counts_a_triple_twice() -> None:
    selects = [quad for quad in shapes().quads if quad.predicate == sh("select")]
    assert selects
    assert not [str(q.subject) for q in selects if objection(getattr(q.object, "value", ""))]
