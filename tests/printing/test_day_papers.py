"""The agent's own papers, read back as other programs read them."""

import threading
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from agent_app.domain.cancellation import Cancellation
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.number_fate import NumberFate
from agent_app.domain.receipt import ReceiptForm, ReceiptId
from agent_app.domain.visit import Outcome
from agent_app.printing.day_papers import DayPapers
from agent_app.printing.editions import FormEditionMissingError
from agent_app.printing.lists.layouts import layout_of
from agent_app.services.day_paper_lines import BookUse, DayList, Maker, RemittanceStatement
from agent_app.services.day_paper_ports import DayPress, PrintMark
from agent_app.services.lines import EReceiptLine, ReceiptView
from agent_app.services.work import no_report
from tests.printing.builders import LONG_ADDRESS, LONG_NAME, OFFICE, a_receipt, health, pension
from tests.printing.day_papers import (
    LIMITS,
    ON,
    a_book_use,
    a_day_list,
    a_door,
    a_due,
    a_statement,
    an_entry,
    cancelled,
    passed,
)
from tests.printing.test_papers import ink_box, pages

PRESS: DayPress = DayPapers()


def listed(told: DayList) -> str:
    return " ".join(pages(PRESS.day_list(told, no_report)))


def used(told: BookUse) -> str:
    return " ".join(pages(PRESS.book(told, no_report)))


def stated(told: RemittanceStatement) -> str:
    return " ".join(pages(PRESS.remittance(told, no_report)))


def numbered(number: int, view: ReceiptView | None = None, **changes: object) -> ReceiptView:
    view = view or a_receipt()
    receipt = replace(view.receipt, id=ReceiptId(UUID(int=number)), number=number, **changes)  # type: ignore[arg-type]
    return replace(view, receipt=receipt)


def void(view: ReceiptView, on: date = ON) -> ReceiptView:
    made: Cancellation = cancelled(view, on)
    return replace(view, cancellation=made)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (a_due(), "BHYT 12 tháng: hạn 31/12/2026, còn 40 ngày"),
        (a_due(due_on=ON), "hạn 21/11/2026, hết hạn hôm nay"),
        (a_due(due_on=date(2026, 11, 11)), "hạn 11/11/2026, quá hạn 10 ngày"),
        (a_due(due_on=None, months=None), "BHYT: chưa rõ hạn"),
        (a_due(scheme=Scheme.PENSION, months=3), "BHXH TN 3 tháng: đóng đến 12/2026, còn 40 ngày"),
        (a_due(), "Lê Quốc Dũng (mã …6789)"),
    ],
)
def test_a_day_list_says_who_is_due_for_what(due: object, words: str) -> None:
    assert words in listed(a_day_list(an_entry(due)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"promised_on": ON}, "Hẹn hôm nay"),
        ({"promised_on": date(2026, 11, 25)}, "Hẹn 25/11/2026"),
        ({"outcome": Outcome.ABSENT, "visited_on": date(2026, 11, 2)}, "Vắng nhà 02/11/2026"),
        ({"paid": Dong(956_340)}, "Đã thu 956.340"),
        ({"planned": True}, "Đã xếp lịch"),
    ],
)
def test_a_day_list_says_what_the_last_visit_brought(changes: dict[str, object], words: str) -> None:
    assert words in listed(a_day_list(an_entry(door=a_door(**changes))))  # type: ignore[arg-type]


def test_a_day_list_s_prices_add_up_and_say_where_they_come_from() -> None:
    text = listed(
        a_day_list(
            an_entry(a_due(), a_due("Ngô Thị Trang", price=Dong(956_340), listed=True), a_due(price=None))
        )
    )

    assert "956.340*" in text
    assert "Cộng: 1 hộ, 3 khoản đến hạn, 2.322.540 đ và 1 khoản phải hỏi" in text
    assert "* Theo danh sách của cơ quan BHXH" in text
    assert "* Theo danh sách" not in listed(a_day_list(an_entry()))


def test_a_day_list_is_headed_by_hamlets_unless_it_is_of_one() -> None:
    entries = (an_entry(), an_entry(door=a_door(hamlet="Thôn 3")), an_entry(door=a_door(hamlet=None)))

    everywhere = listed(a_day_list(*entries))
    assert "Mọi thôn, tổ" in everywhere
    assert "Chưa rõ thôn, tổ" in everywhere
    assert "Thứ Bảy 21/11/2026 · Thôn Láng Gòn" in listed(a_day_list(entries[0], hamlet="Thôn Láng Gòn"))


def test_a_day_without_doors_says_so() -> None:
    assert "Không có hộ nào cần đến." in listed(a_day_list())
    assert "Không có khoản đến hạn" in listed(a_day_list(replace(an_entry(), dues=())))


def test_a_statement_spells_what_was_handed_over() -> None:
    views = (numbered(124, a_receipt(health(), pension())), numbered(125))
    text = stated(a_statement(*views))

    assert "nộp tại quầy · Số giấy nộp tiền (giao dịch): PN-417" in text
    assert "BHYT hộ gia đình 12 tháng: Lê Quốc Dũng; BHXH tự nguyện 3 tháng: Ngô Thị Trang" in text
    assert "924.000 1.366.200 2.290.200" in text
    assert "Cộng 2 biên lai 924.000 2.732.400 3.656.400" in text
    assert "Số tiền nộp: 3.656.400 đồng" in text
    assert "Ba triệu sáu trăm năm mươi sáu nghìn bốn trăm đồng" in text
    assert "lệch" not in text


