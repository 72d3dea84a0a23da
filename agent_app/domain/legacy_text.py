"""Text of before Unicode: TCVN3 (fonts .VnTime) and VNI, what betrays them, and the way to Unicode."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from agent_app.domain.names import nfc
from agent_app.domain.syllable import is_syllable, letters

# Both are single-byte fonts: the codes are shown here as the letters that cp1252 has for them.
_TCVN3 = {
    "ă": "¨", "â": "©", "ê": "ª", "ô": "«", "ơ": "¬", "ư": "\xad", "đ": "®",
    "à": "µ", "ả": "¶", "ã": "·", "á": "\u00b8", "ạ": "¹",
    "ằ": "»", "ẳ": "¼", "ẵ": "½", "ắ": "¾", "ặ": "Æ",
    "ầ": "Ç", "ẩ": "È", "ẫ": "É", "ấ": "Ê", "ậ": "Ë",
    "è": "Ì", "ẻ": "Î", "ẽ": "Ï", "é": "Ð", "ẹ": "Ñ",
    "ề": "Ò", "ể": "Ó", "ễ": "Ô", "ế": "Õ", "ệ": "Ö",
    "ì": "×", "ỉ": "Ø", "ĩ": "Ü", "í": "Ý", "ị": "Þ",
    "ò": "ß", "ỏ": "á", "õ": "â", "ó": "ã", "ọ": "ä",
    "ồ": "å", "ổ": "æ", "ỗ": "ç", "ố": "è", "ộ": "é",
    "ờ": "ê", "ở": "ë", "ỡ": "ì", "ớ": "í", "ợ": "î",
    "ù": "ï", "ủ": "ñ", "ũ": "ò", "ú": "ó", "ụ": "ô",
    "ừ": "õ", "ử": "ö", "ữ": "÷", "ứ": "ø", "ự": "ù",
    "ỳ": "ú", "ỷ": "û", "ỹ": "ü", "ý": "ý", "ỵ": "þ",
    "Ă": "¡", "Â": "¢", "Ê": "£", "Ô": "¤", "Ơ": "¥", "Ư": "¦", "Đ": "§",
}  # fmt: skip
_FROM_TCVN3 = {code: letter for letter, code in _TCVN3.items()} | {"\u03bc": "à"}

# VNI writes a vowel and then its marks; these are the marks of each family, in the order of _TONED.
_TONED = {
    "a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹ",
    "ô": "ớờởỡợ", "ö": "ứừửữự",
}  # fmt: skip
_HATTED = {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}
_TONE_MARKS, _HAT_MARKS = "ùøûõï", "âáàåãä"
_BREVES = {"aê": "ă", "aé": "ắ", "aè": "ằ", "aú": "ẳ", "aü": "ẵ", "aë": "ặ"}
_SINGLE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}

_SEPARATORS = re.compile(r"[\s!-/:-@\[-`{-~0-9\u2010-\u2026]+")
_LATIN = frozenset(map(chr, range(0xA1, 0x100))) | {"\u03bc"}
_EXAMPLES = 5
_MIXED_SHARE = 0.05


def _vni_pairs() -> dict[str, str]:
    small = dict(_BREVES)
    for base, toned in _TONED.items():
        small |= {base + mark: letter for mark, letter in zip(_TONE_MARKS, toned, strict=False)}
    for base, hatted in _HATTED.items():
        small |= {base + mark: letter for mark, letter in zip(_HAT_MARKS, hatted, strict=True)}
    capital = {pair.upper(): letter.upper() for pair, letter in small.items()}
    # A capital vowel with a small mark is what people get who type without caps lock.
    half = {pair[0].upper() + pair[1]: letter.upper() for pair, letter in small.items()}
    return small | capital | half


_FROM_VNI = _vni_pairs() | _SINGLE | {code.upper(): letter.upper() for code, letter in _SINGLE.items()}
_VNI_CODE = re.compile("|".join(map(re.escape, sorted(_FROM_VNI, key=len, reverse=True))))


class Lettering(StrEnum):
    """How the letters of a text are meant, whatever bytes hold them."""

    ASCII = "ascii"
    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict stands on: words with letters beyond ASCII, and which readings make syllables of them.

    ``only`` counts the different words that are syllables in one reading and not as Unicode (for Unicode:
    in no legacy reading); ``unread`` those that no reading explains; ``examples`` show some before and after.
    """

    words: int
    only: dict[Lettering, int]
    unread: int
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Detection:
    """How a text is lettered, and why we think so."""

    lettering: Lettering
    evidence: Evidence


