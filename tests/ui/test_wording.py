from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.health_premium import quote_group_member
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionWish, quote_plan
from agent_app.domain.pension_plan import PaymentPlan
from agent_app.domain.phone import Phone
from agent_app.domain.rates import Certainty
from agent_app.domain.receipt import ReceiptState
from agent_app.domain.visit import Outcome
from agent_app.runtime.explanations import percent
from agent_app.ui.arithmetic import explain, monthly, short
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
from tests.builders import TODAY, a_health_line, a_pension_line, a_subject, rates


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
    words = "\n".join(explain(line)).replace("\N{NO-BREAK SPACE}", " ")

    assert short(line) == "113.850 × 70 % × 12 = 956.340"
    for part in (
        "2.530.000 đ × 4,5 % = 113.850 đ (NĐ 161/2026/NĐ-CP",
        "Người thứ 2 trong hộ đóng 70 %: 79.695 đ một tháng (Luật 51/2024/QH15, Điều 13 khoản 6)",
        "12 tháng: 956.340 đ",
    ):
        assert part in words


def test_the_arithmetic_of_a_first_member_has_no_share() -> None:
    assert monthly(a_health_line()) == "113.850 × 12"


def test_the_arithmetic_of_a_pension_shows_the_support() -> None:
    line = a_pension_line()
    words = "\n".join(explain(line)).replace("\N{NO-BREAK SPACE}", " ")

    assert short(line) == "330.000 × 3 \N{MINUS SIGN} 198.000 = 792.000"
    assert "Nhà nước hỗ trợ 20 % của 22 %" in words


def test_the_arithmetic_of_a_supported_group_takes_the_support_off() -> None:
    quote = quote_group_member("GB", 12, TODAY, rates())
    line = replace(a_health_line(), quote=quote, place=None, group="GB")

    assert short(line) == "113.850 × 12 \N{MINUS SIGN} 409.860 = 956.340"
    assert any("nhóm hộ có mức sống trung bình" in each for each in explain(line))


def test_years_ahead_are_not_written_as_so_many_months() -> None:
    wish = PensionWish(Dong(1_500_000), PaymentPlan.ahead(2))
    line = replace(a_pension_line(), quote=quote_plan(wish, TODAY, rates()).quote, months=24)

    assert short(line) == "24 tháng: 7.644.801 \N{MINUS SIGN} 1.584.000 = 6.060.801"


def test_a_document_is_named_once_even_where_only_one_of_its_figures_is_in_doubt() -> None:
    line = a_health_line()
    sure = line.quote.basis[0]
    basis = (sure, replace(sure, certainty=Certainty.DOUBTFUL))
    (words,) = explain(replace(line, quote=replace(line.quote, steps=(), basis=basis)))

    assert words.count("nên hỏi lại cơ quan BHXH") == 1
    assert words.count("51/2024/QH15") == 1
    assert "[" not in words


def test_a_line_without_steps_still_names_its_documents() -> None:
    line = a_health_line()
    bare = replace(line, quote=replace(line.quote, steps=()))

    assert monthly(bare) == "12 tháng"
    assert explain(bare)[0].startswith("Theo: ")


def test_a_share_is_written_without_needless_digits() -> None:
    line = a_health_line()

    assert next(percent(figure.value) for figure in line.quote.basis) == "4,5 %"
