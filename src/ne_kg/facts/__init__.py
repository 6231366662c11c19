"""Authored RDF as quads that know where they stand.

`read(path)` and `read_all(paths)` give an `Authored`: each quad with file, line and column at which
its object begins. Turtle, TriG, N-Triples and N-Quads are located to the character; JSON-LD and
RDF/XML to the file only. A file that cannot be parsed raises SyntaxProblem.
"""

from ne_kg.facts.files import SUFFIXES, merge, read, read_all, read_text

__all__ = ["SUFFIXES", "merge", "read", "read_all", "read_text"]
