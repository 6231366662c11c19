"""Saved questions: files of `queries/` read into values, and described as RDF."""

from ne_kg.questions.files import parse, read, read_all
from ne_kg.questions.rdf import describe
from ne_kg.questions.themes import read_themes

__all__ = ["describe", "parse", "read", "read_all", "read_themes"]
