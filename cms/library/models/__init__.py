from .case_studies import CaseStudyPage, Cost, Result
from .definitions import DefinitionPage
from .handbooks import HandbookPage, HandbookRelease
from .library import LibraryPage
from .manuals import ManualPage
from .publications import PublicationPage
from .recordings import AudienceQuestion, RecordingPage
from .tools import ToolPage
from .trainings import TrainingPage, UsedWork

__all__ = [
    "AudienceQuestion",
    "CaseStudyPage",
    "Cost",
    "DefinitionPage",
    "HandbookPage",
    "HandbookRelease",
    "LibraryPage",
    "ManualPage",
    "PublicationPage",
    "RecordingPage",
    "Result",
    "ToolPage",
    "TrainingPage",
    "UsedWork",
]
