from datetime import UTC, date, datetime, timedelta

import pytest

from agent_app.domain.identity import CitizenId, Phone
from agent_app.domain.receipt import ReceiptState
from agent_app.domain.visit import Outcome
from agent_app.ui.arithmetic import explain, monthly, percent
from agent_app.ui.theme import Tone
from agent_app.ui.wording import (
    days_ago,
    dong,
    last_visit,
    masked,
    moment,
    outcome_words,
    receipt_state,
    urgency,
)
from tests.builders import TODAY, a_health_line, a_pension_line, a_subject


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (8, "Còn 8 ngày", Tone.SOON),
        (30, "Còn 30 ngày", Tone.SOON),
        (31, "Còn 31 ngày", Tone.GOOD),
        (0, "Hết hạn hôm nay", Tone.LATE),
        (-10, "Quá hạn 10 ngày", Tone.LATE),
    ],
)
def test_urgency_is_a_word_and_a_tone(days: int, words: str, tone: Tone) -> None:
    sign = urgency(TODAY + timedelta(days), TODAY)

    assert (sign.text, sign.tone) == (words, tone)
    assert sign.icon


def test_an_unknown_end_is_said_to_be_unknown() -> None:
    assert urgency(None, TODAY).text == "Chưa rõ hạn"


def test_every_outcome_and_every_state_of_a_receipt_has_words() -> None:
    assert all(outcome_words(outcome) for outcome in Outcome)
    assert all(receipt_state(state).icon for state in ReceiptState)


def test_a_receipt_is_never_called_synced() -> None:
    assert not any("đồng bộ" in receipt_state(state).text.lower() for state in ReceiptState)


def test_a_promise_for_today_says_so() -> None:
    assert last_visit(Outcome.PROMISED, date(2026, 11, 1), TODAY, TODAY).text == "Hẹn hôm nay"
    assert last_visit(Outcome.PROMISED, date(2026, 11, 1), TODAY).text == "Hẹn 21/11/2026"
    assert last_visit(Outcome.ABSENT, date(2026, 11, 1), None).text == "Vắng nhà 01/11"
    assert last_visit(None, None, None).text == "–"


def test_numbers_of_people_are_masked() -> None:
    assert masked(Phone, "0973837993") == "0973•••993"
    assert masked(CitizenId, "060079799308") == "060•••••9308"
    assert masked(Phone, "12345") == "•••••"
    assert masked(Phone, None) == "–"


def test_money_and_moments_are_written_as_people_read_them() -> None:
    instant = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)

    assert dong(1_366_200) == "1.366.200 đ"
    assert dong(None) == "–"
    assert moment(instant) == "01:05 21/11/2026"
    assert days_ago(instant, TODAY) == "hôm nay"
    assert days_ago(instant - timedelta(4), TODAY) == "4 ngày"


def test_the_arithmetic_of_a_later_member_names_figures_and_documents() -> None:
    line = a_health_line(a_subject(2), place=2)
    words = explain(line)

    assert monthly(line) == "113.850 × 70 % × 12"
    for part in ("4,5 %", "2.530.000 (NĐ 161/2026/NĐ-CP)", "người thứ 2: 70 %", "12 tháng", "= 956.340 đ"):
        assert part in words


def test_the_arithmetic_of_a_first_member_has_no_share() -> None:
    line = a_health_line()

    assert monthly(line) == "113.850 × 12"
    assert "người thứ" not in explain(line)


def test_the_arithmetic_of_a_pension_shows_the_support() -> None:
    words = explain(a_pension_line())

    assert "22 %" in words
    assert "Nhà nước hỗ trợ" in words
    assert words.endswith(" đ")


def test_a_share_is_written_without_needless_digits() -> None:
    line = a_health_line()

    assert next(percent(figure.value) for figure in line.quote.basis) == "4,5 %"
