"""The API of the saved questions, held to its own description."""

from __future__ import annotations

import hypothesis
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase
from openapi_spec_validator import OpenAPIV31SpecValidator

BOUNDED = hypothesis.settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_the_list_names_every_question(client: FlaskClient) -> None:
    listed = client.get("/api/queries").json
    assert listed is not None
    assert len(listed["questions"]) >= 50
    railways = next(q for q in listed["questions"] if q["name"] == "railways-by-stage")
    assert railways["title"]["en"] == "Railways by stage and city"
    assert railways["files"]["csv"].endswith("/queries/railways-by-stage.csv")


def test_a_question_lists_its_choices_with_labels_and_counts(client: FlaskClient) -> None:
    described = client.get("/api/queries/railways-by-stage").json
    assert described is not None
    choices = described["parameters"][0]["choices"]
    started = next(choice for choice in choices if choice["value"] == "stage:started")
    assert started["label"]["zh"] == "开工"
    assert started["count"] > 1
    assert described["sparql"].startswith("#+")


def test_the_description_is_valid_openapi(client: FlaskClient) -> None:
    document = client.get("/api/openapi.json").json
    assert document is not None
    OpenAPIV31SpecValidator(document).validate()
    assert "/queries/railways-by-stage.csv" in document["paths"]


def test_answers_keep_to_the_description(app: Flask) -> None:
    """Generated requests, good and bad, to every question: a few of each, always the same ones."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    names = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path.endswith((".tsv", ".xml")):
            continue  # the handler of .csv, with the same parameters
        names.add(operation.path)

        @BOUNDED
        @hypothesis.given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"Accept-Encoding": "identity"})

        check()
    assert len(names) > 150
