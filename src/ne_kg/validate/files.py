"""Checking files: gathering them, following imports offline, judging the shapes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files as resources
from pathlib import Path
from urllib.parse import unquote, urlparse

from ne_kg.facts import SUFFIXES, merge, read
from ne_kg.model.errors import InputError, NeKgError, UsageError
from ne_kg.model.rdf import IRI, Authored, Position, Quad
from ne_kg.model.violation import SH, Failure, Report, Violation
from ne_kg.validate.check import Options, check
from ne_kg.validate.engine import Watch
from ne_kg.validate.names import Names
from ne_kg.validate.terms import Terms, check_terms

_IMPORTS = IRI("http://www.w3.org/2002/07/owl#imports")
# What pySHACL brings along, by the IRI under which it is imported.
_BUNDLED = {
    "http://www.w3.org/ns/shacl": "shacl.ttl",
    "http://www.w3.org/ns/shacl-shacl": "shacl-shacl.ttl",
    "http://datashapes.org/dash": "dash.ttl",
    "http://datashapes.org/schema": "schema.ttl",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What to check: files or folders; without `shapes` the data holds them itself.

    `imports` maps IRIs of owl:imports to local copies; `follow_imports` follows them. With
    `judge_shapes` the shapes must satisfy SHACL-SHACL before they are used.
    """

    data: Sequence[Path]
    shapes: Sequence[Path] = ()
    ontology: Sequence[Path] = ()
    imports: Mapping[str, Path] = field(default_factory=dict)
    follow_imports: bool = False
    judge_shapes: bool = True
    options: Options = field(default_factory=Options)


def validate(request: Request, watch: Watch | None = None) -> Report:
    """Read the files and check them; UsageError for a file that is not there.

    Files that are not well formed are failures of the report, all of them at once.
    """
    documents: dict[Path, Authored] = {}
    problems: list[InputError] = []
    for file in gather((*request.data, *request.shapes, *request.ontology)):
        try:
            documents[file] = read(file)
        except InputError as error:
            problems.append(error)
    if problems:
        return unreadable(problems)
    notes: list[str] = []

    def load(names: Sequence[Path], imports: bool) -> Authored:
        authored = merge(documents[file] for file in gather(names))
        return _with_imports(authored, request, notes) if imports else authored

    data = load(request.data, imports=False)
    shapes = load(request.shapes or request.data, request.follow_imports)
    options = request.options
    if request.ontology:
        options = replace(options, ontology=load(request.ontology, request.follow_imports))
    return check_all(data, shapes, options, judge_shapes=request.judge_shapes, watch=watch,
                     notes=notes)  # fmt: skip


def unreadable(problems: Iterable[NeKgError]) -> Report:
    """The report of files that could not be read."""
    failures = tuple(
        Failure(
            f"{problem.what}; {problem.remedy}" if problem.remedy else problem.what,
            place=(
                problem.where
                if isinstance(problem.where, Position)
                else Position(str(problem.where))
            ),
        )
        for problem in problems
    )
    return Report((), failures, (), 0)


def check_all(
    data: Authored,
    shapes: Authored,
    options: Options,
    *,
    judge_shapes: bool = True,
    watch: Watch | None = None,
    notes: Sequence[str] = (),
) -> Report:
    """Judge the shapes, and if they are sound, the data; what is wrong with shapes ends the run."""
    if judge_shapes:
        judged = judge(shapes, options)
        if judged.violations:
            return replace(judged, notes=(*notes, *judged.notes))
    report = check(data, shapes, options, watch)
    if not report.rules and not report.failures:
        raise UsageError(
            "there is no shape, so nothing was checked",
            remedy="name files that hold SHACL shapes with --shapes",
        )
    return replace(report, notes=(*notes, *report.notes))


def judge(shapes: Authored, options: Options) -> Report:
    """What SHACL-SHACL finds in the shapes themselves."""
    judged = check(shapes, shacl_of_shacl(), replace(options, ontology=None, inference="none"))
    judged = replace(judged, violations=(*judged.violations, *_unknown_parameters(shapes)))
    if not judged.violations:
        return judged
    note = (
        "the shapes are not well formed, so the data was not checked against them; "
        "--no-judge-shapes does so all the same"
    )
    return replace(judged, notes=(note,))


def _unknown_parameters(shapes: Authored) -> list[Violation]:
    """Terms of SHACL that SHACL does not have: a misspelt parameter would constrain nothing."""
    nothing = Authored((), {})
    terms = Terms(read(_asset("shacl.ttl")), nothing, shapes, (), (SH,))
    return [
        found
        for found in check_terms(terms, SH, Names({"sh": SH, **shapes.prefixes}))
        if found.rule.name == "term-declared"
    ]


def shacl_of_shacl() -> Authored:
    """The shapes that well-formed shapes satisfy (SHACL appendix C), as pySHACL carries them."""
    return read(_asset("shacl-shacl.ttl"))


def gather(names: Iterable[Path]) -> list[Path]:
    """The files named, and all RDF files in the folders named, in a fixed order."""
    found: dict[Path, None] = {}
    for name in names:
        if name.is_dir():
            inside = sorted(p for p in name.rglob("*") if p.suffix in SUFFIXES and p.is_file())
            if not inside:
                raise UsageError(
                    "the folder holds no RDF file",
                    where=str(name),
                    remedy=f"files that end in {', '.join(SUFFIXES)} are read",
                )
            found.update(dict.fromkeys(inside))
        elif name.exists():
            found[name] = None
        else:
            raise UsageError("there is no such file", where=str(name), remedy="check the name")
    return list(found)


def _with_imports(authored: Authored, request: Request, notes: list[str]) -> Authored:
    """Add what the graph imports, as far as it stands on this machine; nothing is fetched."""
    positions: dict[Quad, Position] = dict(authored.positions)
    prefixes = dict(authored.prefixes)
    seen: set[str] = set()
    waiting = [quad for quad in authored.quads if quad.predicate == _IMPORTS]
    while waiting:
        quad = waiting.pop(0)
        if not isinstance(quad.object, IRI) or quad.object.value in seen:
            continue
        iri = quad.object.value
        seen.add(iri)
        copy = _local(iri, request.imports)
        if copy is None:
            where = positions.get(quad)
            notes.append(
                f"{where}: <{iri}> is not imported, since nothing is fetched from the network; "
                f"name a local copy with --import '{iri}=FILE'"
            )
            continue
        imported = read(copy)
        for found in imported.quads:
            positions.setdefault(found, imported.positions[found])
        prefixes = {**imported.prefixes, **prefixes}
        waiting += [found for found in imported.quads if found.predicate == _IMPORTS]
    return Authored(tuple(positions), positions, prefixes)


def _local(iri: str, imports: Mapping[str, Path]) -> Path | None:
    """The local copy of an imported graph."""
    for spelling in (iri, iri.rstrip("#/")):
        if spelling in imports:
            return imports[spelling]
        bundled = _BUNDLED.get(spelling.replace("https://", "http://", 1))
        if bundled is not None:
            return _asset(bundled)
    url = urlparse(iri)
    if url.scheme == "file":
        path = Path(unquote(url.path))
        return path if path.is_file() else None
    return None


def _asset(name: str) -> Path:
    return Path(str(resources("pyshacl") / "assets" / name))
