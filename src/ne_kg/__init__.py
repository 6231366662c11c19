"""ne-kg: the knowledge graph of Northeast China's revitalisation, built, checked and served."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`ne_kg.ask`, found when first used: it needs pandas, which nothing else does (PEP 562)."""
    if name == "ask":
        return import_module("ne_kg.notebook").ask
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
