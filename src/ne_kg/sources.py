"""A project folder → the values that the build starts from. The only reader of a whole project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ne_kg import __version__, files
from ne_kg.facts import read_all
from ne_kg.model.errors import InputError
from ne_kg.model.project import Project
from ne_kg.model.question import Question
from ne_kg.model.rdf import IRI, Authored, Position, Quad
from ne_kg.model.terms import ONTOLOGY_GRAPH, PREFIXES, SHAPES_GRAPH
from ne_kg.model.text import PIN_COLUMNS, READING_COLUMNS, Pin, Reading, Report
from ne_kg.questions import read_all as read_questions
from ne_kg.report import read as read_report


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """A report as read, its pinned sentences, its second reading; the names of two of the files."""

    report: Report
    pins: tuple[Pin, ...]
    readings: tuple[Reading, ...]
    source_file: str
    pins_file: str


@dataclass(frozen=True, slots=True)
class Sources:
    """All that is authored. Facts stand in graphs named by sentences, the catalogue in graphs
    named by sources, ontology and vocabularies in graph/ontology, shapes in graph/shapes."""

    reports: tuple[ReportFiles, ...]
    facts: Authored
    catalogue: Authored
    ontology: Authored
    shapes: Authored
    rules: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


def read(project: Project) -> Sources:
    """Read every authored file of a project; InputError or SyntaxProblem with file and line."""
    root = project.root
    return Sources(
        reports=tuple(_report(folder, root) for folder in report_folders(project)),
        facts=_named(_read(project.reports.glob("*/facts/*.trig"), root), PREFIXES["r"]),
        catalogue=_named(_read(project.catalogue.glob("*.trig"), root), PREFIXES["src"]),
        ontology=_into(ONTOLOGY_GRAPH, _read(_ontology_files(project), root)),
        shapes=_into(SHAPES_GRAPH, _read(project.shapes.glob("*.ttl"), root)),
        rules=tuple(
            (files.name(path, root), files.text(path, root))
            for path in sorted(project.rules.glob("*.rq"))
        ),
        questions=read_questions(project.queries.glob("*/*.rq"), root),
    )


def fingerprint(project: Project) -> str:
    """SHA-256 (hex) over the names and bytes of all authored files and the software version."""
    digest = sha256(__version__.encode())
    for path in authored_files(project):
        digest.update(f"\0{files.name(path, project.root)}\0".encode())
        digest.update(files.content(path, project.root))
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def authored_files(project: Project) -> list[Path]:
    """Every file that the build reads, in a fixed order."""
    return sorted(
        path
        for folder, patterns in (
            (project.ontology, ("**/*.ttl", "rules/*.rq")),
            (project.root / "data", ("**/*.trig", "**/*.tsv", "**/source.txt")),
            (project.queries, ("**/*.rq",)),
        )
        for pattern in patterns
        for path in folder.glob(pattern)
    )


def report_folders(project: Project) -> list[Path]:
    """The folders of the project's reports, by year."""
    return sorted(path.parent for path in project.reports.glob("*/source.txt"))


def read_source(folder: Path, root: Path) -> Report:
    """The report of a folder named by its year; ReportError or InputError with file and line."""
    if not folder.name.isdigit():
        raise InputError(
            "a report's folder is named by its year",
            where=files.name(folder, root),
            remedy="rename it, for example to data/reports/2010",
        )
    source = folder / "source.txt"
    file = files.name(source, root)
    return read_report(files.text(source, root), year=int(folder.name), file=file)


def _report(folder: Path, root: Path) -> ReportFiles:
    pins, readings = folder / "sentences.tsv", folder / "second-reading.tsv"
    return ReportFiles(
        report=read_source(folder, root),
        pins=tuple(Pin.parse(row, at) for at, row in _rows(pins, PIN_COLUMNS, root)),
        readings=tuple(
            Reading.parse(row, at) for at, row in _rows(readings, READING_COLUMNS, root)
        ),
        source_file=files.name(folder / "source.txt", root),
        pins_file=files.name(pins, root),
    )


def _rows(
    path: Path, columns: Sequence[str], root: Path
) -> Iterable[tuple[Position, dict[str, str]]]:
    """The rows of a TSV file by column name; a missing file has none."""
    if not path.exists():
        return
    lines = files.text(path, root).splitlines()
    header = lines[0].split("\t") if lines else []
    if missing := [column for column in columns if column not in header]:
        raise InputError(
            f"the column {missing[0]} is missing",
            where=Position(files.name(path, root), 1),
            remedy=f"columns are {', '.join(columns)}, with tabs between them",
        )
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            cells = line.split("\t")
            at = Position(files.name(path, root), number)
            if len(cells) != len(header):
                raise InputError(
                    f"the row has {len(cells)} cells, the header {len(header)}",
                    where=at,
                    remedy=f"separate the cells by tabs: {', '.join(header)}",
                )
            yield at, dict(zip(header, cells, strict=True))


def _ontology_files(project: Project) -> list[Path]:
    return [*project.ontology.glob("*.ttl"), *project.vocabularies.glob("*.ttl")]


def _read(paths: Iterable[Path], root: Path) -> Authored:
    """Read files under names relative to the project, which is what messages show."""
    authored = read_all(sorted(paths))
    prefix = f"{root.as_posix()}/"

    def named(places: Mapping[Quad, Position]) -> dict[Quad, Position]:
        return {
            quad: Position(at.file.removeprefix(prefix), at.line, at.column)
            for quad, at in places.items()
        }

    positions, repeated = named(authored.positions), named(authored.repeated)
    return Authored(authored.quads, positions, repeated=repeated)


def _named(authored: Authored, base: str) -> Authored:
    """`authored`, if every quad stands in a graph under `base`; InputError at the first that
    does not."""
    for quad in authored.quads:
        if not (isinstance(quad.graph, IRI) and quad.graph.value.startswith(base)):
            raise InputError(
                f"the statement about {quad.subject} stands in {quad.graph or 'no graph'}",
                where=authored.positions[quad],
                remedy=f"write it in a graph named by an IRI that begins {base}",
            )
    return authored


def _into(graph: IRI, authored: Authored) -> Authored:
    moved = {q: Quad(q.subject, q.predicate, q.object, graph) for q in authored.quads}
    positions = {moved[quad]: at for quad, at in authored.positions.items()}
    repeated = {moved[quad]: at for quad, at in authored.repeated.items()}
    return Authored(tuple(moved.values()), positions, repeated=repeated)
