from .case_studies import CaseStudyPage, Cost, Result
from .handbooks import HandbookPage, HandbookRelease
from .library import LibraryPage
from .manuals import ManualPage
from .publications import PublicationPage

__all__ = [
    "CaseStudyPage",
    "Cost",
    "HandbookPage",
    "HandbookRelease",
    "LibraryPage",
    "ManualPage",
    "PublicationPage",
    "Result",
]
