from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.eligibility import PaidWholly, PaidWhollyError
from agent_app.domain.names import nfc
from agent_app.printing.notice_messages import (
    ONE_MESSAGE,
    TWO_MESSAGES,
    message_count,
    notice_text,
    unpriced_text,
)
from agent_app.services.notice_lines import NoticeSpelling, Unpriced
from tests.builders import a_household, a_person
from tests.printing.notices import EVERY_STATE, ORDINARY, WORST, Due, Home, a_sender

HOMES = pytest.mark.parametrize("home", [ORDINARY, EVERY_STATE, WORST], ids=["ordinary", "states", "worst"])


def text(home: Home, spelling: NoticeSpelling = NoticeSpelling.MARKED) -> tuple[str, str]:
    made = notice_text(home.notice(), a_sender(), spelling)
    return made.long, made.short


def test_the_short_message_says_who_ends_when_what_it_costs_and_whom_to_call() -> None:
    assert text(ORDINARY)[1] == (
        "Hộ Lê Quốc Dũng: Lê Quốc Dũng BHYT còn 8 ngày; Ngô Thị Trang BHYT hết hạn 10 ngày. "
        "Tiền đóng: 2.322.540 đ. Liên hệ Nguyễn Thị Hoa 0912 345 678."
    )


def test_the_short_message_counts_those_whose_money_it_names_and_those_to_be_asked_apart() -> None:
    old = Due("Trần Thị Nhất", date(2026, 11, 22), birth=PartialDate(1950))
    home = Home((old, *(Due(f"Nguyễn Hoàng Minh Khánh Phương {at}") for at in range(2, 9))))

    assert (
        "7 người đến hạn đóng BHYT, BHXH, sớm nhất 29/11/2026. "
        "Tiền đóng của 7 người: 5.464.800 đ; 1 người cần hỏi thêm."
    ) in text(home)[1]


def test_a_message_without_money_says_that_it_is_to_be_asked() -> None:
    assert " Cần hỏi thêm trước khi thu." in text(Home((Due("A", birth=PartialDate(1950)),)))[1]


def test_who_gets_no_price_is_named_with_the_address_in_the_words_of_the_notice() -> None:
    home = replace(a_household(), address="Số 10", hamlet="Thôn 3")
    told = Unpriced(
        home, "Lê Quốc Dũng", a_person(1, "Ngô Thị Trang"), Scheme.HEALTH, PaidWhollyError(PaidWholly.POOR)
    )

    assert unpriced_text(told) == (
        "Hộ Lê Quốc Dũng, Số 10, Thôn 3: Ngô Thị Trang, BHYT: "
        "Được ngân sách hoặc quỹ đóng toàn bộ: không phải nộp tiền."
    )


def test_the_same_without_marks_is_one_message() -> None:
    made = notice_text(ORDINARY.notice(), a_sender(), NoticeSpelling.PLAIN)

    assert made.short.startswith("Ho Le Quoc Dung: Le Quoc Dung BHYT con 8 ngay;")
    assert made.short.isascii()
    assert made.parts == 1


@HOMES
@pytest.mark.parametrize("spelling", list(NoticeSpelling))
def test_the_short_message_is_never_longer_than_two(home: Home, spelling: NoticeSpelling) -> None:
    short = text(home, spelling)[1]

    assert len(short) <= TWO_MESSAGES
    if spelling is NoticeSpelling.PLAIN:
        assert message_count(short) == (1 if len(short) <= ONE_MESSAGE else 2)


@HOMES
def test_the_long_message_names_everybody_with_every_price(home: Home) -> None:
    long, notice = text(home)[0], home.notice()

    for line in notice.lines:
        assert nfc(line.person.name) in long
    assert "Nhân viên thu: Nguyễn Thị Hoa" in long
    assert "12 tháng 1.366.200 đ" in long


@HOMES
def test_no_message_has_anybodys_number(home: Home) -> None:
    for part in text(home):
        for at in range(1, 9):
            person = a_person(at)
            assert str(person.insurance_no) not in part
            assert str(person.citizen_id) not in part


@pytest.mark.parametrize(
    ("said", "count"), [("a" * 160, 1), ("a" * 161, 2), ("ế" * 70, 1), ("ế" * 71, 2), ("[" * 81, 2), ("", 1)]
)
def test_messages_are_counted_as_phones_do(said: str, count: int) -> None:
    assert message_count(said) == count
