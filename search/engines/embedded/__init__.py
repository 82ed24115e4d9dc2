"""The engine that needs no service: tantivy for words, filters and facets, and a
memory-mapped matrix for vectors, in one directory for each index."""

from .engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
