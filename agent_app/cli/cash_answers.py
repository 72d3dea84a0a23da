"""Where all money is, as JSON and in words, and what is said of cash held too long."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from agent_app.cli.answers import Fields, money, show_json, show_table
from agent_app.domain.money import Dong
from agent_app.domain.transfer import CreditMatter, TransferState
from agent_app.runtime.evening_words import cash_warnings
from agent_app.runtime.transfer_messages import TRANSFER_STATES
from agent_app.services.evening_lines import CashHeld, MoneyStates, Sum
from agent_app.services.statements import OpenCredit

if TYPE_CHECKING:
    from agent_app.bootstrap import Core

_CREDITS = {
    CreditMatter.PARTIAL: "partial",
    CreditMatter.EXCESS: "excess",
    CreditMatter.REST: "excess",
}
_UNKNOWN = "unknown"
_CREDIT_WORDS = {
    "partial": "Tiền về thiếu, chưa ghép",
    "excess": "Tiền về thừa, chưa ghép",
    _UNKNOWN: "Tiền về chưa rõ của ai, chưa ghép",
}

Sums = Mapping[TransferState, tuple[int, Dong]]


def warn_of_cash(core: "Core") -> None:
    """Say on the side which of the office's limits the cash held is over."""
    for words in cash_warnings(core.evening.cash_held(core.today())):
        click.echo(words, err=True)


def cash_answer(held: CashHeld, states: MoneyStates, sums: Sums, opened: Iterable[OpenCredit]) -> Fields:
    """Answer ``cash show``: what is held against the office's limits, and where all money is."""
    return {
        "held": {
            "amount": held.amount,
            "receipts": held.receipts,
            "oldest_on": held.oldest_on,
            "days": held.days,
            "limit": held.limits.amount,
            "limit_days": held.limits.days,
            "over_limit": held.over_limit,
            "over_days": held.over_days,
        },
        **{name: _sum_answer(found) for name, _words, found in _states(states)},
        "not_cancelled": _sum_answer(states.valid),
        "transfers": {state.value: _sum_answer(found) for state, found in _transfers(sums)},
        "credits": {name: _sum_answer(found) for name, found in _credits(opened).items()},
        "differences": states.differences,
    }


def _sum_answer(found: Sum) -> Fields:
    return {"count": found.count, "total": found.total}


def _states(states: MoneyStates) -> Iterator[tuple[str, str, Sum]]:
    yield "in_hand", "Tiền mặt đang giữ, ngoài phong bì", states.in_hand
    yield "counting", "Phong bì đang đếm", states.counting
    yield "in_envelopes", "Phong bì đã chốt, chưa nộp", states.in_envelopes
    yield "remitted", "Tiền mặt đã nộp", states.remitted_cash
    yield "transfers_receipted", "Chuyển khoản đã về, đã lập biên lai, chưa kê", states.transfers_unlisted
    yield "transfers_remitted", "Chuyển khoản đã về, đã kê khi nộp", states.transfers_listed
    yield "cancelled", "Biên lai đã huỷ", states.cancelled
    yield "refunds", "Đề nghị cơ quan BHXH hoàn tiền", states.refunds


def show_cash(core: "Core", *, as_json: bool) -> None:
    """Show where all money is, each state apart."""
    held, states = core.evening.cash_held(core.today()), core.evening.money_states()
    sums, opened = core.transfer_queries.sums(), core.statements.unmatched().credits
    if as_json:
        show_json(cash_answer(held, states, sums, opened))
        return
    show_table((words, found.count, money(found.total)) for _name, words, found in _states(states))
    click.echo(f"Biên lai không huỷ: {states.valid.count}, {money(states.valid.total)}")
    rows = [(f"Chuyển khoản: {TRANSFER_STATES[state]}", found) for state, found in _transfers(sums)]
    rows += [(_CREDIT_WORDS[name], found) for name, found in _credits(opened).items()]
    show_table((words, found.count, money(found.total)) for words, found in rows)
    if states.differences:
        click.echo(f"Lệch khi chốt phong bì: {money(states.differences)}")
    if held.receipts and held.oldest_on is not None:
        click.echo(
            f"Tiền mặt chưa nộp: {money(held.amount)}, {held.receipts} biên lai, cũ nhất {held.days} ngày "
            f"({held.oldest_on:%d/%m/%Y})"
        )


def _transfers(sums: Sums) -> Iterator[tuple[TransferState, Sum]]:
    for state in TransferState:
        yield state, Sum(*sums.get(state, (0, Dong(0))))


def _credits(opened: Iterable[OpenCredit]) -> Mapping[str, Sum]:
    """Add up what came without a receipt: too little, too much, or from nobody knows whom."""
    found = dict.fromkeys(_CREDIT_WORDS, Sum(0, Dong(0)))
    for each in opened:
        name = _CREDITS.get(each.matter, _UNKNOWN)
        found[name] = Sum(found[name].count + 1, Dong(found[name].total + each.left))
    return found
