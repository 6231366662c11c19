"""The files of a dataset, made from what a store holds: RDF in every format, tables, a workbook.

Used by the pages under /dataset and by `ne-kg release`, which write the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from ne_kg.model.rdf import IRI, RDF_LANG_STRING, Literal, Quad, Term
from ne_kg.store import Store
from ne_kg.web import rdf
from ne_kg.web.lookup import lookup
from ne_kg.web.pages import tables
from ne_kg.web.tags import tag

_BATCH = 400
STEM = "ne-kg"
RDF_FILES = tuple(
    f"{STEM}.{extension}" for extension in ("nq", "trig", "ttl", "nt", "rdf", "jsonld")
)


def names() -> tuple[str, ...]:
    """All files, RDF first."""
    return (*RDF_FILES, *(f"{table.name}.csv" for table in tables.tables()), f"{STEM}.xlsx")


def make(name: str, store: Store, context: Path | None = None) -> bytes:
    """The bytes of a file; KeyError for a name that is none."""
    if name in RDF_FILES:
        return rdf.serialise(quads(store), name.rpartition(".")[2], context)
    if name == f"{STEM}.xlsx":
        sheets = (
            (t, tables.grid(t, store.select(t.query), _names(store), store.version))
            for t in tables.tables()
        )
        return tables.as_xlsx(sheets, _note(store.version))
    table = {f"{t.name}.csv": t for t in tables.tables()}[name]
    rows = store.select(table.query)
    return tables.as_csv(tables.grid(table, rows, _names(store), store.version))


def checksums(files: Mapping[str, bytes]) -> str:
    """As `sha256sum` writes them."""
    return "".join(f"{sha256(body).hexdigest()}  {name}\n" for name, body in files.items())


def quads(store: Store) -> list[Quad]:
    """Everything, language tags in their usual spelling."""
    found = []
    for row in store.select(lookup("everything").text):
        subject, predicate, graph = row["s"], row["p"], row.get("g")
        assert isinstance(predicate, IRI)
        assert not isinstance(subject, Literal)
        assert not isinstance(graph, Literal)
        found.append(Quad(subject, predicate, _authored(row["o"]), graph))
    return found


def _authored(term: Term) -> Term:
    if isinstance(term, Literal) and term.language:
        return Literal(term.value, RDF_LANG_STRING, tag(term.language))
    return term


def _names(store: Store) -> tables.Names:
    def named(things: Iterable[IRI]) -> dict[IRI, tuple[str, str]]:
        found: dict[IRI, dict[str, str]] = {thing: {} for thing in things}
        wanted = sorted(found)
        for start in range(0, len(wanted), _BATCH):
            batch: list[Term] = list(wanted[start : start + _BATCH])
            for row in store.select(lookup("labels").bound(these=batch)):
                thing, label = row["thing"], row["label"]
                if isinstance(thing, IRI) and isinstance(label, Literal):
                    found[thing].setdefault((label.language or "zh").lower()[:2], label.value)
        return {
            thing: (said.get("zh", ""), said.get("en", said.get("zh", "")))
            for thing, said in found.items()
        }

    return named


def _note(version: str) -> str:
    return (
        "东北振兴知识图谱 Knowledge graph of Northeast China's revitalisation\n"
        f"数据版本 Data version: {version}\n"
        "许可 Licence: CC BY 4.0 https://creativecommons.org/licenses/by/4.0/\n"
        "每行所据的句子见“句子”“原句”两列。 "
        "Each row names the sentence that states it.\n"
    )
