"""`ne-kg validate` as it is used: on files of anyone, in any CI."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from ne_kg.facts import read
from ne_kg.model.rdf import IRI
from ne_kg.model.violation import SH

Run = Callable[..., subprocess.CompletedProcess[str]]
FILES = ("--data", "data.ttl", "--shapes", "shapes.ttl")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LANG", "C.UTF-8")


def test_text_shows_the_line_with_a_caret(ne_kg: Run, folder: Path) -> None:
    run = ne_kg("validate", *FILES, cwd=folder)
    assert run.returncode == 1
    assert (
        """\
data.ttl
  6:13  violation  ex:Person-shape
    ex:a must not have ex:nmae; did you mean ex:name?
    6 |     ex:nmae "oops" ; ex:age 030 ; ex:knows ex:b .
      |             ^^^^^^
    node: ex:a “Zhang San”
"""
        in run.stdout
    )
    assert "4 violations, 1 warning; 10 statements, 4 constraints" in run.stdout


def test_messages_come_in_the_language_asked_for(ne_kg: Run, folder: Path) -> None:
    run = ne_kg("validate", *FILES, "--lang", "zh", cwd=folder)
    assert "ex:a 不应有 ex:nmae；是不是 ex:name？" in run.stdout
    assert "ex:a “张三”" in run.stdout


def test_github_annotations_name_file_line_and_column(ne_kg: Run, folder: Path) -> None:
    run = ne_kg("validate", *FILES, "--format", "github", cwd=folder)
    assert run.stdout.startswith("::error file=data.ttl,line=6,col=13,title=ex%3APerson-shape::")
    assert "::warning file=data.ttl,line=7,col=8,title=ex%3APerson-name::" in run.stdout


def test_junit_has_a_case_a_constraint_passing_ones_too(ne_kg: Run, folder: Path) -> None:
    data = (folder / "data.ttl").read_text("utf-8").replace("ex:age 40", "ex:age 4")
    (folder / "data.ttl").write_text(data, encoding="utf-8")
    run = ne_kg("validate", *FILES, "--format", "junit", cwd=folder)
    suites = ElementTree.fromstring(run.stdout)
    (suite,) = suites
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("4", "2")
    cases = {case.attrib["name"]: case for case in suite.iter("testcase")}
    failure = cases["ex:Person-shape"].find("failure")
    assert failure is not None
    assert "data.ttl:6:13" in (failure.text or "")
    assert len(cases["ex:Older-rule"]) == 0
    assert "ex:b has no name" in (suite.findtext("system-out") or "")


def test_junit_has_the_form_that_ant_defines(ne_kg: Run, folder: Path) -> None:
    """Order, elements and attributes that the schema in wide use demands."""
    run = ne_kg("validate", *FILES, "--format", "junit", cwd=folder)
    suites = ElementTree.fromstring(run.stdout)
    assert not suites.attrib
    for suite in suites:
        assert set(suite.attrib) == {
            "name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time",
        }  # fmt: skip
        tags = [child.tag for child in suite]
        assert tags[0] == "properties"
        assert tags[-2:] == ["system-out", "system-err"]
        assert set(tags[1:-2]) == {"testcase"}
        for case in suite.iter("testcase"):
            assert set(case.attrib) == {"classname", "name", "time"}
            assert [child.tag for child in case] in ([], ["failure"], ["error"])
    (folder / "data.ttl").write_text("broken")
    broken = ne_kg("validate", *FILES, "--format", "junit", cwd=folder)
    assert ElementTree.fromstring(broken.stdout).find("testsuite/testcase/error") is not None


def test_sarif_satisfies_its_schema(ne_kg: Run, folder: Path) -> None:
    log = json.loads(ne_kg("validate", *FILES, "--format", "sarif", cwd=folder).stdout)
    schema = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text("utf-8"))
    jsonschema.validate(log, schema)
    results = log["runs"][0]["results"]
    assert len({result["partialFingerprints"]["shaclResult/v1"] for result in results}) == 5
    region = results[0]["locations"][0]["physicalLocation"]
    assert region == {
        "artifactLocation": {"uri": "data.ttl"},
        "region": {"startLine": 6, "startColumn": 13},
    }
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert rules[results[0]["ruleIndex"]]["id"] == results[0]["ruleId"]


def test_turtle_is_a_validation_report(ne_kg: Run, folder: Path) -> None:
    ne_kg("validate", *FILES, "--format", "turtle", "--output", "report.ttl", cwd=folder)
    quads = read(folder / "report.ttl").quads
    assert sum(quad.predicate == IRI(SH + "result") for quad in quads) == 5


def test_markdown_sums_up_for_a_review(ne_kg: Run, folder: Path) -> None:
    run = ne_kg("validate", *FILES, "--format", "markdown", cwd=folder)
    assert run.stdout.startswith("## ❌ Not valid\n")
    assert "- ❌ `data.ttl:6:13` ex:a must not have ex:nmae" in run.stdout


def test_several_reports_in_one_run(ne_kg: Run, folder: Path) -> None:
    run = ne_kg("validate", *FILES, "--also", "sarif=a.sarif", "--also", "junit=a.xml", cwd=folder)
    assert "4 violations" in run.stdout
    assert json.loads((folder / "a.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (folder / "a.xml").read_text("utf-8").startswith("<?xml")


def test_the_least_level_that_fails_can_be_chosen(ne_kg: Run, folder: Path) -> None:
    (folder / "data.ttl").write_text("<x:b> a <https://example.org/Person> .")
    assert ne_kg("validate", *FILES, cwd=folder).returncode == 0
    assert ne_kg("validate", *FILES, "--fail-on", "warning", cwd=folder).returncode == 1


def test_a_baseline_leaves_only_new_findings(ne_kg: Run, folder: Path) -> None:
    for form in ("json", "sarif"):
        ne_kg("validate", *FILES, "--format", form, "--output", f"base.{form}", cwd=folder)
    with (folder / "data.ttl").open("a", encoding="utf-8") as data:
        data.write("ex:c a ex:Person ; ex:name 'C' ; ex:hobby 'chess' .\n")
    for form in ("json", "sarif"):
        run = ne_kg("validate", *FILES, "--baseline", f"base.{form}", cwd=folder)
        assert run.returncode == 1
        assert "ex:c must not have ex:hobby" in run.stdout
        assert "ex:nmae;" not in run.stdout
        assert "5 findings of the baseline left out" in run.stdout
    (folder / "data.ttl").write_text(
        (folder / "data.ttl").read_text("utf-8").replace("; ex:hobby 'chess'", ""), encoding="utf-8"
    )
    run = ne_kg("validate", *FILES, "--baseline", "base.json", cwd=folder)
    assert run.returncode == 0


def test_warnings_may_only_become_fewer(ne_kg: Run, folder: Path) -> None:
    (folder / "data.ttl").write_text("<x:b> a <https://example.org/Person> .")
    budget = folder / "warnings.txt"
    arguments = ("validate", *FILES, "--warnings-budget", "warnings.txt")
    for allowed, code, said in (
        ("0", 1, "mend 1 of them"),
        ("1 # names are being collected\n", 0, "1 warning;"),
        ("2", 0, "lower the budget from 2 to 1"),
    ):
        budget.write_text(allowed)
        run = ne_kg(*arguments, cwd=folder)
        assert (run.returncode, said in run.stdout) == (code, True), run.stdout


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def test_a_save_hook_checks_only_what_changed(ne_kg: Run, folder: Path) -> None:
    (folder / "other.ttl").write_text("<x:o> a <https://example.org/Person> .")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    arguments = (
        "validate", "--changed", "--data", "data.ttl", "other.ttl", "--shapes", "shapes.ttl",
        "--fail-on", "warning",
    )  # fmt: skip
    unchanged = ne_kg(*arguments, cwd=folder)
    assert (unchanged.returncode, unchanged.stderr) == (0, "nothing changed\n")
    with (folder / "other.ttl").open("a", encoding="utf-8") as data:
        data.write("\n<x:o> <https://example.org/age> 'old' .")
    run = ne_kg(*arguments, cwd=folder)
    assert run.returncode == 1
    assert "other.ttl" in run.stdout
    assert "data.ttl" not in run.stdout


def test_a_second_run_on_the_same_files_reuses_the_report(ne_kg: Run, folder: Path) -> None:
    first = ne_kg("validate", *FILES, "--format", "json", cwd=folder).stdout
    again = ne_kg("validate", *FILES, "--format", "json", cwd=folder).stdout
    assert again == first  # the seconds that the check took included
    (folder / "data.ttl").write_text("<x:b> a <https://example.org/Person> .")
    assert ne_kg("validate", *FILES, "--format", "json", cwd=folder).stdout != first


def test_a_syntax_error_has_line_and_column(ne_kg: Run, folder: Path) -> None:
    (folder / "data.ttl").write_text("<x:a> <x:b>\n  <x:c> <x:d> .")
    run = ne_kg("validate", *FILES, cwd=folder)
    assert run.returncode == 1
    assert "data.ttl:2:" in run.stdout
    annotated = ne_kg("validate", *FILES, "--format", "github", cwd=folder)
    assert annotated.stdout.startswith("::error file=data.ttl,line=2,col=")


def test_folders_are_read_and_the_data_may_hold_the_shapes(ne_kg: Run, folder: Path) -> None:
    run = ne_kg("validate", "--data", ".", cwd=folder)
    assert run.returncode == 1
    assert "ex:nmae" in run.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--data", "missing.ttl"),
        ("--shapes", "shapes.ttl"),
        (*FILES, "--format", "pdf"),
        (*FILES, "--also", "sarif"),
        (*FILES, "--import", "https://example.org/=missing.ttl"),
        (),
    ],
)
def test_a_wrong_command_is_told_apart_from_wrong_data(
    ne_kg: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    run = ne_kg("validate", *arguments, cwd=folder)
    assert run.returncode == 2
    assert run.stderr


def test_data_without_a_shape_is_not_called_valid_in_silence(ne_kg: Run, folder: Path) -> None:
    run = ne_kg("validate", "--data", "data.ttl", cwd=folder)
    assert run.returncode == 2
    assert "there is no shape" in run.stderr


def test_a_misspelt_parameter_of_a_shape_is_no_silence(ne_kg: Run, folder: Path) -> None:
    shapes = folder / "misspelt.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<x:S> a sh:NodeShape ; sh:targetNode <x:a> ;\n"
        "    sh:property [ sh:path <x:p> ; sh:minConut 1 ] .\n",
        encoding="utf-8",
    )
    run = ne_kg("validate", "--data", "data.ttl", "--shapes", "misspelt.ttl", cwd=folder)
    assert run.returncode == 1
    assert "3:47" in run.stdout
    assert "did you mean sh:minCount?" in run.stdout


def test_full_width_marks_are_named(ne_kg: Run, folder: Path) -> None:
    (folder / "wide.ttl").write_text('<x:a> <x:p> "甲" ；\n  <x:q> 1 .\n', encoding="utf-8")
    run = ne_kg("validate", "--data", "wide.ttl", cwd=folder)
    assert run.returncode == 1
    assert "wide.ttl:1:17" in run.stdout
    assert "write the ASCII ; for the full-width ；" in run.stdout
