"""The rules to register at w3id.org lead every canonical IRI to something that answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

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
