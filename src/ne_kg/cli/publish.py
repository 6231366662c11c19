"""`ne-kg publish`: fill a remote SPARQL server with the built graph."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from ne_kg.model.errors import UsageError
from ne_kg.model.project import Project
from ne_kg.store import dataset as datasets
from ne_kg.store import fill


@click.command()
@click.option("--to", "store", required=True, help="Graph Store address to write to.")
@click.option("--query", help="Query address of the same repository (default: …/query).")
@click.option(
    "--whole/--by-graph",
    default=None,
    help="Replace everything in one request (Oxigraph's /store), or fill an empty repository.",
)
@click.option("--user", default="", help="User name, if the server asks for one.")
@click.option("--password", envvar="NE_KG_PASSWORD", default="", help="Better: NE_KG_PASSWORD.")
@click.option(
    "--switch",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that `ne-kg serve --engine FILE` reads; it is made to name this server.",
)
@click.pass_obj
def command(
    root: Path,
    /,
    store: str,
    query: str | None,
    whole: bool | None,
    user: str,
    password: str,
    switch: Path | None,
) -> None:
    """Fill a SPARQL server with the built graph, and verify what it then holds.

    Readers never see half of it: Oxigraph replaces everything in one request; elsewhere an empty
    repository is filled and verified before --switch names it.

    Example: ne-kg publish --to http://127.0.0.1:7878/store
    """
    path = Project.at(root).built().resolve()
    if whole is None:
        whole = urlsplit(store).path.endswith("/store")
    if query is None:
        if not store.endswith("/store"):
            raise UsageError("the query address is not known", remedy="give it with --query URL")
        query = store.removesuffix("/store") + "/query"
    server = fill.Server(store, query, user, password)
    if whole:
        fill.replace_all(server, path)
    else:
        fill.fill_empty(server, path)
    fill.verify(server, path)
    if switch is not None:
        fill.switch(switch, query)
    click.echo(f"{query} serves data version {datasets.version_of(path)}", err=True)
