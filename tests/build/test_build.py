"""`ne-kg build` on the real project, and on copies that something is wrong with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

INDUSTRY = "data/reports/2010/facts/1.1.trig"


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is no longer in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_two_builds_are_the_same_bytes_and_the_second_is_instant(project: Path, ne_kg) -> None:
    assert ne_kg("build", cwd=project).returncode == 0
    first = (project / "published/current/dataset.nq").read_bytes()
    again = ne_kg("build", cwd=project)
    assert "nothing changed" in again.stderr
    assert ne_kg("build", "--force", cwd=project).returncode == 0
    assert (project / "published/current/dataset.nq").read_bytes() == first
    lines = first.decode().splitlines()
    assert lines == sorted(set(lines))


WRONG_EDITS = {
    "words": (INDUSTRY, '"3100亿元"', '"3200亿元"', r"1\.1\.trig\n +\d+:\d+[\s\S]*3200亿元"),
    "sentence": (INDUSTRY, "s:1.1-3 {", "s:1.1-93 {", r"1\.1\.trig\n +\d+:\d+[\s\S]*1\.1-93"),
    "property": (
        INDUSTRY,
        "nekg:printedValue 3100",
        "nekg:printdValue 3100",
        r"1\.1\.trig\n +\d+:\d+",
    ),
    "reference": (
        INDUSTRY,
        "id:faw-group ;",
        "id:faw-grop ;",
        r"1\.1\.trig\n +\d+:\d+[\s\S]*faw-grop",
    ),
    "syntax": (INDUSTRY, "s:1.1-3 {", "s:1.1-3 {{", r"1\.1\.trig:\d+:\d+: "),
    "report": (
        "data/reports/2010/source.txt",
        "推动防汛抗旱基础设施建设。",
        "",
        r"sentences\.tsv:\d+",
    ),
    "slug": (
        "data/catalogue/enterprises.trig",
        "src:report-2010 {",
        'src:report-2010 {\n id:faw-group a nekg:Enterprise ; rdfs:label "第一汽车"@zh-Hans .',
        r"enterprises\.trig\n +\d+:\d+",
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "expected"), WRONG_EDITS.values(), ids=WRONG_EDITS)
def test_a_wrong_edit_is_refused_and_the_graph_of_before_stays(
    project: Path, ne_kg, file: str, old: str, new: str, expected: str
) -> None:
    assert ne_kg("build", cwd=project).returncode == 0
    before = (project / "published/current").readlink()
    edit(project, file, old, new)
    broken = ne_kg("build", cwd=project)
    assert broken.returncode == 1
    assert re.search(expected, broken.stdout + broken.stderr), broken.stdout + broken.stderr
    assert (project / "published/current").readlink() == before


def test_a_folder_that_is_no_project_is_misuse(tmp_path: Path, ne_kg) -> None:
    result = ne_kg("build", cwd=tmp_path)
    assert result.returncode == 2
    assert "--project" in result.stderr


def test_the_merge_of_all_graphs_has_no_blank_nodes(project: Path, ne_kg) -> None:
    ne_kg("build", cwd=project)
    dataset = (project / "published/current/dataset.nq").read_text(encoding="utf-8")
    data = [line for line in dataset.splitlines() if "/graph/shapes>" not in line]
    assert not [line for line in data if line.startswith("_:") or " _:" in line.split('"')[0]]
