"""Slips on rolls: as PDF, as dots, and read back as a printer would print them."""

from dataclasses import replace
from unicodedata import normalize

import pytest
import zxingcpp
from PIL import Image

from agent_app.domain.operation import short_code
from agent_app.domain.print_log import PaperSize, PrintWay
from agent_app.domain.receipt import ReceiptForm
from agent_app.printing.escpos import BAND
from agent_app.printing.papers import Papers
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import ReceiptPaper, ReceiptPrint
from tests.printing.builders import (
    LONG_ADDRESS,
    LONG_NAME,
    a_crowded_receipt,
    a_receipt,
    an_enrolment,
    health,
)
from tests.printing.looking import blank_edges, codes, pictures, sizes, texts, void
from tests.printing.roll_reader import read_strips

PAPERS = Papers()
ROLLS = [PaperSize.ROLL_80, PaperSize.ROLL_58]
WIDTH = {PaperSize.ROLL_80: (80, 576), PaperSize.ROLL_58: (58, 384)}
DOTS = 8 * 25.4 * (1 - 1e-6)


def paper(size: PaperSize, view: ReceiptView | None = None, **how: object) -> ReceiptPaper:
    made = ReceiptPaper(view or a_receipt(), an_enrolment(), ReceiptPrint(size=size))
    return replace(made, **how)  # type: ignore[arg-type]


def sent(size: PaperSize, view: ReceiptView | None = None, copies: int = 1) -> bytes:
    return PAPERS.receipt(paper(size, view, how=ReceiptPrint(PrintWay.ROLL, copies, size)))


@pytest.mark.parametrize("size", ROLLS)
def test_a_slip_is_as_long_as_it_must_be(size: PaperSize) -> None:
    [(wide, short)] = sizes(PAPERS.receipt(paper(size)))
    [(_, tall)] = sizes(PAPERS.receipt(paper(size, a_crowded_receipt())))

    assert wide == WIDTH[size][0]
    assert 100 < short < 180 < tall < 500


@pytest.mark.parametrize("size", ROLLS)
def test_a_slip_says_what_was_paid_and_that_it_is_no_receipt(size: PaperSize) -> None:
    [text] = texts(PAPERS.receipt(paper(size)))

    for said in (
        "BHXH cơ sở Tánh Linh",
        "PHIẾU XÁC NHẬN ĐÃ NHẬN TIỀN",
        "(kèm biên lai số 0000124, quyển 0012, ký hiệu BH26-LĐ)",
        "KHÔNG phải biên lai thu tiền. Biên lai là tờ C45-BB mang số này.",
        "Ngày 21/11/2026",
        "Người nộp: LÊ QUỐC DŨNG",
        "Lê Quốc Dũng (người thứ 1) 01/01/2027–31/12/2027 1.366.200 đ",
        "Tổng cộng 1.366.200 đ",
        "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng",
        "Thẻ nhân viên thu số LĐ-0417",
        f"Kiểm tra: {short_code(a_receipt().receipt)}",
    ):
        assert said in text


def test_a_slip_knows_whose_receipt_it_goes_with() -> None:
    view = a_receipt()
    printed = replace(view, receipt=replace(view.receipt, form=ReceiptForm.PREPRINTED))
    electronic = replace(view, receipt=replace(view.receipt, form=ReceiptForm.ELECTRONIC, number=None))

    assert "Biên lai là tờ in sẵn mang số này." in texts(PAPERS.receipt(paper(ROLLS[0], printed)))[0]
    [text] = texts(PAPERS.receipt(paper(ROLLS[0], electronic)))
    assert "(chờ biên lai điện tử)" in text
    assert "Biên lai là biên lai điện tử của cơ quan BHXH." in text


@pytest.mark.parametrize("size", ROLLS)
def test_the_longest_words_wrap_and_none_is_lost(size: PaperSize) -> None:
    view = a_crowded_receipt()
    made = PAPERS.receipt(paper(size, view))
    [text] = texts(made)

    assert LONG_NAME.upper() in text
    assert LONG_ADDRESS in text
    assert all(f"{LONG_NAME} {member} (người thứ {member})" in text for member in range(1, 9))
    left, top, right, bottom = blank_edges(pictures(made, DOTS)[0])
    assert min(left, right) >= 8 * (80 - 72) // 2 - 1
    assert min(top, bottom) >= 8