def test_a_statement_explains_differences_and_lists_transfers_apart() -> None:
    beside = numbered(130, a_receipt(pension()))
    text = stated(a_statement(numbered(124), transfers=(beside,), amount=1_366_000, note="Thiếu tiền lẻ"))

    assert "Đã nộp lệch -200 đồng so với phong bì." in text
    assert "Ghi chú: Thiếu tiền lẻ" in text
    assert "III. Biên lai chuyển khoản" in text
    assert "Chuyển khoản kê kèm: 924.000 đồng, không nằm trong số tiền nộp." in text
    assert "Số tiền nộp: 1.366.000 đồng" in text


def test_a_report_stands_by_book_and_number_with_what_got_no_receipt() -> None:
    told = a_book_use(
        numbered(103),
        void(numbered(101)),
        passed_over=(passed(102), passed(104, 106, NumberFate.LOST)),
        book=LIMITS,
    )
    text = used(told)

    places = [text.index(number) for number in ("0000101 21", "0000102 21", "0000103 21", "0000104")]
    assert places == sorted(places)
    assert "HỦY: Ghi sai tên" in text
    assert "Số hỏng: Rách khi in" in text
    assert "Số mất: Rách khi in" in text
    assert "Tổng cộng 0 1.366.200 1.366.200" in text
    assert "Quyển số 0012, ký hiệu BH26-LĐ, từ số 0000101 đến số 0000150" in text
    assert "0012 BH26-LĐ" not in text


def test_signatures_of_a_report_never_stand_on_a_page_without_its_sum_and_its_captions() -> None:
    seen = set[int]()
    for count in range(12, 34):
        report = a_book_use(*(numbered(101 + at) for at in range(count)))
        texts = pages(PRESS.book(report, no_report))
        seen.add(len(texts))
        words = layout_of(report.maker, ON).use
        assert words.signatures[0] in texts[-1]
        assert words.total in texts[-1]
        assert "Nội dung" in texts[-1]
        assert str(100 + count) in texts[-1]

    assert len(seen) > 1


def test_a_day_list_names_the_hamlet_in_every_address_unless_a_heading_does() -> None:
    one = an_entry(a_due(), door=a_door(address="Số 10", hamlet="Thôn 3"))

    assert "Số 10, Thôn 3" in listed(a_day_list(one, hamlet="Thôn 3"))
    assert "Số 10, Thôn 3" in listed(a_day_list(one))


def test_what_is_cancelled_later_counts_as_used_and_is_named_then() -> None:
    view = void(numbered(101), date(2026, 12, 2))
    month, later = used(a_book_use(view)), used(a_book_use(voided_later=(view,)))

    assert "HỦY" not in month
    assert "Tổng cộng 0 1.366.200 1.366.200" in month
    assert "Tổng cộng 0 0 0" in later
    assert "Quyển 0012, số 0000101 ngày 21/11/2026: 1.366.200 đồng, hủy ngày 02/12/2026" in later


def test_books_of_several_symbols_and_e_receipts_are_told_apart() -> None:
    no_number = {"form": ReceiptForm.ELECTRONIC, "symbol": None, "book": None, "number": None}
    electronic = replace(a_receipt(), receipt=replace(a_receipt().receipt, **no_number))  # type: ignore[arg-type]
    named = replace(electronic, e_receipt=EReceiptLine("BH26-AG/08907/E", 44, ON))
    text = used(a_book_use(numbered(101), numbered(7, symbol="BH27-LĐ"), electronic, named))

    assert "0012 BH26-LĐ" in text
    assert "0012 BH27-LĐ" in text
    assert "(chờ số)" in text
    assert "0000044" in text


def test_a_report_names_the_province_of_the_agent_s_area() -> None:
    assert "BHXH Hà Nội" in used(a_book_use())
    assert "BHXH ...." in used(replace(a_book_use(), maker=Maker("Hoa", OFFICE, ("22999",))))


def test_a_layout_is_known_from_some_day_on() -> None:
    maker = Maker("Hoa", OFFICE)

    assert layout_of(maker, ON).document == "Mẫu BC 01/QTAC"
    with pytest.raises(FormEditionMissingError):
        layout_of(maker, date(2010, 1, 1))


def test_the_worst_names_leave_nothing_out_and_no_page() -> None:
    name, address = f"{LONG_NAME} <b>&", LONG_ADDRESS
    door = a_door(name, address=address)
    crowd = a_day_list(*(an_entry(*(a_due(f"{name} {at}") for at in range(8)), door=door) for _ in range(3)))
    views = tuple(
        numbered(101 + at, a_receipt(*(health(f"{name} {at}") for at in range(8)), payer=name))
        for at in range(4)
    )
    for paper in (
        PRESS.day_list(crowd, no_report),
        PRESS.remittance(a_statement(*views), no_report),
        PRESS.book(a_book_use(*views), no_report),
    ):
        texts = pages(paper)
        assert "".join(LONG_NAME.split()) in "".join(" ".join(texts).split())
        assert "<b>&" in " ".join(texts)
        for page in range(len(texts)):
            (width, height), (left, top, right, bottom) = ink_box(paper, page)
            assert min(left, top) >= 11
            assert right <= width - 11
            assert bottom <= height - 5


def test_a_reprint_says_so_on_every_page() -> None:
    told = a_day_list(*(an_entry() for _ in range(40)))
    texts = pages(PRESS.day_list(told, no_report, PrintMark(3)))

    assert len(texts) > 1
    assert all("In lại lần 2" in text for text in texts)


def test_papers_of_both_kinds_are_set_by_several_threads_at_once() -> None:
    alone = PRESS.day_list(a_day_list(an_entry()), no_report)
    made: list[bytes] = []

    def work() -> None:
        made.extend(PRESS.day_list(a_day_list(an_entry()), no_report) for _ in range(3))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert made == [alone] * 12
