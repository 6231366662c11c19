"""ne-kg: the knowledge graph of Northeast China's revitalisation, built, checked and served."""

__version__ = "0.1.0"
