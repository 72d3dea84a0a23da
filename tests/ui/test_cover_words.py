"""What is said of a member's cover: until when, by whom, or that nothing is known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.purpose_code import PurposeCode
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.visit import Outcome
from agent_app.services.lines import AwaitedLine, CoverLine, MemberLine
from agent_app.ui.pages.households.cover_words import cover_note, cover_sign, may_pay
from agent_app.ui.theme import Tone
from tests.builders import TODAY, an_id
from tests.ui.fake_core import make_member
from tests.ui.fake_offers import OPTIONS

HEALTH, PENSION = Scheme.HEALTH, Scheme.PENSION


def member(*covers: CoverLine, group: str | None = None, outcome: Outcome | None = None) -> MemberLine:
    """Make a member of whom only this is known."""
    return replace(make_member(2, "Ngô Thị Trang", 9), covers=covers, health_group=group, outcome=outcome)


def until(days: int, scheme: Scheme = HEALTH, group: str | None = "GD") -> CoverLine:
    return CoverLine(scheme, group, TODAY + timedelta(days), due_item=True)


@pytest.mark.parametrize(
    ("cover", "words", "tone"),
    [
        (until(8), "Còn 8 ngày (29/11/2026)", Tone.SOON),
        (until(40), "Còn 40 ngày (31/12/2026)", Tone.GOOD),
        (until(0), "Hết hạn hôm nay (21/11/2026)", Tone.LATE),
        (until(-10), "Quá hạn 10 ngày (11/11/2026)", Tone.LATE),
        (replace(until(0), covered_to=None), "Chưa rõ hạn", Tone.SOFT),
    ],
)
def test_how_long_a_card_lasts_is_a_word_a_day_and_a_tone(cover: CoverLine, words: str, tone: Tone) -> None:
    sign = cover_sign(member(cover), HEALTH, TODAY, OPTIONS)

    assert (sign.text, sign.tone) == (words, tone)
    assert sign.icon


def test_bhxh_is_told_by_months() -> None:
    assert cover_sign(member(until(10, PENSION, None)), PENSION, TODAY, OPTIONS).text == (
        "Còn 10 ngày (12/2026)"
    )


def test_what_own_receipts_have_paid_for_is_said_to_be_paid_while_it_lasts() -> None:
    paid = replace(until(300), receipt_id=ReceiptId(an_id(9)), receipt_number="0000124", due_item=False)
    sign = cover_sign(member(paid), HEALTH, TODAY, OPTIONS)

    assert (sign.text, sign.tone) == ("Đã đóng đến 17/09/2027", Tone.GOOD)
    assert cover_note(member(paid), HEALTH, OPTIONS) == "biên lai 0000124"
    ended = replace(paid, covered_to=TODAY - timedelta(3))
    assert cover_sign(member(ended), HEALTH, TODAY, OPTIONS).text.startswith("Quá hạn 3 ngày")


@pytest.mark.parametrize(
    ("group", "outcome", "health", "pension"),
    [
        (None, None, "Chưa tham gia", "Chưa tham gia"),
        ("GD", None, "Chưa rõ hạn thẻ", "Chưa tham gia"),
        ("DN", None, "Công ty", "Đang BHXH bắt buộc"),
        ("HN", None, "Hộ nghèo", "Chưa tham gia"),
        ("HS", None, "Học sinh", "Chưa tham gia"),
        (None, Outcome.ELSEWHERE, "Đã tham gia nơi khác", "Chưa tham gia"),
        (None, Outcome.COMPULSORY, "Đã tham gia nơi khác", "Đang BHXH bắt buộc"),
    ],
)
def test_who_has_nothing_and_who_is_covered_elsewhere_is_said(
    group: str | None, outcome: Outcome | None, health: str, pension: str
) -> None:
    who = member(group=group, outcome=outcome)

    assert cover_sign(who, HEALTH, TODAY, OPTIONS).text == health
    assert cover_sign(who, PENSION, TODAY, OPTIONS).text == pension


def test_a_cover_by_somebody_else_has_its_end() -> None:
    company = member(CoverLine(HEALTH, "DN", date(2027, 6, 30)))

    assert cover_sign(company, HEALTH, TODAY, OPTIONS).text == "Công ty (đến 30/06/2027)"
    assert cover_note(company, HEALTH, OPTIONS) == ""


def test_a_pupil_whom_the_list_names_for_the_household_is_shown_as_due() -> None:
    assert cover_sign(member(until(8, group="HS")), HEALTH, TODAY, OPTIONS).text.startswith("Còn 8 ngày")


def test_a_supported_group_is_named() -> None:
    assert cover_note(member(until(8, group="GB")), HEALTH, OPTIONS) == "Hộ có mức sống trung bình"
    assert cover_note(member(until(8, group="HS")), HEALTH, OPTIONS) == "Học sinh"


def test_a_code_without_a_name_is_shown_as_it_is() -> None:
    assert cover_note(member(until(8, group="XX")), HEALTH, OPTIONS) == "mã XX"


@pytest.mark.parametrize(("birth", "allowed"), [((2011, 11, 21), True), ((2011, 11, 22), False)])
def test_bhxh_is_offered_from_the_birthday_on(birth: tuple[int, int, int], allowed: bool) -> None:  # noqa: FBT001
    young = replace(member(), birth=PartialDate(*birth))

    assert may_pay(young, PENSION, TODAY, OPTIONS) is allowed
    assert may_pay(young, HEALTH, TODAY, OPTIONS)
    assert cover_sign(young, PENSION, TODAY, OPTIONS).text == ("Chưa tham gia" if allowed else "–")


def test_money_that_is_awaited_stands_at_its_scheme_with_its_code() -> None:
    awaited = (AwaitedLine(HEALTH, PurposeCode("ABC"), Dong(1_571_130)),)
    for one in (member(until(8)), member()):
        awaiting = replace(one, awaited=awaited)
        sign = cover_sign(awaiting, HEALTH, TODAY, OPTIONS)

        assert (sign.text, sign.tone, sign.icon) == ("Chờ tiền về 1.571.130 đ", Tone.SOON, "hourglass")
        assert cover_note(awaiting, HEALTH, OPTIONS) == "khoản chuyển ABC"
        assert cover_sign(awaiting, PENSION, TODAY, OPTIONS).text == "Chưa tham gia"
