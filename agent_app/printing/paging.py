"""Spreads a story over pages of one size."""

from collections import deque
from collections.abc import Iterable

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepInFrame


def height_of(story: Iterable[Flowable], canvas: Canvas, width: float) -> float:
    """Measure a story at a width."""
    return sum(flowable.wrapOn(canvas, width, 1e6)[1] for flowable in story)


def pages_of(story: Iterable[Flowable], canvas: Canvas, width: float, height: float) -> list[list[Flowable]]:
    """Fill pages from the top; what fits on no page whole is split, or else made smaller."""
    waiting = deque(story)
    pages: list[list[Flowable]] = [[]]
    left = height
    while waiting:
        flowable = waiting.popleft()
        tall = flowable.wrapOn(canvas, width, left)[1]
        if tall <= left:
            pages[-1].append(flowable)
            left -= tall
        elif len(parts := flowable.splitOn(canvas, width, left)) > 1:
            waiting.extendleft(reversed(parts))
        elif pages[-1]:
            waiting.appendleft(flowable)
            pages.append([])
            left = height
        else:
            waiting.appendleft(KeepInFrame(width, height, [flowable], mode="shrink"))
    return pages


def draw_down(story: Iterable[Flowable], canvas: Canvas, left: float, top: float, width: float) -> None:
    """Draw a story below a line, one flowable under the other."""
    for flowable in story:
        top -= flowable.wrapOn(canvas, width, 1e6)[1]
        flowable.drawOn(canvas, left, top)
