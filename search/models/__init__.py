"""What the search keeps in the database: work waiting to be done, generations, caches.

Everything here can be made again from the content, at the price of time, but for the log of
searches.
"""

from .embedding import Embedding
from .lexicon import LexiconPart
from .log import LoggedSearch
from .sync import Check, Generation, Indexed, Outbox

__all__ = ["Check", "Embedding", "Generation", "Indexed", "LexiconPart", "LoggedSearch", "Outbox"]
