"""The engine for production: Elasticsearch 8, one node or many, basic licence.

The only package that knows the Elasticsearch client.
"""

from .engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
