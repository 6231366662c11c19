"""What `ne-kg validate` checks: files that are named, or a project's assembled graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS

from ne_kg.build import Assembled, assemble
from ne_kg.cli.accounting import accounted, rules_of_accounting
from ne_kg.facts import merge
from ne_kg.model.errors import BuildError, InputError
from ne_kg.model.project import Project
from ne_kg.model.rdf import IRI, Authored, Position
from ne_kg.model.terms import PREFIXES, SCHEMES, SHAPES_GRAPH, term
from ne_kg.model.violation import SH, Level, Report, Violation
from ne_kg.sources import Sources, authored_files, read
from ne_kg.validate import Options, Request, cache, validate
from ne_kg.validate.engine import Watch
from ne_kg.validate.files import check_all, gather, judge, unreadable
from ne_kg.validate.names import Names
from ne_kg.validate.terms import Script, Terms, check_terms, rules_of_terms

# Their terms are few and known, so that rdfs:lable is found where it stands.
_WELL_KNOWN = (RDF, RDFS, OWL, SKOS, DCTERMS)

_OF_THINGS = {term("shape:Thing-name-class"), term("shape:Thing-class-name")}
_OF_CLASS = {term("shape:Fact-class"), term("shape:Fact-name")}

_BY_RULE = IRI(SH + "SPARQLConstraintComponent")


class FilesCheck:
    """A run over files that are named one by one."""

    budget: Path | None = None

    def __init__(self, request: Request) -> None:
        self._request = request
        self.root = Path.cwd()
        self.settings = (request.options, request.judge_shapes, request.follow_imports)
        self.last = cache.key((), "last", self.root, request.data, request.shapes, self.settings)

    def files(self) -> list[Path]:
        request = self._request
        named = gather((*request.data, *request.shapes, *request.ontology))
        return [*named, *request.imports.values()]

    def check(self, watch: Watch) -> Report:
        return validate(self._request, watch)

    @property
    def cacheable(self) -> bool:
        """Imported files that are not named on the command line are not watched."""
        return not self._request.follow_imports


class ProjectCheck:
    """A run over the assembled graph of a project folder."""

    cacheable = True

    def __init__(
        self, project: Project, options: Options, judge_shapes: bool, cached: bool
    ) -> None:
        self._project = project
        self._judge = judge_shapes
        self._cached = cached
        self._options = replace(options, text=options.text or term("nekg:text"))
        self.root = project.root
        tolerated = project.shapes / "warnings-budget.txt"
        self.budget = tolerated if tolerated.exists() else None
        self.settings = (self._options, judge_shapes)
        self.last = cache.key((), "last", project.root.resolve(), self.settings)

    def files(self) -> list[Path]:
        return authored_files(self._project)

    def check(self, watch: Watch) -> Report:
        try:
            sources = read(self._project)
            assembled = assemble(sources)
        except (InputError, BuildError) as error:
            return unreadable([error])
        if self._judge:
            judged = judged_shapes(self._project, sources, self._options, cached=self._cached)
            if judged.violations:
                return judged
        return project_report(self._project, sources, assembled, self._options, watch)


def judged_shapes(
    project: Project, sources: Sources, options: Options, *, cached: bool = True
) -> Report:
    """The judgement of the project's shapes, which outlives changes of the data."""
    digest = cache.key(sorted(project.shapes.glob("*.ttl")), "judged")
    judged = cache.load(digest) if cached else None
    if judged is None:
        judged = judge(sources.shapes, options)
        cache.save(digest, judged)
    return judged


def project_report(
    project: Project,
    sources: Sources,
    assembled: Assembled,
    options: Options,
    watch: Watch | None = None,
) -> Report:
    """What terms, shapes and accounting find in the assembled graph; each mistake once.

    A name that nothing declares explains what shapes say of it; a node without the right shape,
    what rules say of it; and what is wrong with the facts of a sentence, what the accounting misses
    there.
    """
    quads = tuple(quad for quad in assembled.quads if quad.graph != SHAPES_GRAPH)
    data = Authored(quads, assembled.positions, PREFIXES)
    report = check_all(data, sources.shapes, options, judge_shapes=False, watch=watch)
    names = Names(PREFIXES)
    found = check_terms(_terms(project, sources, assembled), PREFIXES["shape"], names)
    unknown = {v.value or v.focus for v in found if _grave(v)}
    found += _causes(v for v in report.violations if unknown.isdisjoint((v.focus, v.path, v.value)))
    found += accounted(assembled, [v for v in found if _grave(v)], names)
    return replace(
        report,
        violations=tuple(sorted(found, key=lambda v: v.place or Position(""))),
        rules=(
            *report.rules,
            *rules_of_terms(PREFIXES["shape"]),
            *rules_of_accounting().values(),
        ),
    )


def _causes(violations: Iterable[Violation]) -> list[Violation]:
    """One finding a constraint, node, path and value; of rules, only where the shape is right.

    A fact whose class does not fit it has nothing right for a shape: that alone is said of it. A
    thing whose class does not fit its name is told there, not wherever it is used.
    """
    once = {(v.rule, v.focus, v.path, v.value): v for v in violations}
    misnamed = {v.focus: v for v in once.values() if v.rule.node in _OF_CLASS}
    once = {k: v for k, v in once.items() if misnamed.get(v.focus, v) is v}
    things: dict[object, Violation] = {
        v.focus: v for v in once.values() if v.rule.node in _OF_THINGS
    }
    once = {
        k: v
        for k, v in once.items()
        if v.component != _BY_RULE or (things.get(v.focus, v) is v and v.value not in things)
    }
    misshapen = {v.focus for v in once.values() if v.component != _BY_RULE and _grave(v)}
    return [
        v
        for v in once.values()
        if v.component != _BY_RULE or v.focus not in misshapen or v.focus in misnamed
    ]


def _grave(found: Violation) -> bool:
    return found.level is Level.VIOLATION


def _terms(project: Project, sources: Sources, assembled: Assembled) -> Terms:
    scripts = [
        Script(file.relative_to(project.root).as_posix(), file.read_text(encoding="utf-8"))
        for file in authored_files(project)
        if file.suffix == ".rq"
    ]
    return Terms(
        vocabulary=sources.ontology,
        data=merge((sources.facts, sources.catalogue)),
        shapes=sources.shapes,
        scripts=scripts,
        namespaces=(
            *(PREFIXES[name] for name in ("nekg", "id", "r", *SCHEMES)),
            *(str(vocabulary) for vocabulary in _WELL_KNOWN),
        ),
        described={
            *(q.subject.value for q in assembled.quads if q.predicate == term("rdf:type")),
            *(str(name) for vocabulary in _WELL_KNOWN for name in dir(vocabulary)),
        },
    )
