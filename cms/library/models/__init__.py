from .case_studies import CaseStudyPage, Cost, Result
from .definitions import DefinitionPage
from .handbooks import HandbookPage, HandbookRelease
from .library import LibraryPage
from .link_checks import LinkCheck
from .links import LinkPage
from .manuals import ManualPage
from .news import NewsPage, PressContact
from .publications import PublicationPage
from .recordings import AudienceQuestion, RecordingPage
from .reports import Delegation, Output, Practice, WorkshopReportPage
from .sets import SetItem, SetPage
from .tools import ToolPage
from .trainings import TrainingPage, UsedWork

__all__ = [
    "AudienceQuestion",
    "CaseStudyPage",
    "Cost",
    "DefinitionPage",
    "Delegation",
    "HandbookPage",
    "HandbookRelease",
    "LibraryPage",
    "LinkCheck",
    "LinkPage",
    "ManualPage",
    "NewsPage",
    "Output",
    "Practice",
    "PressContact",
    "PublicationPage",
    "RecordingPage",
    "Result",
    "SetItem",
    "SetPage",
    "ToolPage",
    "TrainingPage",
    "UsedWork",
    "WorkshopReportPage",
]
