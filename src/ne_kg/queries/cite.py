"""How to cite an answer: GB/T 7714—2015 for electronic resources, and BibTeX."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ne_kg.queries.run import Result

AUTHOR = {"zh": "ne-kg 作者", "en": "The ne-kg authors"}
WORK = {"zh": "东北振兴知识图谱", "en": "Knowledge graph of Northeast China's revitalisation"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One answer of one data version, read on a day at an address."""

    gbt: str
    bibtex: str


def cite(result: Result, address: str, day: date) -> Citation:
    """The version stands where GB/T 7714 §8.4 puts the edition, so that it can be found again."""
    title, version = result.question.title, result.version[:12]
    return Citation(
        gbt=(
            f"{AUTHOR['zh']}. {WORK['zh']}：{title['zh']}[DB/OL]. 数据版本 {version}. "
            f"[{day.isoformat()}]. {address}."
        ),
        bibtex="\n".join(
            (
                f"@misc{{ne-kg-{result.question.name}-{version},",
                f"  author  = {{{{{AUTHOR['en']}}}}},",
                f"  title   = {{{{{WORK['en']}: {_tex(title['en'])}}}}},",
                f"  note    = {{Data version {version}}},",
                f"  url     = {{{address}}},",
                f"  urldate = {{{day.isoformat()}}}",
                "}",
            )
        ),
    )


def _tex(words: str) -> str:
    """Text in which TeX sees nothing of its own."""
    return "".join(f"\\{char}" if char in "&%$#_{}" else char for char in words)
