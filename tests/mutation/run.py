"""Corrupt the real data, one place at a time, and see what notices: `python tests/mutation/run.py`.

A mutant is caught if reading, terms, shapes or accounting report something that the data as it is
does not have, in its file or about its sentence; it is located if one such finding stands at the
right line. Mutants of different files are judged together, since a finding names its file. Prints
a Markdown table with the score of each operator, then the survivors.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

from operators import CATALOGUE, FACTS, QUESTIONS, SHAPES, VOCABULARY, Mutant, Operator

from ne_kg.build import assemble
from ne_kg.cli.checks import judged_shapes, project_report
from ne_kg.facts import SUFFIXES, read_text
from ne_kg.model.errors import NeKgError
from ne_kg.model.project import Project
from ne_kg.model.rdf import Position
from ne_kg.model.terms import PREFIXES, term
from ne_kg.model.violation import Violation
from ne_kg.sources import read
from ne_kg.validate import Options

ROOT = Path(__file__).parents[2]
OPTIONS = Options(text=term("nekg:text"))
BATCH = 16
BY = ("parser", "terms", "shapes", "accounting", "second reading")
# These are judged alone: what cannot be read, and shapes that are not well formed, hide the rest.
ALONE = {"misspelt parameter of a shape", "count as a string", "title in one language",
         "header without a key", "brace lost in a question"}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A finding, as far as it tells one mutant from another."""

    what: str
    by: str
    file: str
    lines: frozenset[int]
    about: frozenset[str]


@dataclass(frozen=True)
class Case:
    """A mutant of a file of the project."""

    file: str
    mutant: Mutant


@dataclass(frozen=True)
class Verdict:
    """`located`, `caught` or `missed`, and by what."""

    case: Case
    word: str
    by: str = ""


def found_in(project: Project) -> list[Found]:
    """All that is wrong with a project."""
    try:
        sources = read(project)
        assembled = assemble(sources)
        judged = judged_shapes(project, sources, OPTIONS)
        report = (
            judged if judged.violations else project_report(project, sources, assembled, OPTIONS)
        )
    except NeKgError as error:
        place = error.where if isinstance(error.where, Position) else Position(str(error.where))
        return [Found(error.what, "parser", place.file, frozenset({place.line or 0}), frozenset())]
    found = [_found(violation) for violation in report.violations]
    for failure in report.failures:
        place = failure.place or Position("")
        lines = frozenset({place.line or 0})
        found.append(Found(failure.what, "shapes", place.file, lines, frozenset()))
    return found


def _found(violation: Violation) -> Found:
    place, name = violation.place or Position(""), violation.rule.name
    by = "shapes"
    if name.startswith(("term-", "account-")):
        by = "terms" if name.startswith("term-") else "accounting"
    if name == "account-reading":
        by = "second reading"
    also = [other.line or 0 for other in violation.others if other.file == place.file]
    about = frozenset(getattr(end, "value", "") for end in (violation.focus, violation.graph))
    what = f"{name} {violation.focus} {violation.value}"
    return Found(what, by, place.file, frozenset({place.line or 0, *also}), about)


def verdict(case: Case, new: Sequence[Found]) -> Verdict:
    """What the new findings say of a mutant."""
    mutant = case.mutant
    sentence = PREFIXES["s"] + mutant.sentence if mutant.sentence else None
    at = [
        f
        for f in new
        if (f.file.endswith(case.file) and f.lines & mutant.lines)
        or (not mutant.lines and sentence in f.about)
    ]
    word = "located" if at else "caught" if new else "missed"
    by = min((BY.index(f.by) for f in at or new), default=None)
    return Verdict(case, word, "" if by is None else BY[by])


_home: Path
_before: Counter[tuple[str, str]]


def start(before: Counter[tuple[str, str]]) -> None:
    """A process's own copy of the project."""
    global _home, _before
    _home, _before = Path(tempfile.mkdtemp()), before
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, _home / folder)


def judge(batch: Sequence[Case]) -> list[Verdict]:
    """The verdicts on mutants of different files."""
    originals = {case.file: (_home / case.file).read_text("utf-8") for case in batch}
    try:
        for case in batch:
            (_home / case.file).write_text(case.mutant.text, encoding="utf-8")
        left, new = Counter(_before), []
        for found in found_in(Project.at(_home)):
            if left[found.what, found.file]:
                left[found.what, found.file] -= 1
            else:
                new.append(found)
    finally:
        for file, text in originals.items():
            (_home / file).write_text(text, encoding="utf-8")
    if len(batch) == 1:
        return [verdict(batch[0], new)]
    if any(found.by == "parser" for found in new):
        return [judge([case])[0] for case in batch]
    return [verdict(case, [found for found in new if _concerns(found, case)]) for case in batch]


