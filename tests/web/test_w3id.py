"""The rules to register at w3id.org lead every canonical IRI to something that answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ne_kg.store import Store
from ne_kg.web.app import create_app
from ne_kg.web.site import Settings

HOST = "https://ne-kg.example.org"
IRIS = (
    "",
    "id/shenyang",
    "report/2010",
    "report/2010/1.6-2",
    "report/2010/1.6-2.f1",
    "report/2010/2.6.20",
    "report/2010/source.txt",
    "ontology",
    "ontology/0.1.0",
    "vocab/stage",
    "vocab/ind/gdp",
    "source/report-2010",
    "graph/text",
    "dataset",
    "sparql",
    "context.jsonld",
    "prefixes",
    "prefixes/ind",
    "dataset/class/City",
    "queries/airports",
    "shape/StageReport",
)


@pytest.fixture(scope="module")
def rules(root: Path) -> list[tuple[re.Pattern[str], str]]:
    """Pattern and target of each rule, as mod_rewrite reads them."""
    lines = (root / "docs/w3id/.htaccess").read_text(encoding="utf-8").splitlines()
    found = [line.split() for line in lines if line.startswith("RewriteRule")]
    return [(re.compile(rule[1]), rule[2].replace("$", "\\")) for rule in found]


@pytest.mark.parametrize("path", IRIS)
def test_a_canonical_address_is_answered(
    client: FlaskClient, rules: list[tuple[re.Pattern[str], str]], path: str
) -> None:
    target = next(pattern.sub(to, path) for pattern, to in rules if pattern.search(path))
    assert target.startswith(HOST + "/")
    with client.get(target.removeprefix(HOST), headers={"Accept": "text/html"}) as answer:
        assert answer.status_code in (200, 303)


def test_until_they_are_live_pages_show_addresses_that_work(client: FlaskClient) -> None:
    html = client.get("/page/shenyang").text
    assert 'href="http://localhost/id/shenyang"' in html
    assert 'href="https://w3id.org' not in html
    cited = client.get("/queries/airports", headers={"Accept": "text/html"}).text
    assert "http://localhost/queries/airports" in cited
    assert "https://w3id.org/ne-kg/queries/airports" not in cited


def test_once_they_are_live_pages_show_them(store: Store, root: Path) -> None:
    client = create_app(store, Settings(project=root, canonical_live=True)).test_client()
    page = client.get("/page/shenyang")
    assert '<https://w3id.org/ne-kg/id/shenyang>; rel="cite-as"' in page.headers["Link"]
    assert 'href="https://w3id.org/ne-kg/id/shenyang"' in page.text
    assert "http://localhost" not in page.text
    for path in ("/", "/dataset", "/sparql?query=ASK%7B%7D", "/queries/airports"):
        html = client.get(path, headers={"Accept": "text/html"}).text
        assert "http://localhost" not in html, path
        assert "https://w3id.org/ne-kg/" in html, path
