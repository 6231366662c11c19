"""A report against an earlier one, and against what is tolerated."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ne_kg.model.errors import InputError
from ne_kg.model.violation import Level, Report


def fingerprints(path: Path) -> frozenset[str]:
    """The findings of an earlier report: our JSON, or the SARIF of a run."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if "runs" in content:
            found = [
                result["partialFingerprints"]["shaclResult/v1"]
                for run in content["runs"]
                for result in run["results"]
            ]
        else:
            found = [finding["fingerprint"] for finding in content["findings"]]
    except (OSError, ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise InputError(
            f"this is not a report that can serve as a baseline: {error}",
            where=str(path),
            remedy="make one with ne-kg validate --format json --output FILE",
        ) from None
    return frozenset(found)


def without(report: Report, known: frozenset[str]) -> Report:
    """The report without findings that a baseline knows."""
    kept = tuple(found for found in report.violations if found.fingerprint not in known)
    dropped = len(report.violations) - len(kept)
    if not dropped:
        return report
    note = f"{dropped} finding{'s' if dropped > 1 else ''} of the baseline left out"
    return replace(report, violations=kept, notes=(*report.notes, note))


def touching(report: Report, files: Iterable[Path], known: frozenset[str] | None) -> Report:
    """The findings in the files named, and those that the last run did not have."""
    wanted = {path.resolve() for path in files}
    kept = tuple(
        found
        for found in report.violations
        if (found.place is not None and Path(found.place.file).resolve() in wanted)
        or (known is not None and found.fingerprint not in known)
    )
    dropped = len(report.violations) - len(kept)
    notes = report.notes
    if dropped:
        notes = (*notes, f"{dropped} findings in files that have not changed left out")
    return replace(report, violations=kept, notes=notes)


def within_budget(report: Report, budget: int) -> tuple[bool, Report]:
    """Whether there are no more warnings than tolerated, and the report that says so."""
    count = report.count(Level.WARNING)
    if count > budget:
        note = f"{count} warnings, and the budget is {budget}: mend {count - budget} of them"
    elif count < budget:
        note = f"{count} warnings: lower the budget from {budget} to {count}, so that it stays so"
    else:
        return True, report
    return count <= budget, replace(report, notes=(*report.notes, note))


def read_budget(path: Path) -> int:
    """The number of warnings that a committed file tolerates; `#` begins a comment."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return int("".join(line.partition("#")[0] for line in lines).strip())
    except (OSError, ValueError) as error:
        raise InputError(
            f"the warnings budget cannot be read: {error}",
            where=str(path),
            remedy="the file holds one whole number",
        ) from None
