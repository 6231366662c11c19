"""The model as the shapes draw it."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from ne_kg.web.pages.diagram import HEAD, ROW, Box, Kind, Property, drawn

FIGURE, PERIOD, UNIT = (Box(name, name, f"/{name}") for name in ("figure", "period", "unit"))


def test_kinds_stand_below_one_another_and_their_targets_beside_them() -> None:
    diagram = drawn(
        [
            Kind(Box("act", "act", "/act"), (Property("as of", "1", PERIOD),)),
            Kind(FIGURE, (Property("period", "1", PERIOD), Property("unit", "0..1", UNIT))),
        ]
    )
    first, second = diagram.panels
    assert (first.box, second.box.label) == (FIGURE, "act")  # the larger first
    assert first.height == HEAD + 2 * ROW
    assert second.y > first.y + first.height
    placed = sorted(diagram.targets, key=lambda target: target.y)
    assert {target.box for target in placed} == {PERIOD, UNIT}
    assert placed[1].y >= placed[0].y + HEAD
    assert placed[1].y + HEAD <= diagram.height + HEAD
    assert len({row.path for panel in diagram.panels for row in panel.rows}) == 3


def test_nothing_to_draw_is_an_empty_diagram() -> None:
    assert drawn([]).panels == ()


def test_the_page_draws_what_the_shapes_say(client: FlaskClient) -> None:
    html = client.get("/ontology?lang=en").text
    svg = html[html.index('<svg class="diagram"') : html.index("</svg>")]
    for words in ("stage report", "figure", "indicator", "period", "0..1", "1..*", "any thing"):
        assert f">{words}<" in svg, words
    table = html[html.index('id="model-words"') :]
    assert re.search(r"<td>figure</td><td>indicator</td><td>1</td><td>indicator</td>", table)
    assert "A stage report has exactly one stage" in table


def test_rules_are_said_as_rules_without_places_for_values(client: FlaskClient) -> None:
    for path in ("/ontology", "/validation", "/ontology?lang=en", "/validation?lang=en"):
        html = client.get(path).text
        assert "{$this}" not in html
        assert "{?value}" not in html
