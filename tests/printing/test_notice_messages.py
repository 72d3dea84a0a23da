import pytest

from agent_app.domain.names import nfc
from agent_app.printing.notice_messages import ONE_MESSAGE, TWO_MESSAGES, message_count, notice_text
from agent_app.services.notice_lines import NoticeSpelling
from tests.builders import a_person
from tests.printing.notices import EVERY_STATE, ORDINARY, WORST, Home, a_sender

HOMES = pytest.mark.parametrize("home", [ORDINARY, EVERY_STATE, WORST], ids=["ordinary", "states", "worst"])


def text(home: Home, spelling: NoticeSpelling = NoticeSpelling.MARKED) -> tuple[str, str]:
    made = notice_text(home.notice(), a_sender(), spelling)
    return made.long, made.short


def test_the_short_message_says_who_ends_when_what_it_costs_and_whom_to_call() -> None:
    assert text(ORDINARY)[1] == (
        "Hộ Lê Quốc Dũng: Lê Quốc Dũng BHYT còn 8 ngày; Ngô Thị Trang BHYT hết hạn 10 ngày. "
        "Tiền đóng: 2.322.540 đ. Liên hệ Nguyễn Thị Hoa 0912 345 678."
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
