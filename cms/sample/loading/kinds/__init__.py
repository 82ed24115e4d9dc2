"""How the facts and words of one kind of work are written into a page, a module a kind.

Each has `MODEL`, `set_facts(page, facts)` and `set_words(page, edition, first)`; `first` says that
the edition is the source, whose rows the others translate. Words come before facts.
"""

from __future__ import annotations

from . import (
    action_plan,
    call,
    case_study,
    definition,
    event,
    goal_profile,
    handbook,
    link,
    manual,
    news,
    project,
    publication,
    recording,
    report,
    sets,
    tool,
    training,
)

KINDS = {
    "action_plan": action_plan,
    "call": call,
    "case_study": case_study,
    "definition": definition,
    "event": event,
    "goal_profile": goal_profile,
    "handbook": handbook,
    "link": link,
    "manual": manual,
    "news": news,
    "project": project,
    "publication": publication,
    "recording": recording,
    "report": report,
    "set": sets,
    "tool": tool,
    "training": training,
}
