"""Finding things and sentences by their names: Chinese, pinyin, initials, English, traditional.

An index in memory over characters and pairs of characters. Pairs, because Chinese has no spaces
and its shortest names have two characters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches

from ne_kg.queries.spelling import Forms, is_chinese, is_word, ngrams, normal, syllables

FACETS = ("kind", "province", "industry", "section")
SENTENCE = "sentence"

_BETWEEN = re.compile("[的和与及、，]")
_ENOUGH = 0.6
_ENOUGH_LETTERS = 0.75
_NEARLY = 0.78
_NEARLY_SHORT = 0.65


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing or a sentence: its names (a sentence's text), what facets say, how often it is
    mentioned."""

    iri: str
    names: tuple[str, ...]
    facets: Mapping[str, frozenset[str]]
    weight: int = 0
    order: int = 0

    @property
    def is_sentence(self) -> bool:
        return SENTENCE in self.facets.get("kind", ())


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found, the name that matched, and how well (0–100)."""

    entry: Entry
    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, best first, and for each facet how many of them have each value.

    A facet's own choice does not narrow its counts, so that one sees what else could be chosen.
    `loose` says that nothing fits the words as they stand, and these only resemble them.
    """

    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    loose: bool = False


@dataclass(slots=True)
class Index:
    """Entries, the forms of their names, and which entries hold which pair of characters, or which
    word in Latin letters."""

    entries: list[Entry]
    forms: list[tuple[Forms, ...]] = field(default_factory=list)
    """Of each entry and name."""
    grams: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    words: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Index:
        """Index entries, names without their white space."""
        index = cls(list(entries))
        for number, entry in enumerate(index.entries):
            forms = tuple(
                Forms(normal(name)) if entry.is_sentence else Forms.of_name(name)
                for name in entry.names
            )
            index.forms.append(forms)
            for kinds in forms:
                for form in kinds:
                    for gram in ngrams(form):
                        index.grams[gram].add(number)
                for word in kinds.words.split():
                    index.words[word].add(number)
        return index

    def search(self, words: str, chosen: Mapping[str, Sequence[str]] | None = None) -> Found:
        """What fits all words, or, if nothing does, what fits the words that stand between 的 or 和
        (沈阳的项目), or else most of their characters.

        Without words everything fits, so that facets alone can be browsed.
        """
        hits = self._strict(words) if words.strip() else self._everything()
        hits = hits or self._strict(_BETWEEN.sub(" ", words))
        loose = not hits
        if loose:
            hits = self._loosely(words)
        chosen = {facet: values for facet, values in (chosen or {}).items() if values}
        counts = {
            facet: Counter(
                value
                for hit in hits
                if _fits(hit.entry, {f: v for f, v in chosen.items() if f != facet})
                for value in hit.entry.facets.get(facet, ())
            )
            for facet in FACETS
        }
        kept = (hit for hit in hits if _fits(hit.entry, chosen))
        ranked = sorted(
            kept, key=lambda hit: (-hit.score, -hit.entry.weight, hit.entry.order, hit.entry.iri)
        )
        return Found(tuple(ranked), counts, loose and bool(ranked))

    def _everything(self) -> list[Hit]:
        return [Hit(entry, entry.names[0], 0.0) for entry in self.entries]

    def _strict(self, words: str) -> list[Hit]:
        whole = {hit.entry.iri: hit for hit in self._one(normal(words))}
        tokens = [normal(word) for word in words.split()]
        if len(tokens) > 1:
            each = [{hit.entry.iri: hit for hit in self._one(token)} for token in tokens]
            for iri in set(each[0]).intersection(*each[1:]):
                hits = [found[iri] for found in each]
                mean = sum(hit.score for hit in hits) / len(hits)
                whole.setdefault(iri, Hit(hits[0].entry, hits[0].name, mean))
        return list(whole.values())

    def _one(self, token: str) -> list[Hit]:
        """Entries one of whose forms holds the token."""
        grams = ngrams(token) if len(token) > 1 else {token}
        if not token:
            return []
        numbers = set.intersection(*(self.grams.get(gram, set()) for gram in grams))
        hits = []
        for number in numbers:
            entry = self.entries[number]
            best = max(
                (
                    (_score(token, kinds, entry.is_sentence), -place)
                    for place, kinds in enumerate(self.forms[number])
                ),
            )
            if best[0] > 0:
                hits.append(Hit(entry, entry.names[-best[1]], best[0]))
        return hits

    def _loosely(self, words: str) -> list[Hit]:
        """Entries that resemble the words: that sound the same (哈尔宾), hold their characters in
        this order (哈大), are spelt nearly so (dalin), or share most pairs of characters."""
        token = normal(words)
        best: dict[str, Hit] = {}
        for hit in (
            *self._sounding(token),
            *self._abbreviated(token),
            *self._misspelt(token),
            *self._worded(words),
            *self._sharing(token),
        ):
            if hit.entry.iri not in best or hit.score > best[hit.entry.iri].score:
                best[hit.entry.iri] = hit
        return list(best.values())

    def _sounding(self, token: str) -> list[Hit]:
        if not is_chinese(token):
            return []
        found = self._one("".join(syllables(token)))
        return [Hit(hit.entry, hit.name, 0.8 * hit.score) for hit in found]

    def _abbreviated(self, token: str) -> list[Hit]:
        """Things with a name that begins as the token does and goes on with its characters."""
        if len(token) < 2 or not is_chinese(token):
            return []
        pattern = re.compile(".*?".join(map(re.escape, token)))
        hits = []
        for number in set.intersection(*(self.grams.get(c, set()) for c in token)):
            entry = self.entries[number]
            for name, (form, *_) in zip(entry.names, self.forms[number], strict=True):
                if not entry.is_sentence and (found := pattern.match(form)):
                    share = len(token) / max(len(found[0]), 1)
                    hits.append(Hit(entry, name, 30 + 20 * share + 10 * len(token) / len(form)))
        return hits

    def _misspelt(self, token: str) -> list[Hit]:
        """Things one of whose spellings in Latin letters is nearly the token."""
        if not is_word(token) or len(token) < 3:
            return []
        enough = _NEARLY if len(token) > 4 else _NEARLY_SHORT
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(token)
        hits = []
        for entry, forms in zip(self.entries, self.forms, strict=True):
            for name, (form, pinyin, _, words) in zip(entry.names, forms, strict=True):
                if entry.is_sentence:
                    continue
                for text in {form, pinyin, *words.split()}:
                    if abs(len(text) - len(token)) > 2:
                        continue
                    matcher.set_seq1(text)
                    if matcher.quick_ratio() >= enough and (near := matcher.ratio()) >= enough:
                        whole = 10 * (text in (form, pinyin))
                        hits.append(Hit(entry, name, 50 * near + whole))
        return hits

    def _worded(self, words: str) -> list[Hit]:
        """Things whose English name has most of the words, or nearly (oil pipline)."""
        asked = [word for word in map(normal, words.split()) if is_word(word)]
        if len(asked) < 2:
            return []
        near = {word: get_close_matches(word, self.words, 20, _NEARLY) for word in asked}
        found = Counter(
            n for some in near.values() for n in {n for word in some for n in self.words[word]}
        )
        meant = {word for some in near.values() for word in some}
        hits = []
        for number, count in found.items():
            if count >= _ENOUGH * len(asked):
                entry, forms = self.entries[number], self.forms[number]
                best = max(
                    range(len(forms)), key=lambda n: len(meant & set(forms[n].words.split()))
                )
                hits.append(Hit(entry, entry.names[best], 45 * count / len(asked)))
        return hits

    def _sharing(self, token: str) -> list[Hit]:
        """Entries one of whose names has, in one spelling, most pairs of the token's characters;
        letters are few, so that of these it has to have more, and not be much longer."""
        grams = {gram for gram in ngrams(token) if len(gram) > 1}
        chinese = is_chinese(token)
        enough = _ENOUGH if chinese else _ENOUGH_LETTERS
        shared = Counter(n for gram in grams for n in self.grams.get(gram, ()))
        hits = []
        for number, count in shared.items():
            if len(grams) < 2 or count < enough * len(grams):
                continue
            entry = self.entries[number]
            for name, kinds in zip(entry.names, self.forms[number], strict=True):
                fit = (form for form in kinds if chinese or len(form) <= 2 * len(token))
                share = max((len(grams & ngrams(form)) for form in fit), default=0) / len(grams)
                if share >= enough:
                    hits.append(Hit(entry, name, 20 * share))
        return hits


def _score(token: str, kinds: Forms, is_sentence: bool) -> float:
    """How well a token fits a name: by which form, and how much of it. Things named so come before
    the sentences that hold the words."""
    form, pinyin, initials, words = kinds
    if is_sentence:
        return 40 + 10 * len(token) / len(form) if token in form else 0.0
    best = 0.0
    for text, whole, start, inside in (
        (form, 100, 80, 55),
        (pinyin, 90, 65, 35),
        (initials, 75, 50, 25),
    ):
        if not text or token not in text:
            continue
        base = whole if token == text else start if text.startswith(token) else inside
        best = max(best, base + 10 * len(token) / len(text) - 10 * (token != text))
    if words and any(word.startswith(token) for word in words.split()):
        best = max(best, 60 + 10 * len(token) / len(words))
    return best


def _fits(entry: Entry, chosen: Mapping[str, Sequence[str]]) -> bool:
    return all(
        entry.facets.get(facet, frozenset()) & set(values) for facet, values in chosen.items()
    )
