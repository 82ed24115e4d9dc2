"""How words are analysed, once, for both engines: text in, stems out.

An engine indexes the stems on whitespace and adds nothing of its own, so a word
means the same in each. The chain for a word: compatibility forms and marks that
carry no meaning are removed, French elisions and English possessives are cut,
letters lowered and accents folded, stopwords dropped, and the rest stemmed by
the rules of its language. A word in Arabic script is analysed as Arabic in any
text, since no other language here is written in it.

To add a language: an entry in `LANGUAGES` and its `words/stopwords_<code>.txt`.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import Stemmer

#: Changes whenever the same text may yield other stems than before.
VERSION = "1"

WORDS = Path(__file__).parent / "words"

# Harakat, Koranic marks, tatweel, bidirectional controls, zero-width and soft hyphens.
_SILENT = (
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
)
_SILENT_CHARS = re.compile(f"[{_SILENT}]")
_CONTROL_CHARS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_SILENT}\u0300-\u036f]|['’ʼ](?=[^\W_]))*")
_ARABIC_SCRIPT = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_ELISION = re.compile(r"^(?:l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)'(?=.)")
_APOSTROPHES = frozenset("'’ʼ")
_POSSESSIVE = re.compile(r"'s?$")
_ARABIC_LETTERS = str.maketrans("أإآٱىة", "اااايه")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})


class Token(NamedTuple):
    """A word of a text: where it stands, its folded form, and its stem ('' for a stopword)."""

    start: int
    end: int
    word: str
    stem: str


@dataclass(frozen=True, slots=True)
class Analyser:
    """The rules of one language: how a folded word is stemmed, and whether articles elide."""

    stem: Callable[[str], str]
    elides: bool = False
    possessives: bool = False


def clean(text: str) -> str:
    """Text as a model or a reader should get it: compatibility forms composed, control
    characters, bidirectional marks, tatweel and harakat gone, white space single."""
    text = unicodedata.normalize("NFKC", _CONTROL_CHARS.sub(" ", text))
    return " ".join(_SILENT_CHARS.sub("", text).split())


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """One word without case, accents, harakat, tatweel, and with one form of each Arabic
    letter and digit: the form in which spelling is compared across languages."""
    word = _SILENT_CHARS.sub("", unicodedata.normalize("NFKC", word)).translate(_ARABIC_LETTERS)
    word = word.replace("’", "'").replace("ʼ", "'").casefold()
    if word.isascii():
        return word
    if not is_arabic(word):
        parts = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in parts if not unicodedata.combining(c)).translate(_LIGATURES)
    return "".join(_digit(c) if c.isdigit() else c for c in word)


def _digit(char: str) -> str:
    return str(unicodedata.digit(char))


def is_arabic(text: str) -> bool:
    """Whether there is a letter of the Arabic script in the text."""
    return _ARABIC_SCRIPT.search(text) is not None


def stem_spanish(word: str) -> str:
    """The light Spanish stemmer (J. Savoy, 2001): plurals and the last vowel."""
    if len(word) < 5:
        return word
    if word[-1] in "oae":
        return word[:-1]
    if word[-1] == "s":
        if word.endswith("eses"):
            return word[:-2]
        if word.endswith("ces"):
            return word[:-3] + "z"
        if word[-2] in "oae":
            return word[:-2]
    return word


_ARABIC_PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_ARABIC_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def _light10(word: str) -> str:
    """light10 (Larkey, Ballesteros and Connell, 2007) on a word already folded."""
    for prefix in _ARABIC_PREFIXES:
        least = 4 if len(prefix) == 1 else len(prefix) + 2
        if len(word) >= least and word.startswith(prefix):
            word = word[len(prefix) :]
            break
    for suffix in _ARABIC_SUFFIXES:
        if len(word) >= len(suffix) + 2 and word.endswith(suffix):
            word = word[: -len(suffix)]
    return word


@cache
def _arabic_plurals() -> dict[str, str]:
    """Stem of a broken plural to the stem of its singular."""
    pairs = (line.split() for line in _lines("plurals_ar.txt"))
    return {_light10(fold(plural)): _light10(fold(singular)) for plural, singular in pairs}


def stem_arabic(word: str) -> str:
    """light10, then the table of broken plurals, which no stemmer relates."""
    stem = _light10(word)
    return _arabic_plurals().get(stem, stem)


def _snowball(name: str) -> Callable[[str], str]:
    """A Snowball stemmer. One keeps state while it stems, hence one for each thread."""
    local = threading.local()

    def stem_word(word: str) -> str:
        if not hasattr(local, "stemmer"):
            local.stemmer = Stemmer.Stemmer(name)
        return local.stemmer.stemWord(word)

    return stem_word


#: Every language that is searched, and how. Text in any other language is folded only.
LANGUAGES: dict[str, Analyser] = {
    "fr": Analyser(_snowball("french"), elides=True),
    "en": Analyser(_snowball("english"), possessives=True),
    "es": Analyser(stem_spanish),
    "ar": Analyser(stem_arabic),
}


def tokens(text: str, lang: str, wanted: Collection[str] | None = None) -> Iterator[Token]:
    """The words of a text in their order, with offsets into that very text: all of them, or those
    whose stems are wanted."""
    for match in _WORD.finditer(text):
        at = match.start()
        for start, end, word, stemmed in _read(match.group(), lang):
            if wanted is None or stemmed in wanted:
                yield Token(at + start, at + end, word, stemmed)


@lru_cache(maxsize=100_000)
def _read(run: str, lang: str) -> tuple[tuple[int, int, str, str], ...]:
    """The words of a run of letters: where each stands in it, its folded form and its stem."""
    parts = ((offset, part, fold(part)) for offset, part in _parts(run, lang))
    return tuple(
        (offset, offset + len(part), word, stem(word, lang)) for offset, part, word in parts if word
    )


def stems(text: str, lang: str) -> tuple[str, ...]:
    """The stems of a text in their order, without stopwords."""
    return tuple(token.stem for token in tokens(text, lang) if token.stem)


def words(text: str) -> list[str]:
    """The folded words of a text, whatever its language, none left out."""
    runs = (re.split("['’ʼ]", run) for run in _WORD.findall(text))
    return [fold(part) for parts in runs for part in parts if part]


@lru_cache(maxsize=100_000)
def stem(word: str, lang: str) -> str:
    """The stem of a folded word as text of that language has it; '' for a stopword."""
    if is_arabic(word):
        lang = "ar"
    elif lang == "ar":
        return word
    analyser = LANGUAGES.get(lang)
    if analyser is None:
        return word
    if word in stopwords(lang):
        return ""
    return word if word.isdigit() else analyser.stem(word)


@cache
def stopwords(lang: str) -> frozenset[str]:
    """The folded words of a language that say nothing by themselves."""
    lines = _lines(f"stopwords_{lang}.txt")
    return frozenset(fold(word) for line in lines for word in line.split())


def _lines(name: str) -> list[str]:
    path = WORDS / name
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _parts(raw: str, lang: str) -> list[tuple[int, str]]:
    """(offset, word): a run of letters cut at its apostrophes by the rules of the language."""
    if not _APOSTROPHES.intersection(raw):
        return [(0, raw)]
    plain = re.sub("[’ʼ]", "'", raw)
    analyser = LANGUAGES.get(lang)
    start, end = 0, len(plain)
    if analyser and analyser.elides and (found := _ELISION.match(plain.lower())):
        start = found.end()
    if analyser and analyser.possessives and (found := _POSSESSIVE.search(plain)):
        end = found.start()
    parts, offset = [], start
    for part in plain[start:end].split("'"):
        if part:
            parts.append((offset, raw[offset : offset + len(part)]))
        offset += len(part) + 1
    return parts
