"""What a cover or a contribution costs, until when, and by which figures."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from agent_app.cli.answers import money, show_json
from agent_app.cli.quote_answers import (
    member_answer,
    money_answer,
    say_quote,
    turn_answer,
    turn_notes,
)
from agent_app.cli.quote_values import (
    read_local,
    read_member,
    read_places,
    read_plan,
    read_rate,
    read_rates,
)
from agent_app.cli.values import read_choice, read_count, read_date, read_optional_date, read_whole
from agent_app.domain.coverage import OfficeRules, ShortGap, explain_cover, health_period, pension_period
from agent_app.domain.groups import HOUSEHOLD_GROUP
from agent_app.domain.health_premium import (
    PlaceMissingError,
    PremiumTerms,
    quote_group_member,
    quote_household_member,
)
from agent_app.domain.household_quote import quote_household
from agent_app.domain.local_support import LocalBasis, LocalSupport
from agent_app.domain.money import Dong
from agent_app.domain.pension_contribution import PensionGroup, PensionWish, quote_plan
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.pension_renewal import pension_turn
from agent_app.domain.quote import Quote
from agent_app.domain.rates import RateBook

Command = Callable[..., Any]

on_option = click.option("--on", "on", required=True, help="Ngày biên lai, như 2026-11-21.")
json_option = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
rates_option = click.option(
    "--rates", "corrections", type=click.Path(path_type=Path), help="Tệp mức đóng do cơ quan BHXH đính chính."
)
local_option = click.option(
    "--local",
    "local",
    multiple=True,
    help="Hỗ trợ của địa phương: percent:50:total, percent:20:additional, amount:66000 (một tháng).",
)
gap_option = click.option(
    "--short-gap",
    default=ShortGap.PAYMENT.value,
    show_default=True,
    help="Gián đoạn dưới 90 ngày thì thẻ từ: payment | next-day | expiry.",
)
odd_option = click.option("--odd-months", is_flag=True, help="Nhận cả số tháng lẻ để cả hộ cùng hạn.")


@click.group()
def quote() -> None:
    """Tính mức đóng."""


@quote.command()
@on_option
@click.option("--group", default=HOUSEHOLD_GROUP, show_default=True, help="Mã đối tượng.")
@click.option("--order", help="Người thứ mấy trong hộ; chỉ cần cho GD.")
@click.option("--months", required=True, help="Số tháng: 3, 6 hoặc 12.")
@click.option("--previous-end", help="Ngày cuối của thẻ cũ, thuộc nhóm nào cũng vậy.")
@gap_option
@odd_option
@local_option
@rates_option
@json_option
def bhyt(  # noqa: PLR0917
    on: str,
    group: str,
    order: str | None,
    months: str,
    previous_end: str | None,
    short_gap: str,
    odd_months: bool,  # noqa: FBT001
    local: tuple[str, ...],
    corrections: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Mức đóng BHYT theo luật đang áp dụng vào ngày biên lai."""
    day, count = read_date("--on", on), read_count("--months", months)
    ended = read_optional_date("--previous-end", previous_end)
    rules = OfficeRules(read_choice("--short-gap", short_gap, ShortGap))
    terms = PremiumTerms(tuple(read_local(each) for each in local), odd_months)
    place = None if order is None else read_count("--order", order)
    rates = read_rates(corrections)
    price = _health_price(group, place, count, day, rates, terms)
    period = health_period(day, count, ended, rates, rules)
    steps = (*price.steps, explain_cover(day, ended, rates, period))
    if as_json:
        show_json(money_answer(price, period, steps))
    else:
        say_quote(price, period, steps)


def _health_price(  # noqa: PLR0917
    group: str, place: int | None, months: int, day: date, rates: RateBook, terms: PremiumTerms
) -> Quote:
    if group != HOUSEHOLD_GROUP:
        return quote_group_member(group, months, day, rates, terms)
    if place is None:
        raise PlaceMissingError
    return quote_household_member(place, months, day, rates, terms)


