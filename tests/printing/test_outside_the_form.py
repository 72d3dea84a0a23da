"""What a receipt's paper says beside the form: reprints, what undid it, what confirms it, and its code."""

from dataclasses import replace

import pytest

from agent_app.domain.operation import short_code
from agent_app.domain.receipt import ReceiptForm
from agent_app.printing.papers import Papers
from agent_app.services.lines import EReceiptLine
from agent_app.services.ports import ReceiptPaper, ReceiptPrint
from tests.printing.builders import a_crowded_receipt, a_receipt, an_enrolment, health
from tests.printing.looking import codes, pictures, texts, texts_between, void

PAPERS = Papers()
INSIDE = 135, 28
"""Between the upper and the lower edge of the form's frame, in millimetres above the paper's lower edge."""

VIEW = a_receipt(health(), health("Ngô Thị Trang", 956_340, 2))
AFTER = replace(VIEW, receipt=replace(VIEW.receipt, number=125))
UNDONE = ReceiptPaper(
    replace(VIEW, cancellation=void(VIEW), confirmation="XN-2026-778812"),
    an_enrolment(),
    nth=3,
    logged=False,
    replaces=replace(VIEW, receipt=replace(VIEW.receipt, number=7)),
    replaced_by=AFTER,
)


def test_nothing_is_added_inside_the_frame() -> None:
    plain = texts_between(PAPERS.receipt(ReceiptPaper(VIEW, an_enrolment())), *INSIDE)
    told = texts_between(PAPERS.receipt(UNDONE), *INSIDE)

    assert [text.replace("HỦY", "").split() for text in told] == [text.split() for text in plain]
    assert plain[0].startswith("Đơn vị: BHXH cơ sở Tánh Linh")
    assert plain[0].endswith("NGƯỜI NỘP TIỀN (Ký, họ tên) NGƯỜI THU TIỀN (Ký, họ tên) Nguyễn Thị Hoa")
    assert not any(word in plain[0] for word in ("Kiểm tra", "Liên", "Tiền mặt", "Bưu điện"))


def test_beside_the_frame_stands_what_became_of_the_receipt() -> None:
    above = texts_between(PAPERS.receipt(UNDONE), 148, INSIDE[0])[0]
    below = texts_between(PAPERS.receipt(UNDONE), INSIDE[1], 0)[0]

    assert above == "In lại lần 2 · Chưa ghi được vào sổ in Liên 1: Lưu"
    for said in (
        "Tiền mặt · Bưu điện Tánh Linh · Thẻ nhân viên thu số LĐ-0417",
        "Đã hủy ngày 22/11/2026; thay bằng biên lai số 0000125, quyển 0012, ký hiệu BH26-LĐ",
        "Thay cho biên lai số 0000007, quyển 0012, ký hiệu BH26-LĐ đã hủy",
        "Mã xác nhận của cơ quan BHXH: XN-2026-778812",
        f"Kiểm tra: {short_code(VIEW.receipt)}",
    ):
        assert said in below


def test_the_first_print_says_nothing_of_prints() -> None:
    paper = PAPERS.receipt(ReceiptPaper(VIEW, an_enrolment()))

    assert not any("In lại" in text or "sổ in" in text for text in texts(paper))


def test_each_copy_names_its_purpose() -> None:
    how = ReceiptPrint(copies=5)
    above = texts_between(PAPERS.receipt(ReceiptPaper(VIEW, an_enrolment(), how)), 148, INSIDE[0])

    assert above == [
        "Liên 1: Lưu",
        "Liên 2: Giao người nộp tiền",
        "Liên 3: Gửi cơ quan BHXH",
        "Liên 4: Dùng nội bộ",
        "Liên 5: Dùng nội bộ",
    ]


@pytest.mark.parametrize("form", list(ReceiptForm))
@pytest.mark.parametrize("dpi", [100, 200])
def test_the_code_on_every_page_is_the_one_that_is_read_beside_it(form: ReceiptForm, dpi: int) -> None:
    view = a_crowded_receipt()
    view = replace(view, receipt=replace(view.receipt, form=form))
    paper = PAPERS.receipt(ReceiptPaper(view, an_enrolment()))

    found = [codes(picture) for picture in pictures(paper, dpi)]

    wanted = [short_code(view.receipt)]
    assert found == [wanted] * len(found) if form is ReceiptForm.SELF_PRINTED else found[-1] == wanted


def test_the_code_names_nobody() -> None:
    code = short_code(VIEW.receipt)

    assert len(code) == 9
    assert not any(number in code for number in (VIEW.receipt.lines[0].subject.insurance_no or "", "0000124"))


def test_an_e_receipt_is_named_as_its_provider_does() -> None:
    view = replace(
        VIEW, receipt=replace(VIEW.receipt, form=ReceiptForm.ELECTRONIC, symbol=None, book=None, number=None)
    )
    known = replace(view, e_receipt=EReceiptLine("BH26-AG/08907/E", 44, VIEW.receipt.issued_on))

    [text] = texts(PAPERS.receipt(ReceiptPaper(known, an_enrolment(), replaces=view, nth=2)))

    assert "(biên lai điện tử ký hiệu BH26-AG/08907/E, số 0000044)" in text
    assert "Thay cho biên lai điện tử chưa có số đã hủy" in text
    assert "In lại lần 1" in text
    [text] = texts(PAPERS.receipt(ReceiptPaper(view, an_enrolment(), replaces=known)))
    assert "Thay cho biên lai số 0000044, ký hiệu BH26-AG/08907/E đã hủy" in text
