"""Reading a file of SKOS, in RDF/XML, Turtle or JSON-LD."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rdflib import RDF, SKOS, Graph

_FORMATS = {
    ".rdf": "xml",
    ".xml": "xml",
    ".owl": "xml",
    ".ttl": "turtle",
    ".n3": "turtle",
    ".nt": "nt",
    ".json": "json-ld",
    ".jsonld": "json-ld",
}


class Unreadable(Exception):
    """The file is no SKOS that can be taken in; the message says why."""


def read(path: Path) -> Graph:
    """The graph in a file. Raises Unreadable for one that cannot be read, or that would have
    to fetch something from elsewhere to be understood."""
    name = _FORMATS.get(path.suffix.lower())
    if name is None:
        raise Unreadable(f"{path.name}: give a file that ends in {', '.join(_FORMATS)}")
    try:
        data = path.read_bytes()
        if name == "json-ld":
            _refuse_remote_contexts(json.loads(data))
        return Graph().parse(data=data, format=name, publicID="urn:medina:import:")
    except Unreadable:
        raise
    except Exception as error:  # each of rdflib's parsers raises errors of its own
        raise Unreadable(f"{path.name} cannot be read as {name}: {error}") from error


def size(graph: Graph) -> int:
    """How many concepts a graph holds."""
    return sum(1 for _node in graph.subjects(RDF.type, SKOS.Concept))


def _refuse_remote_contexts(data: Any) -> None:
    """JSON-LD may name a context by address, which a parser would go and fetch."""
    if isinstance(data, list):
        for each in data:
            _refuse_remote_contexts(each)
    elif isinstance(data, dict):
        for key, value in data.items():
            contexts = value if isinstance(value, list) else [value]
            if key in ("@context", "@import") and any(isinstance(c, str) for c in contexts):
                raise Unreadable(
                    "its @context is an address elsewhere; put the context itself into the file"
                )
            _refuse_remote_contexts(value)
