"""What `ne-kg validate` checks: files that are named, or a project's assembled graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ne_kg.build import Assembled, assemble
from ne_kg.facts import merge
from ne_kg.model.errors import InputError
from ne_kg.model.project import Project
from ne_kg.model.rdf import Authored
from ne_kg.model.terms import PREFIXES, SCHEMES, SHAPES_GRAPH, term
from ne_kg.model.violation import Report
from ne_kg.sources import Sources, authored_files, read
from ne_kg.validate import Options, Request, cache, validate
from ne_kg.validate.engine import Watch
from ne_kg.validate.files import check_all, gather, judge, unreadable
from ne_kg.validate.names import Names
from ne_kg.validate.terms import Script, Terms, check_terms, rules_of_terms


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
        except InputError as error:
            return unreadable([error])
        if self._judge:
            judged = self._judged(sources)
            if judged.violations:
                return judged
        return project_report(
            self._project, sources, assembled, self._options, judge_shapes=False, watch=watch
        )

    def _judged(self, sources: Sources) -> Report:
        """The judgement of the shapes, which outlives changes of the data."""
        digest = cache.key(sorted(self._project.shapes.glob("*.ttl")), "judged")
        judged = cache.load(digest) if self._cached else None
        if judged is None:
            judged = judge(sources.shapes, self._options)
            cache.save(digest, judged)
        return judged


def project_report(
    project: Project,
    sources: Sources,
    assembled: Assembled,
    options: Options,
    *,
    judge_shapes: bool = True,
    watch: Watch | None = None,
) -> Report:
    """What the project's shapes say of the assembled graph, and what is wrong with its terms."""
    quads = tuple(quad for quad in assembled.quads if quad.graph != SHAPES_GRAPH)
    data = Authored(quads, assembled.positions, PREFIXES)
    report = check_all(data, sources.shapes, options, judge_shapes=judge_shapes, watch=watch)
    scripts = [
        Script(file.relative_to(project.root).as_posix(), file.read_text(encoding="utf-8"))
        for file in authored_files(project)
        if file.suffix == ".rq"
    ]
    terms = Terms(
        vocabulary=sources.ontology,
        data=merge((sources.facts, sources.catalogue)),
        shapes=sources.shapes,
        scripts=scripts,
        namespaces=(PREFIXES["nekg"], *(PREFIXES[scheme] for scheme in SCHEMES)),
    )
    found = check_terms(terms, PREFIXES["shape"], Names(PREFIXES))
    return replace(
        report,
        violations=(*report.violations, *found),
        rules=(*report.rules, *rules_of_terms(PREFIXES["shape"])),
    )
