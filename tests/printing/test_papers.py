import re
import subprocess
import sys
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.enrolment import Enrolment, Office
from agent_app.domain.receipt import ReceiptForm
from agent_app.printing.papers import Papers
from agent_app.services.lines import ReceiptView
from agent_app.services.ports import ReceiptPaper, ReceiptPress
from tests.printing.builders import (
    LONG_ADDRESS,
    LONG_NAME,
    a_crowded_receipt,
    a_receipt,
    an_enrolment,
    health,
    pension,
)

PAPERS: ReceiptPress = Papers()
DOTS_PER_MM = 4
MARGIN_MM = 7
ROOM_OF_A_CHECK = 40


def pages(paper: bytes) -> list[str]:
    """The text of every page, its lines joined."""
    document = pypdfium2.PdfDocument(paper)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def printed(view: ReceiptView, enrolment: Enrolment | None = None) -> list[str]:
    return pages(PAPERS.receipt(ReceiptPaper(view, enrolment or an_enrolment())))


def placed(paper: bytes) -> list[Counter[tuple[str, int, int]]]:
    """The letters of every page, with where each stands, in tenths of a point."""
    document = pypdfium2.PdfDocument(paper)
    found = []
    for page in document:
        text = page.get_textpage()
        letters = ((text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars()))
        found.append(
            Counter((each, round(box[0] * 10), round(box[1] * 10)) for each, box in letters if each.strip())
        )
    document.close()
    return found


def ink_box(paper: bytes, page: int) -> tuple[tuple[int, int], tuple[float, float, float, float]]:
    """The size of a page's picture and the box of everything dark on it, in millimetres."""
    document = pypdfium2.PdfDocument(paper)
    picture = document[page].render(scale=DOTS_PER_MM * 25.4 / 72, grayscale=True).to_pil()
    document.close()
    box = picture.point(lambda shade: 255 if shade < 200 else 0).getbbox()
    assert box is not None, "blank"
    left, top, right, bottom = (edge / DOTS_PER_MM for edge in box)
    return (round(picture.width / DOTS_PER_MM), round(picture.height / DOTS_PER_MM)), (
        left,
        top,
        right,
        bottom,
    )


WORST = [
    a_receipt(),
    a_receipt(health(), pension()),
    a_crowded_receipt(),
    a_receipt(health("Ế" * 200), payer="Ổ" * 200, address="x" * 1000),
    a_receipt(health("Nguyễn " * 300), address="Ấp Hội " * 600),
]
LONG_OFFICE = Office("Đ" * 200, "Bưu điện văn hoá xã " * 10, "1" * 50, "2" * 100)


def test_both_copies_say_what_was_paid() -> None:
    copies = printed(a_receipt(health(), health("Ngô Thị Trang", 956_340, 2)))

    assert len(copies) == 2
    for text in copies:
        assert "Số: 0000124" in text
        assert "Ký hiệu: BH26-LĐ" in text
        assert "Họ và tên người nộp: LÊ QUỐC DŨNG" in text
        assert "Lê Quốc Dũng (người thứ 1) 01/01/2027–31/12/2027 1.366.200" in text
        assert "Ngô Thị Trang (người thứ 2) 01/01/2027–31/12/2027 956.340" in text
        assert "Số tiền thu: 2.322.540 đồng" in text
        assert "Hai triệu ba trăm hai mươi hai nghìn năm trăm bốn mươi đồng" in text


