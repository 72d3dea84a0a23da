"""Reads what a printer of rolls is sent, as the printer would: bands of dots, and cuts."""

from dataclasses import dataclass, field

from PIL import Image

_RASTER, _RESET, _CUT = b"\x1dv0\x00", b"\x1b@", b"\x1dVB"


@dataclass
class Strip:
    """What lies between two cuts."""

    bands: list[Image.Image] = field(default_factory=list)

    def picture(self) -> Image.Image:
        """The bands one below the other, black on white."""
        whole = Image.new("1", (self.bands[0].width, sum(each.height for each in self.bands)), 1)
        top = 0
        for each in self.bands:
            whole.paste(each, (0, top))
            top += each.height
        return whole


def read_strips(sent: bytes) -> list[Strip]:
    """Print what was sent; anything that such a printer does not know fails."""
    strips, at = [Strip()], 0
    while at < len(sent):
        if sent.startswith(_RESET, at):
            at += len(_RESET)
        elif sent.startswith(_RASTER, at):
            head = at + len(_RASTER)
            across = int.from_bytes(sent[head : head + 2], "little")
            down = int.from_bytes(sent[head + 2 : head + 4], "little")
            at = head + 4 + across * down
            dark = Image.frombytes("1", (across * 8, down), sent[head + 4 : at])
            strips[-1].bands.append(dark.point(lambda dot: not dot))
        elif sent.startswith(_CUT, at):
            at += len(_CUT) + 1
            strips.append(Strip())
        else:
            raise AssertionError(f"unknown at {at}: {sent[at : at + 8]!r}")
    assert strips.pop().bands == [], "the last slip was not cut off"
    return strips
