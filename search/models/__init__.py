"""What the search keeps in the database: work waiting to be done, generations, caches.

Everything here can be made again from the content, at the price of time.
"""

from .embedding import Embedding
from .lexicon import LexiconPart
from .sync import Check, Generation, Indexed, Outbox

__all__ = ["Check", "Embedding", "Generation", "Indexed", "LexiconPart", "Outbox"]
