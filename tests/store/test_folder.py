"""Published versions: swapped in whole, the one before kept, two builds at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ne_kg.store.folder import current, fingerprint_of, publish


def versions(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"current"}


def test_the_version_before_is_kept_also_when_the_same_is_built_again(tmp_path: Path) -> None:
    for version in ("one", "two", "three", "three"):
        publish(tmp_path, version, b"", version)
    assert versions(tmp_path) == {"two", "three"}
    assert fingerprint_of(tmp_path) == "three"


def test_what_a_killed_build_left_behind_is_removed(tmp_path: Path) -> None:
    publish(tmp_path, "one", b"", "")
    (tmp_path / ".new-left").mkdir()
    publish(tmp_path, "two", b"", "")
    assert versions(tmp_path) == {"one", "two"}


def test_builds_that_end_at_once_do_not_sweep_each_other_away(tmp_path: Path) -> None:
    dataset = b"<a:a> <a:b> <a:c> <a:g> .\n" * 20_000

    def build(number: int) -> Path:
        return publish(tmp_path, f"v{number}", dataset, "")

    with ThreadPoolExecutor(8) as pool:
        files = list(pool.map(build, range(24)))
    assert set(files) == {tmp_path / "current/dataset.nq"}
    assert files[0].read_bytes() == dataset
    assert len(versions(tmp_path)) == 2
    assert current(tmp_path) is not None
