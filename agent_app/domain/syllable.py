"""What a Vietnamese syllable can look like: the measure of whether a text was decoded rightly."""

import re
import unicodedata
from functools import cache

_PLAIN = "aăâeêioôơuưy"
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_STOP_TONES = "\u0301\u0323"


@cache
def letters() -> frozenset[str]:
    """Return the 134 letters, small and capital, that ASCII does not have."""
    toned = {unicodedata.normalize("NFC", vowel + tone) for vowel in _PLAIN for tone in ("", *_TONES)}
    small = {letter for letter in toned | {"đ"} if not letter.isascii()}
    return frozenset(small | {letter.upper() for letter in small})


_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_RHYMES = frozenset(
    re.findall(
        r"\w+",
        """
        a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
        e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
        i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
        o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
        oc oe oen oeo oet oi om on ong ooc oong op ot
        ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
        u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ
        uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uyn uynh uyt uyu
        ư ưa ưc ưi ưng ưm ưn ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
        y ych yêm yên yêng yêt yêu yn ynh yt
        """,
    )
)
_SYLLABLE = re.compile(rf"(?P<onset>{_ONSET})(?P<rhyme>[{_PLAIN}bcdghklmnpqrstvx]+)")
_WORD = re.compile(r"[^\W\d_]+")
_TONE_ON_CONSONANT = re.compile(rf"(?:^|[^aeiouy\u0300-\u036f])[\u0300-\u036f]*[{_TONES}]")
_STOPPED = ("c", "ch", "p", "t")


def is_syllable(word: str) -> bool:
    """Tell whether a word is a Vietnamese syllable, written small, with a capital, or in capitals."""
    if not (word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())):
        return False
    return _is_small_syllable(word.lower())


def syllables(text: str) -> int:
    """Count the words of a text that are syllables."""
    return sum(map(is_syllable, _WORD.findall(text)))


@cache
def _is_small_syllable(word: str) -> bool:
    parts = unicodedata.normalize("NFD", word)
    tones = [mark for mark in parts if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    if len(tones) > 1 or _TONE_ON_CONSONANT.search(parts):
        return False
    return any(_fits(rhyme, "".join(tones)) for rhyme in _rhymes(bare))


def _rhymes(bare: str) -> list[str]:
    """Cut the onset off; "gi" and "qu" may lend their vowel to the rhyme."""
    found = _SYLLABLE.fullmatch(bare)
    if found is None:
        return []
    rhymes = [found["rhyme"]]
    if found["onset"] in {"gi", "qu"}:
        rhymes.append(found["onset"][1] + found["rhyme"])
    return rhymes


def _fits(rhyme: str, tone: str) -> bool:
    if rhyme not in _RHYMES:
        return False
    return not rhyme.endswith(_STOPPED) or (tone != "" and tone in _STOP_TONES)
