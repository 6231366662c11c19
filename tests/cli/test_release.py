"""A release is a folder that can be deposited as it stands."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import yaml

Command = Callable[..., subprocess.CompletedProcess[str]]


def test_a_release_holds_all_formats_and_its_own_checksums(ne_kg: Command, tmp_path: Path) -> None:
    done = ne_kg("release", "1.2.3", "--to", str(tmp_path / "r"), "--date", "2026-01-02")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "r"
    sums = [line.split("  ") for line in (folder / "SHA256SUMS").read_text().splitlines()]
    assert {name for _, name in sums} == {p.name for p in folder.iterdir()} - {"SHA256SUMS"}
    for digest, name in sums:
        assert sha256((folder / name).read_bytes()).hexdigest() == digest
    for name in ("ne-kg.nq", "ne-kg.trig", "ne-kg.jsonld", "figures.csv", "ne-kg.xlsx"):
        assert (folder / name).stat().st_size > 1000
    citation = yaml.safe_load((folder / "CITATION.cff").read_text())
    assert (citation["version"], str(citation["date-released"])) == ("1.2.3", "2026-01-02")
    assert citation["authors"]
    deposit = json.loads((folder / ".zenodo.json").read_text())
    assert deposit["upload_type"] == "dataset"
    assert deposit["creators"][0]["name"]


def test_a_wrong_version_or_a_full_folder_is_misuse(ne_kg: Command, tmp_path: Path) -> None:
    assert ne_kg("release", "one").returncode == 2
    (tmp_path / "file").touch()
    full = ne_kg("release", "1.0.0", "--to", str(tmp_path))
    assert full.returncode == 2
    assert "not empty" in full.stderr
