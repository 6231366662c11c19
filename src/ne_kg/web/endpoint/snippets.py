"""The query of the page as code to copy: curl, Python, R and JavaScript, their usual clients."""

from __future__ import annotations

from string import Template

SNIPPETS = (
    (
        "curl",
        Template(
            "curl -H 'Accept: text/csv' --data-urlencode \\\n  query=$shell \\\n  $endpoint\n"
        ),
    ),
    (
        "Python",
        Template(
            "import io\nimport urllib.parse\nimport urllib.request\n\nimport pandas as pd\n\n"
            "query = $json\n"
            "request = urllib.request.Request(\n"
            '    "$endpoint",\n'
            '    data=urllib.parse.urlencode({"query": query}).encode(),\n'
            '    headers={"Accept": "text/csv"},\n)\n'
            "with urllib.request.urlopen(request) as response:\n"
            "    table = pd.read_csv(io.BytesIO(response.read()))\nprint(table)\n"
        ),
    ),
    (
        "R",
        Template(
            "library(httr2)\n\nquery <- $json\n"
            'table <- request("$endpoint") |>\n'
            "  req_body_form(query = query) |>\n"
            '  req_headers(Accept = "text/csv") |>\n'
            "  req_perform() |>\n  resp_body_string() |>\n"
            "  readr::read_csv()\nprint(table)\n"
        ),
    ),
    (
        "JavaScript",
        Template(
            "const query = $json;\n"
            'const response = await fetch("$endpoint", {\n'
            '  method: "POST",\n'
            "  body: new URLSearchParams({ query }),\n"
            '  headers: { Accept: "application/sparql-results+json" },\n});\n'
            "const { results } = await response.json();\nconsole.table(results.bindings);\n"
        ),
    ),
)
"""Pairs of a name and a template over `endpoint`, `shell` and `json` (the query, quoted so)."""
