"""How the facts and words of one kind of work are written into a page, a module a kind.

Each has `MODEL`, `set_facts(page, facts)` and `set_words(page, edition, first)`; `first` says that
the edition is the source, whose rows the others translate.
"""

from __future__ import annotations

from . import definition, recording, tool, training

KINDS = {
    "tool": tool,
    "training": training,
    "recording": recording,
    "definition": definition,
}
