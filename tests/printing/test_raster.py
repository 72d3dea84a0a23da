from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread

from PIL import Image

from agent_app.printing.raster import pages_in_dots
from agent_app.runtime.pdfium import PDFIUM
from agent_app.ui.paper import opened
from tests.ui.printing.papers import A5_WIDE, pdf

PAPER = pdf(6, A5_WIDE)


def dots() -> list[bytes]:
    return [each.tobytes() for each in pages_in_dots(PAPER, 2.0)]


def drawn() -> list[bytes]:
    with opened(PAPER) as document:
        # Whoever reads the bits of an image keeps the image.
        images = [document.draw(page, 2.0) for page in range(6)]
        return [bytes(each.constBits()) for each in images]


def test_pages_are_rasterised_while_windows_draw_others() -> None:
    quiet, begun = (dots(), drawn()), Barrier(3)

    def again_and_again(job: str) -> list[list[bytes]]:
        begun.wait()
        return [dots() if job == "dots" else drawn() for _ in range(5)]

    with ThreadPoolExecutor(3) as threads:
        rasterised, *seen = threads.map(again_and_again, ["dots", "drawn", "drawn"])

    assert rasterised == [quiet[0]] * 5
    assert seen == [[quiet[1]] * 5] * 2


def test_nothing_is_rasterised_while_somebody_else_draws() -> None:
    made = list[list[bytes]]()
    rasterising = Thread(target=lambda: made.append(dots()))
    with PDFIUM:
        rasterising.start()
        rasterising.join(0.5)
        assert not made, "it waits for its turn"
    rasterising.join()

    assert len(made[0]) == 6


def test_whoever_looks_at_a_page_lets_others_draw_meanwhile() -> None:
    pages = pages_in_dots(PAPER, 1.0)
    first = next(pages)

    assert isinstance(first, Image.Image)
    assert PDFIUM.acquire(blocking=False)
    PDFIUM.release()
