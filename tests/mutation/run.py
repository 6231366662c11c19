"""Corrupt the real data, one place at a time, and see what notices: `python tests/mutation/run.py`.

A mutant is caught if reading, assembling, accounting or the shapes report something that the data
as it is does not have; it is located if one such finding stands in the mutated file at the right
line. Prints a Markdown table with the score of each operator, then the survivors.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from operators import CATALOGUE, FACTS, Mutant, Operator

from ne_kg.build import assemble
from ne_kg.cli.checks import project_report
from ne_kg.model.coverage import Gap
from ne_kg.model.errors import NeKgError
from ne_kg.model.project import Project
from ne_kg.model.rdf import Position
from ne_kg.model.terms import term
from ne_kg.sources import read
from ne_kg.validate import Options

ROOT = Path(__file__).parents[2]
OPTIONS = Options(text=term("nekg:text"))
Finding = tuple[str, str, int]


def findings(project: Project) -> Counter[tuple[str, str]]:
    """What is wrong with the project: (what, file), counted; lines are kept apart."""
    return Counter((what, file) for what, file, _ in found_in(project))


def found_in(project: Project) -> list[Finding]:
    try:
        sources = read(project)
        assembled = assemble(sources)
    except NeKgError as error:
        place = error.where if isinstance(error.where, Position) else Position(str(error.where))
        return [(f"error: {error.what}", place.file, place.line or 0)]
    found = [
        (f"coverage: {finding}".split("\n")[0], position.file, position.line or 0)
        for coverage in assembled.coverage
        for finding in coverage.findings
        if (position := finding.position) and finding.gap is not Gap.UNREAD
    ]
    unread = sum(f.gap is Gap.UNREAD for c in assembled.coverage for f in c.findings)
    found += [("coverage: unread", "", number) for number in range(unread)]
    report = project_report(project, sources, assembled, OPTIONS, judge_shapes=False)
    for violation in report.violations:
        place = violation.place or Position("")
        found.append((f"{violation.rule.name} {violation.focus}", place.file, place.line or 0))
        found += [
            (f"{violation.rule.name} {violation.focus}", other.file, other.line or 0)
            for other in violation.others
        ]
    return found


def judge(project: Project, file: str, mutant: Mutant, before: Counter[tuple[str, str]]) -> str:
    """`located`, `caught` or `missed`."""
    left = Counter(before)
    new = []
    for what, name, line in found_in(project):
        if left[what, name]:
            left[what, name] -= 1
        else:
            new.append((what, name, line))
    if not new:
        return "missed"
    if not mutant.lines:  # what is gone has no line
        return "located"
    at = any(name.endswith(file) and line in mutant.lines for _, name, line in new)
    return "located" if at else "caught"


def mutants(
    files: list[Path], operators: tuple[Operator, ...], each: int, dice: random.Random
) -> Iterator[tuple[Path, Mutant]]:
    """`each` mutants an operator, spread over the files."""
    for operator in operators:
        made = 0
        for file in dice.sample(files, k=len(files)) * each:
            if made == each:
                break
            for mutant in islice(operator(file.read_text("utf-8"), dice), 1):
                made += 1
                yield file, mutant


def main() -> int:
    """Run and print; exit 1 if the score is below --least."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=6, help="mutants an operator")
    parser.add_argument("--seed", type=int, default=2010)
    parser.add_argument("--least", type=float, default=0, help="least share located, 0 to 1")
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        for folder in ("ontology", "data", "queries"):
            shutil.copytree(ROOT / folder, Path(scratch) / folder)
        project = Project.at(Path(scratch))
        before = findings(project)
        facts = sorted(project.reports.glob("*/facts/*.trig"))
        catalogue = sorted(project.catalogue.glob("*.trig"))
        work = [
            *mutants(facts, FACTS, arguments.each, dice),
            *mutants(catalogue, CATALOGUE, arguments.each, dice),
        ]
        verdicts: dict[str, Counter[str]] = {}
        survivors: list[str] = []
        for file, mutant in work:
            original = file.read_text("utf-8")
            file.write_text(mutant.text, encoding="utf-8")
            name = file.relative_to(project.root).as_posix()
            verdict = judge(project, name, mutant, before)
            file.write_text(original, encoding="utf-8")
            verdicts.setdefault(mutant.operator, Counter())[verdict] += 1
            if verdict != "located":
                line = min(mutant.lines, default=0)
                survivors.append(f"- {verdict}: {mutant.operator}, {name}:{line}: {mutant.edit}")
            print(f"{verdict:8} {mutant.operator} {name} {mutant.edit}", file=sys.stderr)
    total = sum(verdicts.values(), Counter())
    print("| corruption | mutants | caught | at the right line |\n|---|---:|---:|---:|")
    for operator, counts in [*verdicts.items(), ("all", total)]:
        everything = counts.total()
        print(f"| {operator} | {everything} | {everything - counts['missed']} | "
              f"{counts['located']} |")  # fmt: skip
    print(f"\nSeed {arguments.seed}, {time.monotonic() - begun:.0f} s.\n")
    print("\n".join(survivors))
    return int(total["located"] < arguments.least * total.total())


if __name__ == "__main__":
    sys.exit(main())