def _concerns(found: Found, case: Case) -> bool:
    """Whether a finding stands in the file of a mutant, or is about the sentence that it edits."""
    sentence = PREFIXES["s"] + case.mutant.sentence
    return found.file.endswith(case.file) or (
        bool(case.mutant.sentence)
        and any(node == sentence or node.startswith(f"{sentence}.") for node in found.about)
    )


def readable(case: Case) -> bool:
    """Whether the mutant is RDF that can be read; what is not hides the others of its batch."""
    path = Path(case.file)
    if path.suffix not in SUFFIXES:
        return True
    try:
        read_text(case.mutant.text.encode(), case.file, SUFFIXES[path.suffix], "urn:base")
    except NeKgError:
        return False
    return True


def cases(
    files: Sequence[Path], operators: Sequence[Operator], each: int, dice: random.Random
) -> Iterator[list[Case]]:
    """For each operator, `each` mutants at most, spread over the files."""
    texts = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}
    for operator in operators:
        made = {name: list(islice(operator(text, dice), each)) for name, text in texts.items()}
        order = dice.sample(sorted(made), k=len(made))
        rounds = [Case(n, made[n][k]) for k in range(each) for n in order if k < len(made[n])]
        yield rounds[:each]


def batches(found: Sequence[Case]) -> list[list[Case]]:
    """Mutants of different files together, BATCH at most; some alone."""
    made: list[list[Case]] = []
    single: list[list[Case]] = []
    for case in found:
        alone = case.mutant.operator in ALONE or not readable(case)
        fitting = (
            batch
            for batch in made
            if len(batch) < BATCH and case.file not in {other.file for other in batch}
        )
        batch = None if alone else next(fitting, None)
        if alone:
            single.append([case])
        elif batch is None:
            made.append([case])
        else:
            batch.append(case)
    return made + single


def _told(case: Case) -> str:
    mutant = case.mutant
    return f"{mutant.operator}, {case.file}:{min(mutant.lines, default=0)}: {mutant.edit}"


def main() -> int:
    """Run and print; exit 1 if the score is below --least."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=6, help="mutants an operator")
    parser.add_argument("--seed", type=int, default=2010)
    parser.add_argument("--only", default="", help="operators whose name holds this")
    parser.add_argument("--least", type=float, default=0, help="least share located, 0 to 1")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    begun = time.monotonic()
    project = Project.at(ROOT)
    before = Counter((found.what, found.file) for found in found_in(project))
    made = [
        case
        for files, operators in (
            (sorted(project.reports.glob("*/facts/*.trig")), FACTS),
            (sorted(project.catalogue.glob("*.trig")), CATALOGUE),
            (sorted(project.vocabularies.glob("*.ttl")), VOCABULARY),
            (sorted(project.shapes.glob("*.ttl")), SHAPES),
            (sorted(project.queries.glob("*/*.rq")), QUESTIONS),
        )
        for of_operator in cases(files, operators, arguments.each, dice)
        for case in of_operator
        if arguments.only in case.mutant.operator
    ]
    verdicts: list[Verdict] = []
    with Pool(arguments.processes, start, (before,)) as pool:
        for judged in pool.imap_unordered(judge, batches(dice.sample(made, k=len(made)))):
            verdicts += judged
            for one in judged:
                print(f"{one.word:8} {one.by:14} {_told(one.case)}", file=sys.stderr, flush=True)
    names = dict.fromkeys(case.mutant.operator for case in made)
    print(f"| corruption | mutants | caught | at the right line | {' | '.join(BY)} |")
    print(f"|---|{'---:|' * (3 + len(BY))}")
    for name in (*names, "all"):
        own = [v for v in verdicts if name in ("all", v.case.mutant.operator)]
        words, by = Counter(v.word for v in own), Counter(v.by for v in own)
        counts = [len(own), len(own) - words["missed"], words["located"], *(by[b] for b in BY)]
        print(f"| {name} | {' | '.join(map(str, counts))} |")
    print(f"\nSeed {arguments.seed}, {time.monotonic() - begun:.0f} s.\n")
    for one in sorted(verdicts, key=lambda v: (v.case.mutant.operator, v.case.file)):
        if one.word != "located":
            print(f"- {one.word}: {_told(one.case)}")
    located = sum(v.word == "located" for v in verdicts)
    return int(located < arguments.least * len(verdicts))


if __name__ == "__main__":
    sys.exit(main())
