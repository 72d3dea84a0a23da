"""Published and recomputed figures, each with where it comes from: the rules must give them to the đồng."""

from datetime import date
from decimal import Decimal

import pytest

from agent_app.domain.coverage import health_period
from agent_app.domain.health_premium import PremiumTerms, quote_group_member, quote_household_member
from agent_app.domain.household_quote import Member, quote_household
from agent_app.domain.local_support import LocalBasis, LocalSupport
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionGroup, PensionWish, quote_pension, quote_plan
from agent_app.domain.pension_plan import PaymentPlan
from tests.builders import TODAY, rates

# Name, day of payment, months, end of the last card; first day, last day, days of waiting.
Case = tuple[str, date, int, date | None, date, date, int]

JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("source", "on", "premiums"),
    [
        ("BHXH Việt Nam, ItemID=26780", TODAY, (1_366_200, 956_340, 819_720, 683_100, 546_480)),
        ("NĐ 73/2024/NĐ-CP, bảng mức đóng đã đăng", JUNE, (1_263_600, 884_520, 758_160, 631_800, 505_440)),
        ("NĐ 24/2023/NĐ-CP", date(2023, 7, 1), (972_000, 680_400, 583_200, 486_000, 388_800)),
        ("NĐ 38/2019/NĐ-CP", date(2019, 7, 1), (804_600, 563_220, 482_760, 402_300, 321_840)),
        ("NĐ 72/2018/NĐ-CP", date(2018, 7, 1), (750_600, 525_420, 450_360, 375_300, 300_240)),
        ("NĐ 47/2017/NĐ-CP", date(2018, 1, 1), (702_000, 491_400, 421_200, 351_000, 280_800)),
    ],
)
def test_a_year_of_the_members_of_a_household(source: str, on: date, premiums: tuple[int, ...]) -> None:
    paid = tuple(quote_household_member(place, 12, on, rates()).due for place in range(1, 6))

    assert paid == premiums, source


@pytest.mark.parametrize(
    ("source", "group", "on", "months", "due"),
    [
        ("Kênh 14, HSSV 2025–2026", "HS", date(2025, 9, 1), 12, 631_800),
        ("Kênh 14, HSSV 2025–2026", "SV", date(2025, 9, 1), 6, 315_900),
        ("Kênh 14, HSSV 2025–2026", "HS", date(2025, 9, 1), 3, 157_950),
        ("Kênh 14, HSSV trước 01/07/2025", "HS", date(2025, 6, 30), 12, 884_520),
        ("NĐ 75/2023/NĐ-CP, 70 %", "dtts-70", date(2025, 6, 30), 12, 379_080),
        ("NĐ 188/2025/NĐ-CP, 70 %", "dtts-70", TODAY, 12, 409_860),
        ("NĐ 146/2018/NĐ-CP, 30 %", "GB", JUNE, 12, 884_520),
        ("NĐ 188/2025/NĐ-CP, 30 %", "GB", TODAY, 12, 956_340),
        ("NĐ 188/2025/NĐ-CP, 30 %", "GB", TODAY, 6, 478_170),
        ("NĐ 188/2025/NĐ-CP, 30 %", "GB", TODAY, 3, 239_085),
        ("NĐ 188/2025/NĐ-CP, 50 %", "HS", TODAY, 12, 683_100),
        ("NĐ 188/2025/NĐ-CP, 50 %", "SV", TODAY, 6, 341_550),
        ("NĐ 188/2025/NĐ-CP, 50 %", "HS", TODAY, 3, 170_775),
        ("NĐ 188/2025/NĐ-CP, 50 %", "co-so-50", TODAY, 12, 683_100),
        ("NĐ 188/2025/NĐ-CP, 50 %", "mua-ban-nguoi", TODAY, 12, 683_100),
        ("NĐ 188/2025/NĐ-CP, Điều 5 khoản 4", "bom-min", TODAY, 12, 956_340),
        ("NĐ 188/2025/NĐ-CP, 70 %", "CN", TODAY, 3, 102_465),
        ("NĐ 188/2025/NĐ-CP, 70 %", "CN", TODAY, 6, 204_930),
        ("NĐ 146/2018/NĐ-CP, 70 %", "CN", date(2019, 1, 1), 12, 225_180),
        ("NĐ 188/2025/NĐ-CP, 100 %", "can-ngheo-xa-ngheo", TODAY, 12, 0),
        ("Luật 51/2024/QH15, đóng riêng", "k5-d", TODAY, 12, 1_366_200),
    ],
)
def test_what_a_person_of_a_supported_group_pays(
    source: str, group: str, on: date, months: int, due: int
) -> None:
    assert quote_group_member(group, months, on, rates()).due == due, source