@quote.command()
@on_option
@click.option(
    "--member",
    "members",
    required=True,
    multiple=True,
    help="MÃ:SỐ-THÁNG[:HẠN-THẺ-CŨ[:THỨ-TỰ-ĐANG-GIỮ]]",
)
@click.option("--taken", help="Những thứ tự mà người khác trong hộ đã giữ trong năm, ví dụ 1,2.")
@gap_option
@odd_option
@rates_option
@json_option
def household(  # noqa: PLR0917
    on: str,
    members: tuple[str, ...],
    taken: str | None,
    short_gap: str,
    odd_months: bool,  # noqa: FBT001
    corrections: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Mức đóng BHYT của cả hộ: ai được chọn thì theo cách đóng làm cả hộ đóng ít nhất."""
    day, rates = read_date("--on", on), read_rates(corrections)
    wanted = [read_member(each) for each in members]
    rules = OfficeRules(read_choice("--short-gap", short_gap, ShortGap), odd_months=odd_months)
    quoted = quote_household(wanted, day, rates, read_places("--taken", taken), rules)
    due = Dong(sum(each.quote.due for each in quoted))
    pairs = list(zip(wanted, quoted, strict=True))
    covers = [explain_cover(day, who.previous_end, rates, each.period) for who, each in pairs]
    if as_json:
        answers = [
            member_answer(number, who, each, cover)
            for number, ((who, each), cover) in enumerate(zip(pairs, covers, strict=True), 1)
        ]
        show_json({"members": answers, "due": due})
        return
    for (who, each), cover in zip(pairs, covers, strict=True):
        form = f"người thứ {each.place} trong hộ" if each.place else f"theo nhóm {who.group}"
        other = f", cách kia {money(each.alternative)}" if each.alternative is not None else ""
        click.echo(f"{who.group}, {form}{other}:")
        say_quote(each.quote, each.period, (*each.quote.steps, cover))
    click.echo(f"Cả hộ: {money(due)}")


@quote.command()
@on_option
@click.option("--income", required=True, help="Mức thu nhập tháng người tham gia chọn, đồng.")
@click.option("--plan", required=True, help="1, 3, 6, 12 tháng; 2y–5y về sau; missing:N tháng còn thiếu.")
@click.option(
    "--group",
    "groups",
    multiple=True,
    default=(PensionGroup.OTHER.value,),
    show_default=True,
    help="khac | can-ngheo | ngheo | dtts | xa-dao; ghi nhiều nhóm thì lấy mức cao nhất.",
)
@click.option("--supported-months", default="0", show_default=True, help="Số tháng đã được hỗ trợ trước đây.")
@click.option("--local-support", help="Địa phương hỗ trợ thêm, đồng một tháng.")
@click.option("--rate", help="Lãi suất bình quân tháng, ví dụ 0.0031.")
@local_option
@click.option("--previous-end", help="Ngày cuối của tháng đã đóng gần nhất.")
@rates_option
@json_option
def bhxh(  # noqa: PLR0917
    on: str,
    income: str,
    plan: str,
    groups: tuple[str, ...],
    supported_months: str,
    local_support: str | None,
    rate: str | None,
    local: tuple[str, ...],
    previous_end: str | None,
    corrections: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Mức đóng BHXH tự nguyện theo luật đang áp dụng vào ngày biên lai."""
    day, rates = read_date("--on", on), read_rates(corrections)
    ended = read_optional_date("--previous-end", previous_end)
    wish = PensionWish(
        Dong(read_count("--income", income)),
        read_plan(plan),
        tuple(read_choice("--group", each, PensionGroup) for each in groups),
        read_whole("--supported-months", supported_months),
        (*map(read_local, local), *_monthly_support(local_support)),
        read_rate(rate),
    )
    price = quote_plan(wish, day, rates)
    missing = wish.plan.kind is PlanKind.MISSING
    period = None if missing else pension_period(day, wish.plan.months, ended, rates)
    turn = None if missing else pension_turn(day, wish.plan.months, ended, rates)
    answer = turn_answer(turn, ended, day, rates)
    notes = turn_notes(answer, day, rates)
    if as_json:
        fields = money_answer(price.quote, period, price.quote.steps)
        fields["notes"] = [*_texts(fields["notes"]), *notes]
        show_json({**fields, "supported_months": price.supported_months, **answer})
        return
    say_quote(price.quote, period, price.quote.steps)
    for note in notes:
        click.echo(f"  ! {note}")


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _monthly_support(text: str | None) -> tuple[LocalSupport, ...]:
    if text is None:
        return ()
    return (LocalSupport(LocalBasis.AMOUNT, read_local(f"amount:{text}").value),)


COMMANDS = (quote,)
