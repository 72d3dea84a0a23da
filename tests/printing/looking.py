"""Papers as they are seen: their words, their pictures, and the codes on them."""

import pypdfium2
import zxingcpp
from PIL import Image

from agent_app.domain.cancellation import Cancellation, CopyTwo
from agent_app.services.lines import ReceiptView

MM = 72 / 25.4


def texts(paper: bytes) -> list[str]:
    """The words of every page, in their order, with single spaces."""
    with pypdfium2.PdfDocument(paper) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def texts_between(paper: bytes, top: float, bottom: float) -> list[str]:
    """The words of every page between two heights above its lower edge, in millimetres."""
    with pypdfium2.PdfDocument(paper) as document:
        return [
            " ".join(page.get_textpage().get_text_bounded(0, bottom * MM, 2000, top * MM).split())
            for page in document
        ]


def sizes(paper: bytes) -> list[tuple[int, int]]:
    """How wide and tall every page is, in millimetres."""
    with pypdfium2.PdfDocument(paper) as document:
        return [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in document]


def pictures(paper: bytes, dpi: float = 200) -> list[Image.Image]:
    """Every page as a grey picture."""
    with pypdfium2.PdfDocument(paper) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def codes(picture: Image.Image) -> list[str]:
    """The QR codes that a camera would find."""
    return [each.text for each in zxingcpp.read_barcodes(picture.convert("L")) if each.valid]


def blank_edges(picture: Image.Image) -> tuple[int, int, int, int]:
    """How many dots are white on the left, above, on the right and below."""
    box = picture.convert("L").point(lambda shade: 255 if shade < 200 else 0).getbbox()
    assert box is not None, "blank"
    return box[0], box[1], picture.width - box[2], picture.height - box[3]


def void(view: ReceiptView) -> Cancellation:
    """What makes a receipt void on the day after."""
    receipt = view.receipt
    return Cancellation(
        receipt.id,
        receipt.issued_on.replace(day=receipt.issued_on.day + 1),
        receipt.recorded_at,
        "Sai",
        "Lê Văn Duyệt",
        CopyTwo.KEPT,
    )