@pytest.mark.parametrize(
    ("size", "total", "form"),
    [
        (1, 956_340, "group"),
        (2, 1_912_680, "group"),
        (3, 2_869_020, "group"),
        (4, 3_825_360, "group"),
        (5, 4_371_840, "household"),
        (6, 4_918_320, "household"),
    ],
)
def test_an_average_income_household_takes_the_cheaper_form(size: int, total: int, form: str) -> None:
    quoted = quote_household([Member("GB", 12)] * size, TODAY, rates())

    assert sum(each.quote.due for each in quoted) == total, "Luật 51/2024/QH15, Điều 13 khoản 5"
    assert {each.form for each in quoted} == {form}


def test_the_two_forms_of_five_as_they_are_compared() -> None:
    in_group = sum(quote_group_member("GB", 12, TODAY, rates()).due for _ in range(5))

    assert in_group == 4_781_700, "Luật 51/2024/QH15, Điều 13"


@pytest.mark.parametrize(
    "case",
    [
        (
            "renewed before the old card ends",
            date(2026, 12, 20),
            12,
            date(2026, 12, 31),
            date(2027, 1, 1),
            date(2027, 12, 31),
            0,
        ),
        (
            "112 days after it",
            date(2026, 11, 21),
            12,
            date(2026, 8, 1),
            date(2026, 12, 21),
            date(2027, 12, 20),
            30,
        ),
        (
            "89 days after it",
            date(2026, 11, 21),
            12,
            date(2026, 8, 24),
            date(2026, 11, 21),
            date(2027, 11, 20),
            0,
        ),
        (
            "90 days after it",
            date(2026, 11, 21),
            12,
            date(2026, 8, 23),
            date(2026, 12, 21),
            date(2027, 12, 20),
            30,
        ),
        (
            "91 days after it",
            date(2026, 11, 21),
            12,
            date(2026, 8, 22),
            date(2026, 12, 21),
            date(2027, 12, 20),
            30,
        ),
        ("a first card", date(2026, 11, 21), 6, None, date(2026, 12, 21), date(2027, 6, 20), 30),
        (
            "from 31 August for six months",
            date(2026, 8, 20),
            6,
            date(2026, 8, 30),
            date(2026, 8, 31),
            date(2027, 2, 28),
            0,
        ),
        (
            "the same before a leap day",
            date(2027, 8, 20),
            6,
            date(2027, 8, 30),
            date(2027, 8, 31),
            date(2028, 2, 29),
            0,
        ),
    ],
)
def test_from_when_until_when(case: Case) -> None:
    name, on, months, previous_end, start, end, waiting = case
    period = health_period(on, months, previous_end, rates())

    assert (period.start, period.end, period.waiting) == (start, end, waiting), name


