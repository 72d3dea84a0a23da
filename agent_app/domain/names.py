"""Vietnamese text: one normal form, look-alike letters, folding for search, order of names."""

import re
import unicodedata
from functools import lru_cache

# A list names the same hamlets, families and households over and over.
_REMEMBERED = 16_384

# Letters that only look Latin; official files hold them inside words such as "BHXH".
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХУІЈЅаеорсухіјѕÐð", "ABEKMHOPCTXYIJSaeopcyxijsĐđ")
_ETH = str.maketrans("Ðð", "Đđ")
_BARRED = str.maketrans("Đđ", "Dd")
# Soft hyphens, zero widths, marks of writing direction, and control characters other than white space.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_SPACES = re.compile(r"\s+")

# "Kỳ" and "Kì", "Quý" and "Quí" are one spelling each; "Tay" and "Tai" are two words.
# The letter first: so the search leaps from one y to the next.
_EQUAL_Y = re.compile(r"y(?:(?<=[bcdghklmnpqrstvx]y)|(?<=quy))")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANKS = {letter: chr(ord("A") + rank) for rank, letter in enumerate(_ALPHABET)}
_FIGURES = "0123456789"
_APOSTROPHES = "'’‘\u02bc\u02b9`\u00b4"  # noqa: RUF001 (every sign that people type for it)
_HYPHENS = "-\u2010\u2011\u2013"
# "K'Brơi" and "H-Hen" keep their sign: it comes before every letter, and after the end of a word.
_SIGNS_INSIDE = dict.fromkeys(_APOSTROPHES + _HYPHENS, "/")
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
# Between letters only: figures need theirs, as in "12-2026".
_HYPHEN_IN_NAME = re.compile(rf"(?<=[^\W\d_]) ?[{_HYPHENS}] ?(?=[^\W\d_])")
# The tones in dictionary order: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

_HAMLET = re.compile(
    r"(?:thôn|tổ dân phố|tdp|khu phố|kp|ấp|bản|buôn|bon|làng|xóm|khóm|tiểu khu"
    r"|khối phố|khối|sóc|phum|plei|đội)[\s.\d].*"
)
_NEIGHBOURS = re.compile(r"(?:tổ|khu)\s.*")
_HOUSE = re.compile(r"(?:số|sn|nhà|căn|lô|ngõ|ngách|hẻm|kiệt|đường)\b.*\d.*|\d.*")
_PARTS = re.compile(r"[,;]|\s[-\u2013]\s")


class _Bare(dict[int, str]):
    """Each letter without its marks, found out when it is first met; a translation outruns a loop."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFD", chr(code))
        bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
        self[code] = bare.translate(_BARRED)
        return self[code]


_BARE = _Bare()


def nfc(text: str) -> str:
    """Give the one form in which every text is stored."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Make text from outside fit to store: NFC, a true Đ, nothing invisible, single spaces."""
    visible = _CONTROLS.sub("", _INVISIBLE.sub("", nfc(text))).translate(_ETH)
    return nfc(_SPACES.sub(" ", visible).strip())


def look_alike_free(text: str) -> str:
    """Put Latin letters where Cyrillic ones or eth stand, for captions and codes."""
    return text.translate(_LOOK_ALIKES)


def unaccented(text: str) -> str:
    """Take all marks off: "Ủng hộ lũ lụt" becomes "Ung ho lu lut"; other scripts stay as they are."""
    return clean(text).translate(_BARE)


@lru_cache(maxsize=_REMEMBERED)
def fold(text: str) -> str:
    """Reduce text to what search compares: Latin, no case, no marks; one i and y, one apostrophe."""
    bare = unaccented(look_alike_free(text)).lower().translate(_BARRED).translate(_ONE_APOSTROPHE)
    return _EQUAL_Y.sub("i", _HYPHEN_IN_NAME.sub(" ", _SPACES.sub(" ", bare).strip()))


@lru_cache(maxsize=_REMEMBERED)
def name_sort_key(name: str) -> str:
    """Give an ASCII key whose plain order is by given name, family, then middle names."""
    words = clean(name).lower().split(" ")
    # "An (2)" and "An 2" are people called An.
    last = max((at for at, word in enumerate(words) if any(map(str.isalpha, word))), default=len(words) - 1)
    marked = [_ranked(word) for word in (words[last], *words[:last], *words[last + 1 :])]
    return f"{'.'.join(ranks for ranks, _ in marked)} {''.join(tone for _, tone in marked)}"


def forget_names() -> None:
    """Forget every name that was folded or ordered: a home whose people they are is let go."""
    for each in (fold, name_sort_key):
        each.cache_clear()


def proper_case(name: str) -> str:
    """Write a name given in capitals as people write it; leave any other as it is."""
    return name.title() if name.isupper() else name


def hamlet_of(address: str) -> str | None:
    """Find the part of an address that names the hamlet; a mere "Tổ" counts only without one."""
    parts = [clean(part) for part in _PARTS.split(address)]
    for pattern in (_HAMLET, _NEIGHBOURS):
        found = next((part for part in parts if pattern.fullmatch(part.lower())), None)
        if found:
            return found
    return None


def has_house(address: str) -> bool:
    """Tell whether an address names one house, and not only a hamlet in which many live."""
    return any(_HOUSE.fullmatch(clean(part).lower()) for part in _PARTS.split(address))


@lru_cache(maxsize=_REMEMBERED)
def _ranked(word: str) -> tuple[str, str]:
    """Give a word's letters and its tone; whole communes are named with a few hundred words."""
    marks = unicodedata.normalize("NFD", word)
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), "0")
    letters = nfc("".join(mark for mark in marks if mark not in _TONES))
    return "".join(_rank(letter) for letter in letters), tone


def _rank(letter: str) -> str:
    return _RANKS.get(letter) or _SIGNS_INSIDE.get(letter) or (letter if letter in _FIGURES else "")
