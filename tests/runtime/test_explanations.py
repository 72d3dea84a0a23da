"""The words of a quote's arithmetic."""

from datetime import date
from decimal import Decimal

import pytest

from agent_app.domain.coverage import CoverStart, explain_cover, health_period
from agent_app.domain.explanation import Step
from agent_app.domain.health_premium import PremiumTerms, quote_group_member, quote_household_member
from agent_app.domain.local_support import LocalBasis, LocalSupport
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionWish, quote_plan
from agent_app.domain.pension_plan import PaymentPlan, PlanKind
from agent_app.domain.rates import Certainty, Figure
from agent_app.runtime.explanations import (
    CERTAINTY,
    TEMPLATES,
    documents,
    explain,
    explained,
    percent,
    shown_figure,
)
from tests.builders import TODAY, rates

LOCAL = (
    LocalSupport(LocalBasis.TOTAL, Decimal("0.5")),
    LocalSupport(LocalBasis.ADDITIONAL, Decimal("0.125")),
    LocalSupport(LocalBasis.AMOUNT, Decimal(66_000)),
)


def told(steps: tuple[Step, ...]) -> list[str]:
    return [explain(each) for each in steps]


def test_a_member_reads_how_the_premium_came_about() -> None:
    assert told(quote_household_member(2, 12, TODAY, rates()).steps) == [
        "Mức đóng một tháng: 2.530.000 đ × 4,5 % = 113.850 đ",
        "Người thứ 2 trong hộ đóng 70 %: 79.695 đ một tháng",
        "12 tháng: 956.340 đ",
        "Người tham gia đóng: 956.340 đ",
    ]


def test_a_supported_person_reads_what_state_and_province_pay() -> None:
    assert told(quote_group_member("GB", 12, TODAY, rates(), PremiumTerms(LOCAL)).steps[1:]) == [
        "12 tháng: 1.366.200 đ",
        "Nhà nước hỗ trợ nhóm GB 30 %: 409.860 đ",
        "Địa phương: tổng hỗ trợ 50 % mức đóng",
        "Địa phương: thêm 12,5 % mức đóng",
        "Địa phương: thêm 66.000 đ một tháng, 12 tháng",
        "Địa phương hỗ trợ: 956.340 đ",
        "Người tham gia đóng: 0 đ",
    ]


def test_a_pension_payer_reads_plan_support_and_its_end() -> None:
    wish = PensionWish(
        Dong(1_500_000),
        PaymentPlan.ahead(2),
        supported_before=110,
        local=(LocalSupport(LocalBasis.OF_MINIMUM, Decimal("0.1")),),
    )

    assert told(quote_plan(wish, TODAY, rates()).quote.steps) == [
        "Mức đóng một tháng: 1.500.000 đ × 22 % = 330.000 đ",
        "24 tháng về sau, chiết khấu 0,31 % một tháng từ tháng thứ hai: 7.644.801 đ",
        "Nhà nước hỗ trợ 20 % của 22 % × 1.500.000 đ, 10 tháng: 660.000 đ",
        "Đã được hỗ trợ 110 tháng; cả đời nhiều nhất 120 tháng",
        "Địa phương: thêm 10 % mức đóng theo chuẩn nghèo, 24 tháng",
        "Địa phương hỗ trợ: 792.000 đ",
        "Người tham gia đóng: 6.192.801 đ",
    ]


def test_missing_time_and_months_have_their_words() -> None:
    late = quote_plan(PensionWish(Dong(1_500_000), PaymentPlan.missing(12)), TODAY, rates()).quote
    month = quote_plan(PensionWish(Dong(1_500_000), PaymentPlan.periodic(1)), TODAY, rates()).quote

    assert explain(late.steps[1]) == "12 tháng còn thiếu, tính lãi 0,31 % một tháng từ tháng đầu: 4.040.708 đ"
    assert explain(month.steps[1]) == "1 tháng: 330.000 đ"


@pytest.mark.parametrize(
    ("previous_end", "text"),
    [
        (None, "Thẻ lần đầu: có giá trị sau 30 ngày, từ 21/12/2026 đến 20/03/2027"),
        (date(2026, 12, 31), "Gia hạn khi thẻ cũ còn giá trị: từ 01/01/2027 đến 31/03/2027"),
        (date(2026, 11, 11), "Gián đoạn 10 ngày, dưới 90 ngày: từ 21/11/2026 đến 20/02/2027"),
        (
            date(2026, 8, 1),
            "Gián đoạn 112 ngày, từ 90 ngày trở lên: chờ 30 ngày, từ 21/12/2026 đến 20/03/2027",
        ),
    ],
)
def test_a_cover_says_why_it_begins_then(previous_end: date | None, text: str) -> None:
    period = health_period(TODAY, 3, previous_end, rates())

    assert explain(explain_cover(TODAY, previous_end, rates(), period)) == text


def test_every_kind_of_step_has_words() -> None:
    kinds = {f"pension.{each.value}" for each in PlanKind} | {f"cover.{each.value}" for each in CoverStart}
    kinds |= {f"local.{each.name.lower()}" for each in LocalBasis}

    assert kinds <= set(TEMPLATES)
    assert set(CERTAINTY) == set(Certainty)


def test_each_document_is_named_once_and_doubt_is_marked() -> None:
    sure = Figure("a.rate", Decimal(1), TODAY, None, "NĐ 1", Certainty.LAW)
    doubtful = Figure("b", Decimal(1), TODAY, None, "NĐ 2", Certainty.DOUBTFUL)
    typed = Figure("c", Decimal(1), TODAY, None, "", Certainty.DOUBTFUL)

    assert documents([sure, sure, doubtful, typed]) == (
        "NĐ 1; NĐ 2 [còn ngờ]; số ghi bằng tay, không phải mức chính thức"
    )


def test_a_step_of_arithmetic_alone_rests_on_the_whole_quote() -> None:
    quote = quote_household_member(1, 12, TODAY, rates())

    for each, _text, document in explained(quote.steps, quote.basis):
        assert document == documents(each.figures or quote.basis)
        assert document


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("base_salary", "2530000", "2.530.000 đ"),
        ("poverty_line.rural", "1500000", "1.500.000 đ"),
        ("health.gap_days", "90", "90"),
        ("health.order_share.1", "1", "100 %"),
        ("pension.discount_rate", "0.0031", "0,31 %"),
    ],
)
def test_figures_are_written_for_readers(name: str, value: str, shown: str) -> None:
    assert shown_figure(Figure(name, Decimal(value), TODAY, None, "x", Certainty.LAW)) == shown


def test_shares_are_percentages() -> None:
    assert [percent(Decimal(each)) for each in ("0.045", "0.7", "1", "0", "0.0031")] == [
        "4,5 %",
        "70 %",
        "100 %",
        "0 %",
        "0,31 %",
    ]
