"""Where things stand in a project folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ne_kg.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with `ontology/`, `data/` and `queries/`; results go to `published/`."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> Project:
        """The project in `root`; UsageError if the folder does not hold one."""
        for needed in ("ontology", "data"):
            if not (root / needed).is_dir():
                raise UsageError(
                    f"no {needed}/ folder, so this is not a project folder",
                    where=str(root),
                    remedy="start the command in the project folder, or name it with --project DIR",
                )
        return cls(root)

    @property
    def ontology(self) -> Path:
        return self.root / "ontology"

    @property
    def vocabularies(self) -> Path:
        return self.ontology / "vocab"

    @property
    def shapes(self) -> Path:
        return self.ontology / "shapes"

    @property
    def rules(self) -> Path:
        return self.ontology / "rules"

    @property
    def catalogue(self) -> Path:
        return self.root / "data" / "catalogue"

    @property
    def reports(self) -> Path:
        return self.root / "data" / "reports"

    @property
    def queries(self) -> Path:
        return self.root / "queries"

    @property
    def published(self) -> Path:
        """`published/<version>/dataset.nq`, and `published/current`, a link to the served one."""
        return self.root / "published"

    @property
    def dataset(self) -> Path:
        return self.published / "current" / "dataset.nq"

    def built(self) -> Path:
        """The served dataset; UsageError if nothing has been published."""
        if not self.dataset.is_file():
            raise UsageError(
                "nothing is built yet", where=str(self.dataset), remedy="run ne-kg build"
            )
        return self.dataset
