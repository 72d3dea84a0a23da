"""The tokens of the look: colours by meaning, sizes, distances; everything else derives from them."""

from dataclasses import dataclass
from enum import StrEnum

GRID = (4, 8, 12, 16, 24)
ROW = 40
CONTROL = 36
CORNER = 6
ICON = 20
LEAST_CONTRAST = 4.5
HIGH_CONTRAST = 7.0
BASE_POINTS = 10.5
TEXT_SIZES = (100, 115, 130, 150, 175, 200)
"""How large texts may be, in hundredths; whatever holds a text grows with it."""


class Theme(StrEnum):
    """What somebody may choose to look at."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH = "high"


class Tone(StrEnum):
    """What a colour says; never said by the colour alone."""

    INK = "ink"
    SOFT = "soft"
    BRAND = "brand"
    GOOD = "good"
    SOON = "soon"
    LATE = "late"
    ON_BRAND = "on_brand"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour scheme; the ``…_wash`` colours lie behind a word of the same meaning."""

    surface: str
    raised: str
    line: str
    ink: str
    soft: str
    brand: str
    brand_strong: str
    on_brand: str
    good: str
    soon: str
    late: str
    hover: str
    brand_wash: str
    good_wash: str
    soon_wash: str
    late_wash: str

    def colour(self, tone: Tone) -> str:
        """Return the colour of a meaning."""
        return str(getattr(self, tone.value))


LIGHT = Tokens(
    surface="#FAFAF7",
    raised="#FFFFFF",
    line="#DEDCD3",
    ink="#1B1D1F",
    soft="#5A5F63",
    brand="#0B5E8A",
    brand_strong="#084A6D",
    on_brand="#FFFFFF",
    good="#1F6B3B",
    soon="#8A5A00",
    late="#A3261F",
    hover="#F0EFE9",
    brand_wash="#E4EFF5",
    good_wash="#E6F1EA",
    soon_wash="#FAF0DC",
    late_wash="#FAE9E7",
)

DARK = Tokens(
    surface="#16181A",
    raised="#1F2225",
    line="#34383C",
    ink="#ECEBE6",
    soft="#A9AEB2",
    brand="#6DB8E3",
    brand_strong="#92CBEC",
    on_brand="#0B1C26",
    good="#7FCB98",
    soon="#E7B75B",
    late="#F08B82",
    hover="#2A2E32",
    brand_wash="#1D323F",
    good_wash="#1E3326",
    soon_wash="#392E17",
    late_wash="#3D2422",
)

HIGH = Tokens(
    surface="#FFFFFF",
    raised="#FFFFFF",
    line="#6B6B6B",
    ink="#000000",
    soft="#2E3236",
    brand="#003A75",
    brand_strong="#00264D",
    on_brand="#FFFFFF",
    good="#0A4420",
    soon="#573700",
    late="#7D0F09",
    hover="#EFEFEF",
    brand_wash="#E3EFFB",
    good_wash="#E6F4EA",
    soon_wash="#FDF1D8",
    late_wash="#FCE9E7",
)
"""Black on white, for the sun on the screen and for weak eyes."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    low_end = 0.03928
    return share / 12.92 if share <= low_end else ((share + 0.055) / 1.055) ** 2.4
