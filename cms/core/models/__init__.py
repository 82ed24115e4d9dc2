from .concepts import Concept, ConceptMatch, ConceptScheme
from .files import File, FilePage
from .home import HomePage
from .texts import ReusableText
from .wording import InSomeLanguage
from .work import Addressed, Work

__all__ = [
    "Addressed",
    "Concept",
    "ConceptMatch",
    "ConceptScheme",
    "File",
    "FilePage",
    "HomePage",
    "InSomeLanguage",
    "ReusableText",
    "Work",
]