def test_nothing_on_a_roll_is_markup_and_decomposed_words_are_composed() -> None:
    name = normalize("NFD", "Trần Thị Ẩn")
    [text] = texts(PAPERS.receipt(paper(ROLLS[1], a_receipt(health(name), payer="<b>&amp;</b>"))))

    assert "Người nộp: <B>&AMP;</B>" in text
    assert "Trần Thị Ẩn" in text


def test_a_word_without_end_is_broken() -> None:
    made = PAPERS.receipt(paper(ROLLS[1], a_receipt(health("Ế" * 200), payer="Ổ" * 200)))

    [text] = texts(made)
    assert (text.count("Ế"), text.count("Ổ")) == (201, 200)
    assert min(blank_edges(pictures(made, DOTS)[0])) >= 8


def test_a_void_slip_says_so_above_and_below() -> None:
    view = a_receipt()
    [text] = texts(PAPERS.receipt(paper(ROLLS[0], replace(view, cancellation=void(view)), replaced_by=view)))

    assert text.startswith("HỦY")
    assert text.endswith("HỦY")
    assert "Đã hủy ngày 22/11/2026; thay bằng biên lai số 0000124" in text


def test_a_reprinted_slip_says_so() -> None:
    assert "In lại lần 3" in texts(PAPERS.receipt(paper(ROLLS[0], nth=4)))[0]
    assert "In lại" not in texts(PAPERS.receipt(paper(ROLLS[0])))[0]


def test_what_no_roll_holds_goes_on_in_a_second_piece() -> None:
    crowd = a_receipt(*(health(f"{LONG_NAME} " * 8, 1000, place) for place in range(1, 60)))

    pieces = sizes(PAPERS.receipt(paper(ROLLS[1], crowd)))

    assert len(pieces) > 1
    assert all(tall <= 1_510 for _, tall in pieces)


@pytest.mark.parametrize("size", ROLLS)
def test_what_a_printer_is_sent_is_the_slip_and_its_code_can_be_read(size: PaperSize) -> None:
    view = a_crowded_receipt()
    [strip] = read_strips(sent(size, view))
    [seen] = pictures(PAPERS.receipt(paper(size, view)), DOTS)

    picture = strip.picture()

    assert (picture.width, picture.height) == (WIDTH[size][1], seen.height)
    assert codes(picture) == [short_code(view.receipt)]
    assert all(band.height <= BAND for band in strip.bands)
    edge = (seen.width - picture.width) // 2
    printed = seen.crop((edge, 0, edge + picture.width, seen.height)).point(
        lambda shade: 255 * (shade >= 150)
    )
    assert printed.convert("1").tobytes() == picture.tobytes()


@pytest.mark.parametrize("size", ROLLS)
def test_the_modules_of_a_code_are_whole_dots(size: PaperSize) -> None:
    [strip] = read_strips(sent(size))
    picture = strip.picture()
    [found] = zxingcpp.read_barcodes(picture.convert("L"))
    corner = found.position.top_left
    code = picture.crop((corner.x, corner.y, corner.x + 21 * 5, corner.y + 21 * 5))

    small = code.resize((21, 21), Image.Resampling.NEAREST)

    assert small.resize(code.size, Image.Resampling.NEAREST).tobytes() == code.tobytes()
    assert small.crop((0, 0, 7, 1)).convert("L").tobytes() == bytes(7)


def test_every_copy_is_cut_off() -> None:
    strips = read_strips(sent(ROLLS[1], copies=3))

    assert len(strips) == 3
    assert len({strip.picture().tobytes() for strip in strips}) == 1


@pytest.mark.parametrize("size", ROLLS)
def test_the_same_slip_gives_the_same_bytes(size: PaperSize) -> None:
    assert PAPERS.receipt(paper(size)) == Papers().receipt(paper(size))
    assert sent(size) == sent(size)
