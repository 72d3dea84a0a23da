"""Slips that are plainly no C45-BB, and what is struck across papers that are void."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from agent_app.domain.cancellation import Cancellation, CopyTwo
from agent_app.domain.receipt import ReceiptForm
from agent_app.services.lines import EReceiptLine, ReceiptView
from agent_app.services.ports import ReceiptPaper
from tests.builders import a_health_line, a_pension_line
from tests.printing.builders import a_receipt, an_enrolment, health
from tests.printing.test_papers import PAPERS, pages, printed

LINES = (a_health_line(), a_pension_line())


def of_form(form: ReceiptForm, view: ReceiptView | None = None) -> ReceiptView:
    view = view or a_receipt()
    receipt = replace(view.receipt, form=form, lines=LINES)
    if form is ReceiptForm.ELECTRONIC:
        receipt = replace(receipt, symbol=None, book=None, number=None)
    return replace(view, receipt=receipt)


def void(view: ReceiptView) -> ReceiptView:
    made = Cancellation(
        view.receipt.id, date(2026, 11, 22), view.receipt.recorded_at, "Sai", "Lê Văn Duyệt", CopyTwo.KEPT
    )
    return replace(view, cancellation=made)


def test_an_e_receipt_gets_a_slip_that_says_it_is_none() -> None:
    [text] = printed(of_form(ReceiptForm.ELECTRONIC))

    assert "PHIẾU XÁC NHẬN ĐÃ NHẬN TIỀN (chờ biên lai điện tử)" in text
    assert "KHÔNG phải biên lai thu tiền" in text
    assert "C45-BB" not in text
    assert "BIÊN LAI THU TIỀN" not in text
    assert "2.158.200 đồng" in text
    assert "Mức đóng một tháng: 2.530.000 đ × 4,5 % = 113.850 đ" in text


def test_a_slip_names_the_e_receipt_once_it_is_known() -> None:
    view = replace(
        of_form(ReceiptForm.ELECTRONIC), e_receipt=EReceiptLine("BH26-AG/08907/E", 44, date(2026, 11, 22))
    )

    [text] = printed(view)

    assert "(biên lai điện tử ký hiệu BH26-AG/08907/E, số 0000044)" in text


def test_beside_a_printed_book_the_arithmetic_is_printed_alone() -> None:
    [text] = printed(of_form(ReceiptForm.PREPRINTED))

    assert "BẢNG TÍNH TIỀN ĐÓNG (kèm biên lai số 0000124, quyển 0012, ký hiệu BH26-LĐ)" in text
    assert "KHÔNG phải biên lai thu tiền" in text
    assert "C45-BB" not in text


@pytest.mark.parametrize("form", list(ReceiptForm))
def test_what_is_void_says_so_across_every_page(form: ReceiptForm) -> None:
    view = of_form(form)
    struck = printed(void(view))

    assert struck
    assert all("HỦY" in text for text in struck)
    assert not any("HỦY" in text for text in printed(view))


def test_every_page_of_a_long_void_receipt_is_struck() -> None:
    crowd = a_receipt(*(health("Nguyễn " * 60, 1000, place) for place in range(1, 9)))

    struck = printed(void(crowd))

    assert len(struck) > 2
    assert all("HỦY" in text for text in struck)


def test_a_slip_is_upright_and_the_same_again() -> None:
    view = of_form(ReceiptForm.ELECTRONIC)
    once, again = (PAPERS.receipt(ReceiptPaper(view, an_enrolment())) for _ in range(2))

    assert once == again
    with pypdfium2.PdfDocument(once) as document:
        assert document[0].get_height() > document[0].get_width()
    assert len(pages(once)) == 1
