"""`ne-kg validate` in a project folder: the whole graph, its shapes and its terms."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., subprocess.CompletedProcess[str]]
FACTS = "data/reports/2010/facts/1.6.trig"


def line_of(file: Path, text: str) -> int:
    lines = file.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_corruptions_are_found_at_their_lines_with_their_sentence(
    ne_kg: Run, project: Path
) -> None:
    facts = project / FACTS
    text = facts.read_text("utf-8")
    text = text.replace("nekg:printedValue 668 ;", "nekg:printedVlaue 668 ;", 1)
    text = text.replace("nekg:value 19500000 ;", "nekg:value 1950000 ;", 1)
    facts.write_text(text, encoding="utf-8")
    run = ne_kg("validate", "--format", "json", "--no-cache", cwd=project)
    assert run.returncode == 1, run.stderr
    report = json.loads(run.stdout)
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in report["findings"]:
        found.setdefault(finding["rule"], []).append(finding)
    misspelt = line_of(facts, "nekg:printedVlaue")
    (undeclared,) = found["term-declared"]
    assert undeclared["focus"]["short"] == "s:1.6-2.f1"
    assert undeclared["place"] == {**undeclared["place"], "file": FACTS, "line": misspelt}
    assert any("nekg:printedValue" in message["text"] for message in undeclared["messages"])
    assert "shape:Figure" not in found, "the misspelling is said once"
    (missing,) = found["shape:Figure-printedValue"]
    assert missing["context"]["text"].startswith("2010年东北地区铁路建设投资完成668亿元")
    wrong = line_of(facts, "nekg:value 1950000 ;")
    assert any(
        finding["place"] == {**finding["place"], "file": FACTS, "line": wrong}
        for findings in found.values()
        for finding in findings
        if finding["focus"]["short"] == "s:1.6-2.f2"
    )


def test_what_the_accounting_finds_stands_in_the_report(ne_kg: Run, project: Path) -> None:
    """Another object of the same sentence satisfies every shape; only the words tell."""
    facts = project / FACTS
    text = facts.read_text("utf-8")
    line = line_of(facts, "nekg:about id:harbin-dalian-passenger-railway ; nekg:stage")
    text = text.replace(
        "id:harbin-dalian-passenger-railway ; nekg:stage",
        "id:qianyang-zhuanghe-railway ; nekg:stage",
    )
    facts.write_text(text, encoding="utf-8")
    run = ne_kg("validate", "--format", "json", "--no-cache", cwd=project)
    assert run.returncode == 1, run.stderr
    found = [f for f in json.loads(run.stdout)["findings"] if f["rule"] == "account-reading"]
    assert any(
        f["focus"]["short"] == "s:1.6-3.g1"
        and f["place"]["file"] == FACTS
        and f["place"]["line"] in (line - 1, line)
        for f in found
    ), run.stdout


def test_the_graph_as_it_is_has_no_finding(ne_kg: Run) -> None:
    run = ne_kg("validate", "--fail-on", "warning")
    assert run.returncode == 0, run.stdout
