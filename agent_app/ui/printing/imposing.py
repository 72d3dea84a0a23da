"""Which page comes to stand where on which sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from agent_app.ui.paper import PageSize

# Two halves of a sheet may be a little larger together than it is: sizes are rounded.
_SLACK = 2.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a page stands, in points from the sheet's upper left corner, and how much smaller it is."""

    page: int
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Imposed:
    """One sheet, as it lies in the printer, with its pages."""

    size: PageSize
    spots: tuple[Spot, ...]


def impose(sizes: Sequence[PageSize], sheet: PageSize | None) -> tuple[Imposed, ...]:
    """Put as many pages on each sheet as it holds; a page that is too large is made to fit.

    Without a sheet each page is printed on paper of its own size.
    """
    if sheet is None:
        return tuple(Imposed(size, (Spot(at),)) for at, size in enumerate(sizes))
    return tuple(
        imposed
        for size, alike in groupby(range(len(sizes)), key=sizes.__getitem__)
        for imposed in _filled(size, list(alike), sheet)
    )


def _filled(size: PageSize, pages: list[int], upright: PageSize) -> Iterator[Imposed]:
    lying = PageSize(upright.height, upright.width)
    across, down = _grid(size, upright)
    sheet = upright
    if (turned := _grid(size, lying))[0] * turned[1] > across * down:
        (across, down), sheet = turned, lying
    if not across * down:
        yield from _shrunk(size, pages, lying if size.width > size.height else upright)
        return
    for first in range(0, len(pages), across * down):
        held = pages[first : first + across * down]
        spots = (
            Spot(page, at % across * size.width, at // across * size.height) for at, page in enumerate(held)
        )
        yield Imposed(sheet, tuple(spots))


def _grid(size: PageSize, sheet: PageSize) -> tuple[int, int]:
    """Say how many pages stand beside one another, and how many below."""
    return int((sheet.width + _SLACK) // size.width), int((sheet.height + _SLACK) // size.height)


def _shrunk(size: PageSize, pages: list[int], sheet: PageSize) -> Iterator[Imposed]:
    scale = min(sheet.width / size.width, sheet.height / size.height)
    left, top = (sheet.width - size.width * scale) / 2, (sheet.height - size.height * scale) / 2
    for page in pages:
        yield Imposed(sheet, (Spot(page, left, top, scale),))
