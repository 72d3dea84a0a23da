"""The command with which an officer sees transfers: awaited, partial, credited, receipted, given up."""

from collections.abc import Mapping
from typing import Protocol

import click

from agent_app.domain.money import grouped
from agent_app.domain.transfer import TransferState
from provincial_server.cli_values import print_json
from provincial_server.installation import opened
from provincial_server.settings import Settings
from provincial_server.transfers import TransferLine, transfers_in

_STATES: Mapping[TransferState, str] = {
    TransferState.AWAITED: "chờ tiền về",
    TransferState.PARTIAL: "tiền về thiếu",
    TransferState.CREDITED: "tiền đã về, chờ số biên lai",
    TransferState.RECEIPTED: "đã có biên lai",
    TransferState.GIVEN_UP: "thôi chờ",
}


class _Places(Protocol):
    """Where the database is."""

    def settings(self) -> Settings: ...


@click.group("transfer")
def transfer_group() -> None:
    """Chuyển khoản do máy nhân viên thu báo lên."""


@transfer_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@click.pass_obj
def transfer_list_command(places: _Places, *, as_json: bool) -> None:
    """Khoản chuyển đang chờ, đã về, về thiếu, và tổng tiền của từng trạng thái."""
    with opened(places.settings()) as database:
        lines = transfers_in(database)
    sums = {state: _sums(lines, state) for state in TransferState}
    if as_json:
        answer = {
            "transfers": [_answer(each) for each in lines],
            "sums": {state.value: sums[state] for state in TransferState},
        }
        print_json(answer)
        return
    for each in lines:
        click.echo(
            f"{each.awaited_on:%d/%m/%Y}  {each.agent}  {each.code}  {grouped(each.amount)} đ  "
            f"{_STATES[each.state]}{' (biên lai đã huỷ)' if each.void else ''}"
        )
    for state, told in sums.items():
        click.echo(f"{_STATES[state]}: {told['count']} khoản, {grouped(told['credited'])} đ đã về")


def _sums(lines: list[TransferLine], state: TransferState) -> dict[str, int]:
    mine = [each for each in lines if each.state is state and not each.void]
    return {
        "count": len(mine),
        "awaited": sum(each.amount for each in mine),
        "credited": sum(each.credited for each in mine),
        "held": sum(each.held for each in mine),
    }


def _answer(line: TransferLine) -> dict[str, object]:
    return {
        "transfer_id": str(line.transfer_id),
        "agent": line.agent,
        "code": line.code,
        "amount": line.amount,
        "credited": line.credited,
        "held": line.held,
        "awaited_on": line.awaited_on.isoformat(),
        "credited_on": line.credited_on.isoformat() if line.credited_on else None,
        "state": line.state.value,
        "void": line.void,
    }