@pytest.mark.parametrize(
    ("view", "form"),
    [*((view, ReceiptForm.SELF_PRINTED) for view in WORST), *((WORST[1], form) for form in ReceiptForm)],
)
def test_a_draft_is_laid_out_as_the_receipt_will_be(view: ReceiptView, form: ReceiptForm) -> None:
    view = replace(view, receipt=replace(view.receipt, form=form))
    draft = placed(Papers().draft(view, an_enrolment()))
    receipt = placed(PAPERS.receipt(ReceiptPaper(view, an_enrolment())))

    first_copy = receipt[: len(receipt) // 2 if form is ReceiptForm.SELF_PRINTED else None]
    assert len(draft) == len(first_copy)
    for drafted, issued in zip(draft, first_copy, strict=True):
        # Only what the receipt is checked by is missing.
        assert drafted <= issued
        assert len(issued - drafted) < ROOM_OF_A_CHECK


def test_a_single_payment_stands_in_figures_and_words() -> None:
    text = printed(a_receipt())[0]

    assert "1.366.200 đồng" in text
    assert "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng" in text


def test_each_copy_says_whose_it_is() -> None:
    first, second = printed(a_receipt())

    assert "Liên 1: Lưu" in first
    assert "Liên 2: Giao người nộp tiền" in second
    assert first.replace("Liên 1: Lưu", "") == second.replace("Liên 2: Giao người nộp tiền", "")


def test_the_circular_follows_the_date() -> None:
    assert "107/2017/TT-BTC" in printed(a_receipt(on=date(2024, 12, 31)))[0]
    assert "24/2024/TT-BTC" in printed(a_receipt(on=date(2025, 1, 1)))[0]


def test_names_are_never_read_as_markup() -> None:
    text = printed(a_receipt(health("<font size=40>&amp; <b>"), payer="<b>&"))[0]

    assert "Họ và tên người nộp: <B>& Địa chỉ" in text
    assert "<font size=40>&amp; <b>" in text


def test_decomposed_names_are_printed_composed() -> None:
    name = unicodedata.normalize("NFD", "Trần Thị Ẩn")

    assert "Trần Thị Ẩn" in printed(a_receipt(health(name)))[0]


@pytest.mark.logs_warning(r"no glyph for U\+4E00")
def test_a_letter_that_the_font_lacks_leaves_a_mark() -> None:
    assert "Họ và tên người nộp: LÊ ? DŨNG" in printed(a_receipt(payer="Lê 一 Dũng"))[0]


def test_eight_ordinary_members_fit_on_one_page() -> None:
    assert len(printed(a_receipt(*[health("Ngô Thị Trang", 956_340, place) for place in range(1, 9)]))) == 2


def test_a_crowded_receipt_goes_on_overleaf_and_loses_nothing() -> None:
    first, second, *other_copy = printed(a_crowded_receipt())
    both = f"{first} {second}"

    assert len(other_copy) == 2
    assert "Trang 1/2" in first
    assert "Trang 2/2" in second
    assert all(f"{LONG_NAME} {member} (người thứ {member})" in both for member in range(1, 9))
    assert LONG_ADDRESS in both
    assert all("Số: 0000124" in text for text in (first, second))
    assert "Số tiền thu: 7.650.720 đồng (Viết bằng chữ): Bảy triệu" in second
    assert "NGƯỜI THU TIỀN" in second
    assert "Số tiền thu" not in first


def test_words_longer_than_a_line_are_broken_not_cut() -> None:
    texts = printed(a_receipt(payer="Ổ" * 200, address="x" * 1000), an_enrolment(LONG_OFFICE))
    copy = "".join(texts[: len(texts) // 2])

    assert copy.count("Ổ") == 200
    assert copy.count("x") - an_enrolment(LONG_OFFICE).office.organisation.count("x") >= 1000


@pytest.mark.parametrize("office", [Office(), LONG_OFFICE], ids=["silent office", "long office"])
@pytest.mark.parametrize("view", WORST, ids=["plain", "two", "crowded", "unbroken", "endless"])
def test_nothing_is_drawn_outside_the_margins(view: ReceiptView, office: Office) -> None:
    paper = PAPERS.receipt(ReceiptPaper(view, an_enrolment(office)))

    for page in {0, len(pages(paper)) - 1}:
        size, (left, top, right, bottom) = ink_box(paper, page)
        assert size == (210, 148)
        assert left >= MARGIN_MM
        assert top >= MARGIN_MM
        assert right <= 210 - MARGIN_MM
        assert bottom <= 148 - MARGIN_MM
        assert right - left > 180, "no frame"


def test_even_an_absurd_office_and_agent_leave_room_for_the_sum() -> None:
    enrolment = an_enrolment(Office(*["Đ ổ" * 1500] * 4), agent_name="Ẩn " * 2000)
    paper = PAPERS.receipt(ReceiptPaper(a_receipt(payer="Ế" * 3000), enrolment))

    texts = pages(paper)
    assert len(texts) < 60
    assert "Số tiền thu: 1.366.200 đồng" in texts[-1]
    assert ink_box(paper, len(texts) - 1)[1][3] <= 148 - MARGIN_MM


def test_the_same_receipt_gives_the_same_bytes() -> None:
    paper = ReceiptPaper(a_receipt(), an_enrolment(), nth=3)

    assert PAPERS.receipt(paper) == Papers().receipt(paper)


def test_two_threads_print_at_once() -> None:
    alone = PAPERS.receipt(ReceiptPaper(a_receipt(), an_enrolment()))
    with ThreadPoolExecutor(4) as pool:
        papers = list(
            pool.map(lambda _: PAPERS.receipt(ReceiptPaper(a_receipt(), an_enrolment())), range(12))
        )

    assert papers == [alone] * 12


def test_only_embedded_fonts_are_named_and_nobody_is_in_the_properties() -> None:
    paper = PAPERS.receipt(ReceiptPaper(a_receipt(), an_enrolment()))
    fonts = set(re.findall(rb"/BaseFont /(\S+)", paper))
    document = pypdfium2.PdfDocument(paper)
    properties = " ".join(document.get_metadata_dict().values())
    document.close()

    assert fonts
    assert all(re.fullmatch(rb"[A-Z]{6}\+LiberationSerif(-Bold)?", font) for font in fonts), fonts
    assert "Biên lai thu tiền (C45-BB)" in properties
    assert not any(word in properties for word in ("Dũng", "DŨNG", "Hoa", "0000124"))


def test_the_type_setting_library_is_loaded_by_the_first_paper_only() -> None:
    program = "import sys, agent_app.printing.papers; print('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


@given(name=st.text(st.sampled_from("<>&;/b'\"%\\{}()ẾổĐ đ"), min_size=1, max_size=40))
def test_any_name_comes_out_as_it_went_in(name: str) -> None:
    shown = " ".join(name.upper().split())
    text = printed(a_receipt(payer=f"A{name}Z"))[0]

    found = re.search(r"người nộp: (.*) Địa chỉ:", text)
    assert found is not None
    assert found[1].replace(" ", "") == f"A{shown}Z".replace(" ", "")
