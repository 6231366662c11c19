"""What an operator looks at: /health, /ready, /metrics and the access log.

The log has one JSON object a line on the logger `ne_kg.access`; query strings stand in it only if
the operator asks for them, because they may be personal.
"""

from __future__ import annotations

import json
import logging
import time

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from ne_kg import __version__
from ne_kg.model.errors import EngineDown, EngineError
from ne_kg.web.site import Site, site

blueprint = Blueprint("operations", __name__)
access = logging.getLogger("ne_kg.access")

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@blueprint.get("/health")
def health() -> Response:
    """Whether this process answers at all; 200 says no more than that."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@blueprint.get("/ready")
def ready() -> Response:
    """Whether queries can be answered; 503 tells a load balancer to go elsewhere."""
    try:
        status = site().store.status()
    except EngineError as error:
        response = jsonify(ready=False, why=error.what)
        response.status_code = 503
        again = error.retry_after if isinstance(error, EngineDown) else 5
        response.headers["Retry-After"] = str(again)
        return response
    return jsonify(ready=True, software=__version__, **status)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text format."""
    registry: CollectorRegistry = current_app.extensions["ne_kg.metrics"].registry
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Metrics:
    """The counters of one application; not of the process, so that tests can have several."""

    def __init__(self, site: Site) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "ne_kg_requests_total",
            "Requests answered.",
            ["resource", "method", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "ne_kg_request_seconds",
            "Time from request to answer.",
            ["resource"],
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.limits = Counter(
            "ne_kg_limits_total",
            "Queries ended or refused by a limit.",
            ["limit"],
            registry=self.registry,
        )
        self.cached = Counter(
            "ne_kg_cached_answers_total", "Answers from the cache.", registry=self.registry
        )
        self.answered = self.requests.labels("sparql.sparql", "GET", 200)
        self.took = self.seconds.labels("sparql.sparql")
        self.registry.register(_Workers(site))


class _Workers(Collector):
    """Gauges that are read from the store when asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> list[GaugeMetricFamily | CounterMetricFamily]:
        try:
            status = self._site.store.status()
        except EngineError:
            return [GaugeMetricFamily("ne_kg_store_up", "Whether the store answers.", 0)]
        killed = CounterMetricFamily(
            "ne_kg_workers_killed", "Workers that ended while at work.", labels=["cause"]
        )
        for cause, count in status.get("killed", {}).items():
            killed.add_metric([cause], count)
        version = GaugeMetricFamily(
            "ne_kg_data_version", "The data version served.", labels=["version"]
        )
        version.add_metric([status["version"]], 1)
        up = GaugeMetricFamily("ne_kg_store_up", "Whether the store answers.", 1)
        gauges = [
            GaugeMetricFamily(f"ne_kg_{name}", f"{said}.", status[name])
            for name, said in (
                ("workers", "Worker processes"),
                ("busy", "Workers with a query"),
                ("queued", "Queries that wait for a worker"),
            )
            if name in status
        ]
        return [up, version, killed, *gauges]


def observe(app: Flask) -> None:
    """Count, time and log every request of `app`."""
    site: Site = app.extensions["ne_kg"]
    metrics = Metrics(site)
    app.extensions["ne_kg.metrics"] = metrics

    @app.before_request
    def start() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        seconds = time.perf_counter() - g.get("began", time.perf_counter())
        resource = request.endpoint or "none"
        metrics.requests.labels(resource, request.method, response.status_code).inc()
        metrics.seconds.labels(resource).observe(seconds)
        if g.get("limit"):
            metrics.limits.labels(g.limit).inc()
        if g.get("cached"):
            metrics.cached.inc()
        if access_is_logged():
            access.info(_line(response, seconds, site.settings.log_queries))
        return response


def access_is_logged() -> bool:
    return access.isEnabledFor(logging.INFO)


def _line(response: Response, seconds: float, with_query: bool) -> str:
    line = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "client": request.remote_addr,
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "bytes": response.content_length,
        "ms": round(seconds * 1000, 2),
        "type": response.mimetype,
    }
    if g.get("limit"):
        line["limit"] = g.limit
    if g.get("cached"):
        line["cached"] = True
    if with_query:
        line["query"] = request.query_string.decode("utf-8", "replace")
    return json.dumps(line, ensure_ascii=False)
