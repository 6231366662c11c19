"""A saved question and what is asked of it → an answer with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ne_kg.model.question import Parameter, Question
from ne_kg.model.rdf import IRI, Literal, Term
from ne_kg.model.terms import PREFIXES
from ne_kg.queries.parameters import Bindings, WrongValue, bind, fill
from ne_kg.questions.rdf import form
from ne_kg.store import Store
from ne_kg.store.answer import JSON, N_TRIPLES
from ne_kg.store.bindings import solutions, triples


@dataclass(frozen=True, slots=True)
class Several:
    """The values of a column in which several rows of the engine are one row for a reader."""

    terms: tuple[Term, ...]

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))


Value = Term | Several
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words that a row stands on."""

    iri: IRI
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """An answer to a question: rows, the labels of what they name, and the sentences behind them.

    `labels` has zh and en by IRI; `evidence` is by the IRI of the sentence; `query` is the SPARQL
    that was asked and `version` the data that answered it.
    """

    question: Question
    bindings: Bindings
    query: str
    rows: tuple[Row, ...]
    labels: Mapping[IRI, Mapping[str, str]]
    evidence: Mapping[IRI, Sentence]
    version: str

    def sentence(self, row: Row) -> Sentence | None:
        """The sentence behind a row, if the question says which variable holds it."""
        term = row.get(self.question.evidence or "")
        return self.evidence.get(term) if isinstance(term, IRI) else None


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a parameter may take, with its label and how often it occurs."""

    term: Term
    label: Mapping[str, str]
    count: int


def ask(store: Store, question: Question, given: Mapping[str, str]) -> Result:
    """Run a question; UsageError for a wrong value, EngineError where no answer comes.

    The rows of a CONSTRUCT have the columns subject, predicate and object.
    """
    bindings = bind(question, given)
    _known(store, question, bindings)
    query = fill(question, bindings)
    rows: tuple[Mapping[str, Term], ...]
    if form(query) == "construct":
        answer = store.query(query, format=N_TRIPLES)
        rows = tuple(triples(answer.body))
    else:
        answer = store.query(query, format=JSON)
        rows = tuple(solutions(answer.body))
    named = {term for row in rows for term in row.values() if isinstance(term, IRI)}
    sentences = {t for t in named if t.value.startswith(PREFIXES["r"])}
    return Result(
        question=question,
        bindings=bindings,
        query=query,
        rows=merged(question, rows),
        labels=labels(store, named - sentences),
        evidence=_evidence(store, sentences),
        version=answer.version,
    )


def merged(question: Question, rows: Iterable[Mapping[str, Term]]) -> tuple[Row, ...]:
    """One row where rows differ only in columns of several values; in the order of the first.

    A fund of two purposes would else be counted twice by whoever adds up the rows of a file.
    """
    names = {column.name for column in question.columns if column.several}
    if not names:
        return tuple(rows)
    found: dict[frozenset[tuple[str, Term]], dict[str, set[Term]]] = {}
    for row in rows:
        key = frozenset((name, term) for name, term in row.items() if name not in names)
        lists = found.setdefault(key, {name: set() for name in names})
        for name in names & row.keys():
            lists[name].add(row[name])
    return tuple(
        {**dict(key), **{name: _several(terms) for name, terms in lists.items() if terms}}
        for key, lists in found.items()
    )


def _several(terms: set[Term]) -> Value:
    ordered = sorted(terms, key=str)
    return ordered[0] if len(ordered) == 1 else Several(tuple(ordered))


def choices(store: Store, question: Question) -> dict[str, tuple[Choice, ...]]:
    """For each parameter with choices, the values that the data holds."""
    found = {}
    for parameter in question.parameters:
        if parameter.choices:
            rows = store.select(f"{question.prologue}\n{parameter.choices}")
            terms = {row["value"] for row in rows if "value" in row}
            names = labels(store, {term for term in terms if isinstance(term, IRI)})
            found[parameter.name] = tuple(
                Choice(row["value"], _label(row["value"], names), _count(row))
                for row in rows
                if "value" in row
            )
    return found


def _known(store: Store, question: Question, bindings: Bindings) -> None:
    """WrongValue for an IRI that the data says nothing of: a slip, not an empty answer."""
    asked: dict[Term, Parameter] = {
        term: parameter
        for parameter in question.parameters
        if isinstance(term := bindings.get(parameter.name), IRI) and term != parameter.default
    }
    if not asked:
        return
    values = " ".join(map(str, asked))
    found = store.select(
        f"SELECT ?value WHERE {{ VALUES ?value {{ {values} }} FILTER EXISTS {{ ?value ?p ?o }} }}"
    )
    for term in asked.keys() - {row["value"] for row in found}:
        why = {"zh": "在数据里没有这个事物", "en": "names nothing that the data knows"}
        raise WrongValue(asked[term], why)


def labels(store: Store, things: set[IRI]) -> dict[IRI, dict[str, str]]:
    """Labels in zh and en, in one query for all; the last part of the IRI where there is none."""
    if not things:
        return {}
    values = " ".join(str(thing) for thing in sorted(things))
    rows = store.select(
        f"PREFIX rdfs: <{PREFIXES['rdfs']}> PREFIX skos: <{PREFIXES['skos']}>\n"
        f"SELECT ?thing ?label WHERE {{ VALUES ?thing {{ {values} }}\n"
        "  { ?thing rdfs:label ?label } UNION { ?thing skos:prefLabel ?label } }"
    )
    found: dict[IRI, dict[str, str]] = {thing: {} for thing in things}
    for row in rows:
        thing, label = row["thing"], row["label"]
        if isinstance(thing, IRI) and isinstance(label, Literal):
            language = (label.language or "").split("-")[0].lower()
            found[thing].setdefault(language, label.value)
    for thing, texts in found.items():
        fallback = next(iter(texts.values()), None) or _slug(thing)
        texts.setdefault("zh", fallback)
        texts.setdefault("en", fallback)
    return found


def _evidence(store: Store, sentences: set[IRI]) -> dict[IRI, Sentence]:
    if not sentences:
        return {}
    values = " ".join(str(sentence) for sentence in sorted(sentences))
    rows = store.select(
        f"PREFIX nekg: <{PREFIXES['nekg']}>\n"
        f"SELECT ?s ?text WHERE {{ VALUES ?s {{ {values} }} ?s nekg:text ?text }}"
    )
    return {
        row["s"]: Sentence(row["s"], _slug(row["s"]), row["text"].value)
        for row in rows
        if isinstance(row["s"], IRI)
    }


def _label(term: Term, names: Mapping[IRI, Mapping[str, str]]) -> Mapping[str, str]:
    if isinstance(term, IRI) and term in names:
        return names[term]
    return {"zh": term.value, "en": term.value}


def _count(row: Mapping[str, Term]) -> int:
    count = row.get("count")
    return int(count.value) if isinstance(count, Literal) else 0


def _slug(thing: IRI) -> str:
    return thing.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
