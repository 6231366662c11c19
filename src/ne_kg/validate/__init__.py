"""Validation of RDF against SHACL shapes: results at file, line and column.

    report = check(data, shapes)             two `Authored` graphs in, a `Report` out
    report = validate(Request(data=…, …))    the same for files: imports, shapes of shapes, baseline

Nothing here knows a vocabulary but SHACL's; writers are in `writers`, one a format.
"""

from ne_kg.validate.check import INFERENCES, Options, check
from ne_kg.validate.files import Request, validate

__all__ = ["INFERENCES", "Options", "Request", "check", "validate"]
