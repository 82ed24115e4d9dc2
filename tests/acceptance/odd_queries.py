"""Queries as nobody means them, made from a seed: the same ones at every run, none of them twice.

Each family is one way of being odd. Queries that try to get markup into a page name elements and
attributes with `MARK`, which nothing else in the portal does.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote, quote_from_bytes

from search.analysis import LANGUAGES, WORDS

MARK = "zqx"
_SEED = 20_261


def _parts(text: str) -> list[str]:
    """What stands between blanks."""
    return text.split(" ")


#: Blocks of Unicode that people type, and some that they paste: first and last character.
BLOCKS = {
    "Latin-1": "\u00a1\u00ff",
    "Latin extended": "\u0100\u024f",
    "IPA": "\u0250\u02af",
    "Greek": "\u0370\u03ff",
    "Cyrillic": "\u0400\u052f",
    "Armenian": "\u0531\u058f",
    "Hebrew": "\u0591\u05f4",
    "Arabic": "\u0600\u06ff",
    "Syriac": "\u0700\u074f",
    "Thaana": "\u0780\u07b1",
    "N’Ko": "\u07c0\u07ff",
    "Devanagari": "\u0900\u097f",
    "Bengali": "\u0980\u09fe",
    "Gurmukhi": "\u0a01\u0a76",
    "Gujarati": "\u0a81\u0aff",
    "Odia": "\u0b01\u0b77",
    "Tamil": "\u0b82\u0bfa",
    "Telugu": "\u0c00\u0c7f",
    "Kannada": "\u0c80\u0cf2",
    "Malayalam": "\u0d00\u0d7f",
    "Sinhala": "\u0d81\u0df4",
    "Thai": "\u0e01\u0e5b",
    "Lao": "\u0e81\u0edf",
    "Tibetan": "\u0f00\u0fda",
    "Burmese": "\u1000\u109f",
    "Georgian": "\u10a0\u10ff",
    "Hangul jamo": "\u1100\u11ff",
    "Ethiopic": "\u1200\u137c",
    "Cherokee": "\u13a0\u13fd",
    "Canadian syllabics": "\u1400\u167f",
    "Ogham and runes": "\u1680\u16f8",
    "Khmer": "\u1780\u17f9",
    "Mongolian": "\u1800\u18aa",
    "Vietnamese Latin": "\u1e00\u1eff",
    "Greek extended": "\u1f00\u1ffe",
    "Tifinagh": "\u2d30\u2d7f",
    "hiragana": "\u3041\u309f",
    "katakana": "\u30a0\u30ff",
    "Chinese": "\u4e00\u9fff",
    "Hangul": "\uac00\ud7a3",
    "Yi": "\ua000\ua48c",
    "presentation forms": "\ufb00\ufdfd",
    "Arabic presentation forms": "\ufe70\ufefc",
    "full width": "\uff01\uffee",
    "Gothic": "\U00010330\U0001034a",
    "Adlam": "\U0001e900\U0001e95f",
    "mathematical letters": "\U0001d400\U0001d7ff",
    "enclosed letters": "\U0001f100\U0001f1ff",
    "superscripts and currency": "\u2070\u20bf",
    "letterlike and numbers": "\u2100\u218b",
    "arrows and mathematics": "\u2190\u22ff",
    "boxes and shapes": "\u2500\u25ff",
    "braille": "\u2800\u28ff",
    "private use": "\ue000\uf8ff",
    "rare ideographs": "\U00020000\U0002a6df",
}
_WORDS = _parts(
    "municipal human resources water ville numérique réseaux gestion ciudad empleo agua "
    "partenariat Chefchaouen الموارد البشرية البلديات المدينة المياه شفشاون إسطنبول"
)
_QUOTES = "\"'«»“”„‟‘’‚‛‹›「」『』〝〞〟＂＇`´′″״׳"
_BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_INVISIBLE = "\u00ad\u034f\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u2060\u2061\u2062\ufeff\ufffc"
_SPACES = "\t\n\x0b\x0c\r\x1c\x1f \x85\xa0\u1680\u2000\u2003\u2007\u2028\u2029\u202f\u205f\u3000"
_COMBINING = [chr(c) for c in range(0x300, 0x1000) if unicodedata.combining(chr(c))]
_DIGITS = [chr(c) for c in range(0x20000) if unicodedata.category(chr(c)) in ("Nd", "Nl", "No")]
#: faces, hands and families joined, flags by letters and by tags, and parts that stand alone
_EMOJI = _parts(
    "\U0001f600 \U0001f937\U0001f3fe\u200d\u2640\ufe0f "
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f3f3\ufe0f\u200d\U0001f308 "
    "\U0001f1f2\U0001f1e6\U0001f1e9\U0001f1ff "
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f "
    "\u2764\ufe0f\u200d\U0001f525 \U0001f469\U0001f3fd\u200d\U0001f91d\u200d\U0001f468\U0001f3fb "
    "#\ufe0f\u20e3 \U0001f9d1\u200d\U0001f692 \u2614 \U0001f1f2 \u200d \ufe0f \U0001f3fd "
    "\U0001f43b\u200d\u2744\ufe0f \U0001f6b0 \U0001f3d9\ufe0f \u267b\ufe0f \U0001f202\ufe0f "
    "\u3297\ufe0f"
)
_OPERATORS = _parts(
    "AND OR NOT && || ! + - ~ ~2 ^ ^3.5 * ? ( ) [ ] { } : :* /.*/ \\ \\\\ TO [* TO *] {a TO z} "
    "_exists_:x title: stems_en:x NEAR/3 | & = == => <= > < @ $ # % ; , .. site: intitle: -- "
    "_all:* *:* (( )) \"~3 '' IN: field:(a boost^"
)
_INJECTIONS = (
    *(f"<{MARK}>", f"</title><{MARK} on{MARK}=1>", f'"><{MARK}', f"' on{MARK}='1"),
    *(f'" on{MARK}="1', f"<script {MARK}>alert(1)</script>", f"<img src=x on{MARK}=alert(1)>"),
    *(f"<svg/on{MARK}=alert(1)>", f"<!--<{MARK}>-->", f"]]><{MARK}>", f"<![CDATA[<{MARK}>]]>"),
    *(f"&lt;{MARK}&gt;<{MARK}>", f"&#60;{MARK}&#62;", f"\uff1c{MARK}\uff1e", f"<<{MARK}>>"),
    *(f"javascript:alert('{MARK}')", f"<a href='javascript:{MARK}'>x</a>", f"<{MARK} \x00>"),
    *(f"</textarea></input><{MARK}>", f"{{{{ {MARK} }}}}", "{{ settings.SECRET_KEY }}"),
    *("{% debug %}", "{% include 'base.html' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>"),
    *("{0.__class__}", "%(total)s", "%s%s%s%n", "{number}", "' OR '1'='1", "\\' OR 1=1#"),
    *("'; DROP TABLE search_outbox; --", "1); SELECT pg_sleep(9)--", "%' ESCAPE '!", "_%_%"),
    *('" UNION SELECT password FROM members_user --', "x'; VACUUM; --", "admin'/*"),
    *('{"match_all": {}}', '{"script": "1"}', '"}}, "query": {"match_all": {}}', "$where: 1"),
    *("*)(uid=*))(|(uid=*", "../../../../etc/passwd", "..\\..\\windows", "file:///etc/passwd"),
    *("http://127.0.0.1:9200/_search", "| cat /etc/passwd", "`id`", "$(id)"),
    *("\r\nSet-Cookie: a=b", "%0d%0aX-Odd:1", "() { :;}; echo", "=cmd|' /C calc'!A0"),
    *("${jndi:ldap://127.0.0.1/a}", "__proto__", "constructor[prototype]", "!!python/object:x"),
)
_NULLISH = _parts(
    "\x00 \x00\x00\x00 null NULL None nil undefined NaN Infinity -Infinity true false 0 -0 0.0 "
    "-1 1e309 0x0 000 [] {} () \\0 \\u0000 %00 %2500 N/A #N/A - \x1a \x7f \x04 \uffff \ufffe "
    "\U0010ffff \ufffd \ue000 \ufeff \ufdfa \ufdfd 0/0 \u2205 \u2400 \x00null\x00"
)
_PUNCTUATION = "?!…—–«»·•¿¡§¶†‡‰′″‽⸘؟،؛۔׃।॥。、・！？：；¨^~|\\/@#&*()[]{}<>=+_-.,:;'\"`"
_ENCODED = (
    *(b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\xbd", b"\xf8\x88\x80\x80\x80", b"caf\xe9"),
    *(b"\xc7\xe1\xe3\xcf", b"\xe2\x80", b"municipal\xff", b"\xf4\x90\x80\x80", b"\x80\x81\x82"),
    *(b"%2525", b"a+b%2Bc"),
)
_FACETS = _parts("kind theme goal country region city language year role checked")
_ODD_VALUES = (
    *("", " ", "a b", "a,b", "a:b", "\x00", "\n", "\ufeff", "\u202e", "'; --", "<b>", "../..", '"'),
    *_parts("0 -1 null unicorn case_study en ar EN sdg-1 sdg-99 2010 ٢٠١٠ 20.10 ma MA مدينة * ?"),
    *_parts("/.*/ \\ % _ ß İ ﬁ true 1 yes [2000 \U0001f3d9"),
    *("x" * 119, "x" * 400, "é" * 60, "1" * 30),
)
_ODD_PAGES = (
    *_parts("0 -1 2 50 51 999999 two 1.5 1e1 ٣ ۲ ² ① 0x1 1_0 +1 --1 NaN \x00 \U0001d7cf"),
    "9" * 4400,
)
_ODD_SORTS = _parts("relevance newest oldest title NEWEST loudest -title title;-- * \x00 عنوان")


@dataclass(frozen=True)
class Query:
    """One odd query: its words, percent-encoded as they go into an address, and whatever else
    stands in the address. `text` is None where the words are no Unicode."""

    encoded: str
    text: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    family: str = ""

    def address(self, **more: str) -> str:
        """The query string."""
        pairs = [*self.extra, *more.items()]
        return "&".join(
            [f"q={self.encoded}", *(f"{quote(k)}={quote(v, safe='')}" for k, v in pairs)]
        )


def made(number: int) -> list[Query]:
    """So many distinct queries, from all families in turn."""
    chance = random.Random(_SEED)
    found: dict[str, Query] = {}
    turn = 0
    while len(found) < number:
        name = list(FAMILIES)[turn % len(FAMILIES)]
        query = replace(FAMILIES[name](chance, turn // len(FAMILIES)), family=name)
        found.setdefault(query.address(), query)
        turn += 1
    return list(found.values())


def _words(text: str, *extra: tuple[str, str]) -> Query:
    return Query(quote(text, safe="", errors="replace"), text, extra)


def _drawn(chance: random.Random, block: str) -> str:
    first, last = map(ord, BLOCKS[block])
    return "".join(chr(chance.randint(first, last)) for _ in range(chance.randint(1, 9)))


def _script(chance: random.Random, turn: int) -> Query:
    """Each block in its turn, so that none is left to chance."""
    block = list(BLOCKS)[turn % len(BLOCKS)]
    return _words(" ".join(_drawn(chance, block) for _ in range(chance.randint(1, 4))))


def _scripts(chance: random.Random, turn: int) -> Query:
    """Each block in its turn too, from the other end, among words of ours."""
    blocks = [list(BLOCKS)[-1 - turn % len(BLOCKS)], *chance.sample(list(BLOCKS), 3)]
    parts = [_drawn(chance, block) for block in blocks]
    return _words(chance.choice(["", " "]).join([*parts, chance.choice(_WORDS)]))


def _emoji(chance: random.Random, _turn: int) -> Query:
    parts = chance.choices(_EMOJI, k=chance.randint(1, 6)) + chance.choices(_WORDS, k=1)
    chance.shuffle(parts)
    return _words(chance.choice(["", " ", "\u200d"]).join(parts))


def _marks(chance: random.Random, _turn: int) -> Query:
    base = chance.choice([" ", "a", "municipal", "مياه", "水"])
    marked = (
        letter + "".join(chance.choices(_COMBINING, k=chance.randint(1, 12))) for letter in base
    )
    return _words("".join(marked))


def _directions(chance: random.Random, _turn: int) -> Query:
    parts = chance.sample(_WORDS, 4)
    return _words(" ".join(chance.choice(_BIDI) + p + chance.choice(_BIDI) for p in parts))


def _operators(chance: random.Random, _turn: int) -> Query:
    parts = chance.choices(_OPERATORS, k=chance.randint(1, 6)) + chance.sample(_WORDS, 2)
    chance.shuffle(parts)
    return _words(chance.choice(["", " "]).join(parts))


def _injection(chance: random.Random, turn: int) -> Query:
    tried, word = _INJECTIONS[turn * 7 % len(_INJECTIONS)], chance.choice(_WORDS)
    return _words(chance.choice([tried, f"{word} {tried}", f"{tried}{word}", tried * 2]))


def _quotes(chance: random.Random, _turn: int) -> Query:
    parts = [word + chance.choice(_QUOTES) for word in chance.sample(_WORDS, 3)]
    return _words(chance.choice(_QUOTES) + chance.choice(["", " "]).join(parts))


def _long(chance: random.Random, _turn: int) -> Query:
    what = chance.choice([*_WORDS, *_EMOJI, *_QUOTES, *_COMBINING[:20], "(", "水", "a ", "\u202e"])
    size = chance.choice([801, 2_000, 6_000, 12_000])
    return _words((what + chance.choice(["", " "])) * (size // len(what)))


def _numbers(chance: random.Random, _turn: int) -> Query:
    digits = "".join(chance.choices(_DIGITS, k=chance.randint(1, 12)))
    return _words(chance.choice(_parts("{} {}% -{} {}.5 SDG{} 20{} #{}")).format(digits))


def _stopwords(chance: random.Random, turn: int) -> Query:
    lang = list(LANGUAGES)[turn % len(LANGUAGES)]
    lines = (WORDS / f"stopwords_{lang}.txt").read_text(encoding="utf-8").splitlines()
    known = [word for line in lines if not line.startswith("#") for word in line.split()]
    return _words(" ".join(chance.choices(known, k=chance.randint(1, 12))))


def _punctuation(chance: random.Random, _turn: int) -> Query:
    return _words("".join(chance.choices(_PUNCTUATION, k=chance.randint(1, 20))))


def _invisible(chance: random.Random, _turn: int) -> Query:
    parts = chance.choices(_INVISIBLE + _SPACES + _BIDI, k=chance.randint(1, 8))
    parts += chance.choices(_WORDS, k=chance.randint(0, 2))
    chance.shuffle(parts)
    return _words("".join(parts))


def _nullish(chance: random.Random, _turn: int) -> Query:
    return _words(" ".join(chance.choices(_NULLISH, k=chance.randint(1, 3))))


def _encoded(chance: random.Random, _turn: int) -> Query:
    """Bytes that are no Unicode, escapes of escapes, and escapes cut short."""
    parts = chance.choices(_ENCODED, k=chance.randint(1, 3))
    raw = quote_from_bytes(b" ".join(parts), safe="")
    return Query(raw + chance.choice(["", "%", "%e", "%zz", "%u0041", "+"]))


def _case(chance: random.Random, _turn: int) -> Query:
    """Letters that change their number with their case."""
    letters = chance.choices("İıßẞŉǰΐΰ\u0587ẖẗẘẙẚﬀﬁﬂﬃﬄﬅﬆſΣςᾳῼǅ", k=chance.randint(1, 8))
    word = chance.choice(_WORDS).swapcase()
    return _words(chance.choice(["", " "]).join([*letters, word]))


def _filtered(chance: random.Random, _turn: int) -> Query:
    chosen = chance.choices(_FACETS, k=chance.randint(1, 4))
    extra = [(facet, chance.choice(_ODD_VALUES)) for facet in chosen]
    return _words(chance.choice([*_WORDS, ""]), *extra)


def _paged(chance: random.Random, _turn: int) -> Query:
    extra = [("page", chance.choice(_ODD_PAGES)), ("sort", chance.choice(_ODD_SORTS))]
    extra += [("group", chance.choice(["language", "mixed", "x", "\x00"]))]
    extra += [("qlang", chance.choice(["fr", "ar", "xx", "FR", "", "\u202e"]))]
    return _words(chance.choice([*_WORDS, ""]), *chance.sample(extra, chance.randint(1, 4)))


FAMILIES: dict[str, Callable[[random.Random, int], Query]] = {
    "one script": _script,
    "several scripts": _scripts,
    "emoji": _emoji,
    "combining marks": _marks,
    "directions": _directions,
    "operators": _operators,
    "injection": _injection,
    "quotation marks": _quotes,
    "long": _long,
    "numbers": _numbers,
    "stopwords": _stopwords,
    "punctuation": _punctuation,
    "invisible": _invisible,
    "nothing": _nullish,
    "encodings": _encoded,
    "case": _case,
    "filters": _filtered,
    "pages and orders": _paged,
}