def tcvn3_to_unicode(text: str, *, capitals: bool = False) -> str:
    """Convert TCVN3; ``capitals`` says that the font was one of capitals (its name ends with H).

    Without the font's name a word is capitals if what ASCII shows of it after its first letter is, or if it
    shows nothing and its neighbours are.
    """
    if capitals:
        return _translated_tcvn3(text).upper()
    words = re.split(r"(\s+)", text)
    shown = [_shown_case(word) for word in words]
    rest = True in shown and False not in shown
    converted = [
        _translated_tcvn3(word).upper() if (rest if case is None else case) else _translated_tcvn3(word)
        for word, case in zip(words, shown, strict=True)
    ]
    return nfc("".join(converted))


def vni_to_unicode(text: str) -> str:
    """Convert VNI: a vowel and the mark after it become one letter."""
    return nfc(_VNI_CODE.sub(lambda code: _FROM_VNI[code[0]], text))


CONVERSIONS: dict[Lettering, Callable[[str], str]] = {
    Lettering.TCVN3: tcvn3_to_unicode,
    Lettering.VNI: vni_to_unicode,
}


def to_unicode(text: str, lettering: Lettering) -> str:
    """Convert a text of known lettering; Unicode stays what it is."""
    convert = CONVERSIONS.get(lettering, nfc)
    return convert(text)


def detect(texts: Iterable[str]) -> Detection:
    """Say how texts of one origin are lettered; what can be read as Unicode counts as Unicode."""
    words = Counter(
        word for text in texts for word in _SEPARATORS.split(nfc(text)) if word and not word.isascii()
    )
    readings = {word: _readings(word) for word in words}
    only = {
        Lettering.UNICODE: sum(found == {Lettering.UNICODE} for found in readings.values()),
        **{
            kind: sum(kind in found and Lettering.UNICODE not in found for found in readings.values())
            for kind in CONVERSIONS
        },
    }
    unread = sum(not found for found in readings.values())
    lettering = _verdict(only, unread, any(words))
    evidence = Evidence(len(words), only, unread, _examples(readings, lettering, only))
    return Detection(lettering, evidence)


def _verdict(only: dict[Lettering, int], unread: int, some: bool) -> Lettering:  # noqa: FBT001
    if not some:
        return Lettering.ASCII
    best = max(CONVERSIONS, key=lambda kind: only[kind])
    if only[best] == 0 or only[best] < unread:
        return Lettering.UNICODE
    share = only[best] / (only[best] + only[Lettering.UNICODE])
    if share > 1 - _MIXED_SHARE:
        return best
    return Lettering.MIXED if share >= _MIXED_SHARE else Lettering.UNICODE


def _readings(word: str) -> frozenset[Lettering]:
    """Say in which letterings a word is a Vietnamese syllable."""
    found = {kind for kind, convert in CONVERSIONS.items() if _reads(word, convert)}
    # True Vietnamese letters are proof even in words of other languages of Viet Nam.
    if is_syllable(word) or any(letter in letters() and letter not in _LATIN for letter in word):
        found.add(Lettering.UNICODE)
    return frozenset(found)


def _reads(word: str, convert: Callable[[str], str]) -> bool:
    return all(letter.isascii() or letter in _LATIN for letter in word) and is_syllable(convert(word).lower())


def _examples(
    readings: dict[str, frozenset[Lettering]], lettering: Lettering, only: dict[Lettering, int]
) -> tuple[tuple[str, str], ...]:
    kind = max(CONVERSIONS, key=lambda each: only[each]) if lettering is Lettering.MIXED else lettering
    if kind not in CONVERSIONS:
        return ()
    telling = (word for word, found in readings.items() if kind in found and Lettering.UNICODE not in found)
    return tuple((word, CONVERSIONS[kind](word)) for word in islice(telling, _EXAMPLES))


def _translated_tcvn3(text: str) -> str:
    return "".join(_FROM_TCVN3.get(letter, letter) for letter in text)


def _shown_case(word: str) -> bool | None:
    """Tell capitals from small letters by ASCII alone, which every font shows alike."""
    seen = [letter for letter in word[1:] if letter.isascii() and letter.isalpha()]
    return all(map(str.isupper, seen)) if seen else None
