"""`ne-kg diff`: what a change of the data changes in facts and answers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
FACTS = "data/reports/2010/facts/1.6.trig"


def edit(project: Path, old: str, new: str, file: str = FACTS) -> None:
    text = (project / file).read_text(encoding="utf-8")
    assert old in text
    (project / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_changed_figure_is_shown_with_its_sentence(ne_kg: Run, root: Path, project: Path) -> None:
    edit(project, "nekg:printedValue 668", "nekg:printedValue 669")
    run = ne_kg("diff", str(root), str(project), "--no-answers")
    assert run.returncode == 0, run.stderr
    assert run.stdout == (
        "s:1.6-2  2010年东北地区铁路建设投资完成668亿元，铁路运营里程达到19500公里。\n"
        "  ~ s:1.6-2.f1 (nekg:Figure)\n"
        '      - nekg:printedValue "668"\n'
        '      + nekg:printedValue "669"\n'
        "\n"
        "1 figure changed in 1 sentence\n"
    )


def test_facts_come_and_go_and_are_counted(ne_kg: Run, root: Path, project: Path) -> None:
    edit(project, "s:1.6-2.f1", "s:1.6-2.f9")
    run = ne_kg("diff", str(root), str(project), "--no-answers", "--format", "json")
    changes = json.loads(run.stdout)
    assert changes["summary"] == "1 figure added, 1 figure removed in 1 sentence"
    (sentence,) = changes["sentences"]
    assert [node["kind"] for node in sentence["nodes"]] == ["removed", "added"]


def test_answers_that_differ_are_named(ne_kg: Run, root: Path, project: Path) -> None:
    (project / "queries").mkdir(exist_ok=True)
    edit(project, "nekg:printedValue 668", "nekg:printedValue 669")
    (project / FACTS).with_name("1.7.trig").unlink()
    run = ne_kg("diff", str(root), str(project), "--format", "json")
    assert run.returncode == 0, run.stderr
    changes = json.loads(run.stdout)
    assert changes["asked"] > 5
    assert len(changes["sentences"]) > 1
    for answer in changes["answers"]:
        assert answer["added"] or answer["removed"] or answer.get("failure")


def test_two_git_revisions_are_compared(ne_kg: Run, project: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "before")
    edit(project, "nekg:printedValue 668", "nekg:printedValue 669")
    git("commit", "-q", "-a", "-m", "after")
    for arguments in (("HEAD~1", "HEAD"), ("HEAD~1",)):
        run = ne_kg("diff", *arguments, "--no-answers", "--format", "markdown", cwd=project)
        assert "1 figure changed in 1 sentence" in run.stdout, run.stderr
        assert '+   nekg:printedValue "669"' in run.stdout
    assert ne_kg("diff", "--no-answers", cwd=project).stdout == "no fact differs\n"


@pytest.mark.parametrize("name", ["nonsense", "abc123"])
def test_a_version_that_is_not_there_is_a_wrong_command(
    ne_kg: Run, project: Path, name: str
) -> None:
    run = ne_kg("diff", name, cwd=project)
    assert run.returncode == 2
    assert f"{name} is no file, folder, published version or git revision" in run.stderr