@pytest.mark.parametrize(
    ("source", "group", "on", "months", "due"),
    [
        ("NĐ 159/2025/NĐ-CP, Điều 5: khác", PensionGroup.OTHER, TODAY, 1, 264_000),
        ("NĐ 159/2025/NĐ-CP, Điều 5: dân tộc thiểu số", PensionGroup.MINORITY, TODAY, 1, 231_000),
        ("NĐ 159/2025/NĐ-CP, Điều 5: cận nghèo", PensionGroup.NEAR_POOR, TODAY, 1, 198_000),
        ("NĐ 159/2025/NĐ-CP, Điều 5: nghèo", PensionGroup.POOR, TODAY, 1, 165_000),
        ("NĐ 159/2025/NĐ-CP, Điều 5: xã đảo, đặc khu", PensionGroup.ISLAND, TODAY, 1, 165_000),
        ("NĐ 159/2025/NĐ-CP, Điều 5: nghèo, 3 tháng", PensionGroup.POOR, TODAY, 3, 495_000),
        ("VNPost, trả lời tra cứu, 10 %", PensionGroup.OTHER, date(2025, 6, 30), 3, 891_000),
        ("NĐ 134/2015/NĐ-CP, 25 %", PensionGroup.NEAR_POOR, date(2025, 6, 30), 1, 247_500),
        ("NĐ 134/2015/NĐ-CP, 30 %", PensionGroup.POOR, date(2025, 6, 30), 1, 231_000),
        ("NĐ 134/2015/NĐ-CP, 10 %", PensionGroup.MINORITY, date(2025, 6, 30), 1, 297_000),
        ("NĐ 134/2015/NĐ-CP, 10 %", PensionGroup.ISLAND, date(2025, 6, 30), 1, 297_000),
        ("NĐ 159/2025/NĐ-CP, 12 tháng", PensionGroup.OTHER, TODAY, 12, 3_168_000),
    ],
)
def test_what_a_month_on_the_poverty_line_costs(
    source: str, group: PensionGroup, on: date, months: int, due: int
) -> None:
    wish = PensionWish(Dong(1_500_000), PaymentPlan.periodic(months), (group,))

    assert quote_plan(wish, on, rates()).quote.due == due, source


@pytest.mark.parametrize(
    ("years", "gross", "due"),
    [
        (2, 7_644_801, 6_060_801),
        (3, 11_259_443, 8_883_443),
        (4, 14_742_290, 11_574_290),
        (5, 18_098_148, 14_138_148),
    ],
)
def test_years_ahead_are_discounted_from_the_second_month(years: int, gross: int, due: int) -> None:
    quote = quote_plan(PensionWish(Dong(1_500_000), PaymentPlan.ahead(years)), TODAY, rates()).quote

    assert (quote.gross, quote.due) == (gross, due), "NĐ 159/2025/NĐ-CP, Điều 6; 0,31 % một tháng"


@pytest.mark.parametrize(
    ("months", "gross"),
    [(1, 331_023), (6, 2_001_594), (12, 4_040_708), (24, 8_234_320), (60, 21_791_542)],
)
def test_missing_time_bears_interest_from_the_first_month(months: int, gross: int) -> None:
    price = quote_plan(PensionWish(Dong(1_500_000), PaymentPlan.missing(months)), TODAY, rates())

    assert price.quote.gross == gross, "NĐ 159/2025/NĐ-CP, Điều 7; 0,31 % một tháng"
    assert price.quote.support == 66_000 * months


@pytest.mark.parametrize(("income", "on"), [(46_800_000, JUNE), (50_600_000, JULY)])
def test_the_ceiling_is_twenty_base_salaries(income: int, on: date) -> None:
    quote = quote_pension(Dong(income), 1, on, rates())

    assert quote.gross == income * 22 // 100, "Luật 41/2024/QH15, Điều 31"


@pytest.mark.parametrize(("before", "supported", "due"), [(115, 5, 3_630_000), (120, 0, 3_960_000)])
def test_support_ends_after_120_months_and_the_person_goes_on(before: int, supported: int, due: int) -> None:
    wish = PensionWish(Dong(1_500_000), PaymentPlan.periodic(12), supported_before=before)
    price = quote_plan(wish, TODAY, rates())

    assert (price.supported_months, price.quote.due) == (supported, due), "NĐ 159/2025/NĐ-CP, Điều 5 khoản 2"


def test_binh_thuan_in_2023_pays_half_with_the_state() -> None:
    half = PremiumTerms((LocalSupport(LocalBasis.TOTAL, Decimal("0.5")),))
    quote = quote_group_member("GB", 12, date(2023, 12, 18), rates(), half)

    assert (quote.gross, quote.support, quote.local_support, quote.due) == (
        972_000,
        291_600,
        194_400,
        486_000,
    )
