"""The action, the hook and the recipe: what they run, run on the repository of somebody else."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from shutil import copytree

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOREIGN = Path(__file__).parent / "dcat-ap"
SUITE = ROOT / "tests/w3c/shacl/core/property"


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's folder: the source as the action finds it; its first step installs it there."""
    home = tmp_path_factory.mktemp("runner")
    copytree(ROOT / "src", home / "source/src")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            (home / "source" / name).write_bytes((ROOT / name).read_bytes())
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    install = action["runs"]["steps"][0]
    assert install["name"] == "Install ne-kg"
    environment = {"ACTION": str(home / "source"), "HOME_OF_NE_KG": str(home / "ne-kg")}
    assert set(environment) == set(install["env"])
    run = shell(install["run"], home, environment)
    assert run.returncode == 0, run.stderr
    return home


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A foreign repository: DCAT-AP's shapes with two of its examples."""
    copytree(FOREIGN, tmp_path / "repository")
    return tmp_path / "repository"


def shell(script: str, cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub's `shell: bash` does."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=cwd,
        env={**os.environ, "XDG_CACHE_HOME": str(cwd / ".cache"), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def act(tools: Path, repository: Path, **inputs: str) -> tuple[int, str, str]:
    """Run the second step of action.yml as a runner does; exit code, log and summary."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    values = {name: about.get("default", "") for name, about in action["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    contexts = {
        "github.action_path": str(tools / "source"),
        "runner.temp": str(tools),
        **{f"inputs.{name}": value for name, value in values.items()},
    }

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: contexts[match[1]], text)

    summary = repository / "summary.md"
    _, step = action["runs"]["steps"]
    environment = {name: filled(value) for name, value in step["env"].items()}
    run = shell(step["run"], repository, {**environment, "GITHUB_STEP_SUMMARY": str(summary)})
    told = summary.read_text("utf-8") if summary.exists() else ""
    return run.returncode, run.stdout + run.stderr, told


def test_the_action_annotates_the_lines_of_a_foreign_repository(
    tools: Path, repository: Path
) -> None:
    code, log, summary = act(
        tools, repository, data="*gea-nha.ttl *life-count.ttl", shapes="shapes.ttl",
        sarif="shacl.sarif",
    )  # fmt: skip
    assert code == 1, log
    assert (
        "::error file=example-bee-population-dataset-series-gea-nha.ttl,line=9,col=32,title=" in log
    )
    assert "4 violations; 34 statements, 118 constraints" in log
    assert summary.startswith("## ❌ Not valid")
    assert (repository / "shacl.sarif").exists()


def test_the_action_passes_on_valid_data_and_fails_on_broken_turtle(
    tools: Path, repository: Path
) -> None:
    code, log, summary = act(tools, repository, data=str(SUITE / "class-001.ttl"))
    assert code == 1, log
    code, log, summary = act(
        tools, repository, data="*gea-nha.ttl", shapes=str(SUITE / "pattern-001.ttl")
    )
    assert code == 0, log
    assert "✅ Valid" in summary
    code, log, _ = act(tools, repository, data="*-api.ttl", shapes="shapes.ttl")
    assert code == 1
    assert "::error file=example-bee-population-dataset-series-api.ttl,line=20,col=31" in log


def test_the_action_tells_a_wrong_use_apart(tools: Path, repository: Path) -> None:
    code, log, _ = act(tools, repository, data="nothing.ttl", shapes="shapes.ttl")
    assert code == 2, log


def test_the_hook_runs_as_its_page_shows(tools: Path, repository: Path) -> None:
    page = (ROOT / "docs/ci/pre-commit.md").read_text("utf-8")
    (config, all_data) = re.findall(r"```yaml\n(.*?)```", page, re.S)
    used = yaml.safe_load(config)["repos"][0]["hooks"][0]
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))[0]
    assert used["id"] == hook["id"]
    (repository / "shapes").mkdir()
    (repository / "shapes.ttl").rename(repository / "shapes/shapes.ttl")
    files = sorted(path.name for path in repository.glob("*-count.ttl"))
    assert all(re.search(hook["files"], name) for name in files)
    assert re.search(used["exclude"], "shapes/shapes.ttl")
    command = [*hook["entry"].split(), *used["args"], *files]
    path = f"{tools / 'ne-kg/bin'}:{os.environ['PATH']}"
    run = shell(" ".join(command), repository, {"PATH": path})
    assert run.returncode == 1
    assert "dct:description" in run.stdout
    again = yaml.safe_load(all_data)[0]
    (repository / "data").mkdir()
    for name in files:
        (repository / name).rename(repository / "data" / name)
    shell("git init -q && git add . && git -c user.name=t -c user.email=t@x commit -qm all",
          repository, {})  # fmt: skip
    run = shell(" ".join([*hook["entry"].split(), *again["args"]]), repository, {"PATH": path})
    assert (run.returncode, run.stderr) == (0, "nothing changed\n")


def test_the_shell_recipe_runs_as_its_page_shows(tools: Path, repository: Path) -> None:
    page = (ROOT / "docs/ci/shell.md").read_text("utf-8")
    recipe, baseline = re.findall(r"```sh\n(.*?)```", page, re.S)
    (repository / "data.ttl").write_bytes(next(repository.glob("*gea-nha.ttl")).read_bytes())
    environment = {"NE_KG_SOURCE": str(tools / "source")}
    run = shell(recipe, repository, environment)
    assert run.returncode == 1, run.stderr
    for name in ("shacl-junit.xml", "shacl.sarif", "shacl.md"):
        assert (repository / name).stat().st_size > 100
    assert shell(baseline, repository, environment).returncode == 0
