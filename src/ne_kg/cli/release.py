"""`ne-kg release VERSION`: everything of a version in one folder, ready to deposit."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import click
import yaml

import ne_kg.store
from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.store import Limits
from ne_kg.web.pages import exports

_VERSION = re.compile(r"\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]+)?")
_LEGAL = ("LICENSE", "LICENSE-data", "CHANGELOG.md")


@click.command()
@click.argument("version")
@click.option(
    "--to", type=click.Path(file_okay=False, path_type=Path), help="Folder (default: release/…)."
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of the release (default: today).",
)
@click.pass_obj
def command(root: Path, version: str, to: Path | None, day: date | None) -> None:
    """Write the built dataset as release VERSION into a folder.

    The folder holds the graph in every RDF format, the tables and the workbook, SHA256SUMS,
    CITATION.cff, the licences, and .zenodo.json for a deposit at Zenodo.

    Example: ne-kg release 1.0.0
    """
    project = Project.at(root)
    if not _VERSION.fullmatch(version):
        raise UsageError(f"{version!r} is no version", remedy="write it as 1.0.0 (semver.org)")
    dataset = project.built()
    folder = to or root / "release" / version
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("the folder is not empty", where=str(folder), remedy="name another: --to")
    folder.mkdir(parents=True, exist_ok=True)
    issued = (day or date.today()).strftime("%Y-%m-%d")
    store = ne_kg.store.open(dataset=dataset, limits=Limits(workers=1, seconds=120))
    try:
        context = project.ontology / "context.jsonld"
        files = {name: exports.make(name, store, context) for name in exports.names()}
        data_version = store.version
    finally:
        store.close()
    files["ne-kg.nq"] = dataset.read_bytes()
    files |= {name: path.read_bytes() for name in _LEGAL if (path := root / name).is_file()}
    citation = _citation(root, version, data_version, issued)
    files["CITATION.cff"] = yaml.safe_dump(citation, allow_unicode=True, sort_keys=False).encode()
    files[".zenodo.json"] = _zenodo(citation, version, data_version, issued)
    files["SHA256SUMS"] = exports.checksums(files).encode()
    for name, body in files.items():
        (folder / name).write_bytes(body)
    click.echo(f"{folder}: {len(files)} files of data version {data_version[:12]}", err=True)


def _citation(root: Path, version: str, data_version: str, issued: str) -> dict[str, object]:
    """The project's CITATION.cff with the version and date of this release."""
    path = root / "CITATION.cff"
    said = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        "cff-version": "1.2.0",
        "message": "Please cite this dataset as below.",
        "title": "Knowledge graph of Northeast China's revitalisation",
        "authors": [{"name": "The ne-kg authors"}],
        **said,
        "type": "dataset",
        "license": "CC-BY-4.0",
        "version": version,
        "date-released": issued,
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{data_version}",
                "description": "Data version: the SHA-256 of the sorted N-Quads",
            }
        ],
    }


def _zenodo(citation: dict[str, object], version: str, data_version: str, issued: str) -> bytes:
    """Metadata of a Zenodo deposit (https://developers.zenodo.org/#representation)."""
    people = citation["authors"] if isinstance(citation["authors"], list) else []
    creators = [{"name": _name(person)} for person in people]
    document = {
        "upload_type": "dataset",
        "title": citation["title"],
        "creators": creators,
        "description": (
            "The facts stated by every sentence of the State Council's report on the "
            "revitalisation of Northeast China in 2010, as linked data. "
            f"Data version {data_version}."
        ),
        "version": version,
        "publication_date": issued,
        "language": "zho",
        "license": "cc-by-4.0",
        "access_right": "open",
        "keywords": [
            "knowledge graph",
            "linked data",
            "Northeast China",
            "东北振兴",
            "RDF",
            "SHACL",
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _name(person: dict[str, str]) -> str:
    """`Family, Given`, or the name of a group."""
    if "family-names" in person:
        return f"{person['family-names']}, {person.get('given-names', '')}".rstrip(", ")
    return person.get("name", "")
