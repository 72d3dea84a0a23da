"""The commands with which officers decide: what is held, whose laptop may speak, and who did what."""

from typing import Protocol

import click

from agent_app.domain.calendar import civil_date, shown_date
from agent_app.domain.money import grouped
from agent_app.domain.operation import OperationState
from provincial_server.agents import all_agents, revoke_agent, revoke_device
from provincial_server.cli_values import officer_of, officer_option, print_json, read_id
from provincial_server.held import HeldOperation, held_operations, reject, release
from provincial_server.installation import opened
from provincial_server.officers import acts
from provincial_server.old_programs import oldest_served, require_version
from provincial_server.settings import Settings

_as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
_reason = click.option("--reason", required=True, help="Vì sao; được giữ mãi trong sổ kiểm tra.")
_MOST_ACTS = 200


class _Places(Protocol):
    """Where database and keys are."""

    def settings(self) -> Settings: ...


@click.group("held")
def held_group() -> None:
    """Những việc chờ cán bộ quyết định."""


@held_group.command("list")
@click.option("--agent", "agent_code", help="Chỉ của một nhân viên thu.")
@_as_json
@click.pass_obj
def held_list_command(places: _Places, *, agent_code: str | None, as_json: bool) -> None:
    """Những việc đang chờ, lâu nhất trước."""
    with opened(places.settings()) as database:
        found = held_operations(database, agent_code)
    if as_json:
        print_json({"held": [_held(each) for each in found]})
        return
    for each in found:
        money = "" if each.total is None else f"  {grouped(each.total)} đ"
        day = shown_date(civil_date(each.received_at))
        click.echo(f"{each.op_id}  {each.agent_code}  {day}  {each.kind}  {each.reason}{money}")
    click.echo(f"{len(found)} việc")


@held_group.command("release")
@click.argument("op_id")
@_reason
@officer_option
@_as_json
@click.pass_obj
def held_release_command(
    places: _Places, *, op_id: str, reason: str, officer: str | None, as_json: bool
) -> None:
    """Ghi nhận một việc đang chờ; máy của nhân viên thu được báo khi đồng bộ."""
    with opened(places.settings()) as database:
        state = release(database, read_id(op_id), officer_of(officer, reason))
    _tell(op_id, state, as_json=as_json)


@held_group.command("reject")
@click.argument("op_id")
@_reason
@officer_option
@_as_json
@click.pass_obj
def held_reject_command(
    places: _Places, *, op_id: str, reason: str, officer: str | None, as_json: bool
) -> None:
    """Không nhận một việc đang chờ; tiền đã thu thì không từ chối được."""
    with opened(places.settings()) as database:
        reject(database, read_id(op_id), officer_of(officer, reason))
    _tell(op_id, OperationState.REFUSED, as_json=as_json)


@click.command("min-version")
@click.argument("version", required=False)
@officer_option
@_as_json
@click.pass_obj
def min_version_command(places: _Places, *, version: str | None, officer: str | None, as_json: bool) -> None:
    """Phiên bản cũ nhất của chương trình trên máy nhân viên thu; cũ hơn thì được nhắc cài bản mới."""
    with opened(places.settings()) as database, database.write() as session:
        if version is None:
            held = oldest_served(session)
        else:
            held = require_version(session, version, officer_of(officer))
    if as_json:
        print_json({"min_version": held})
    else:
        click.echo(f"Phiên bản cũ nhất được nhận: {held}")


@click.command("audit")
@click.option("--limit", type=click.IntRange(1, 100_000), default=_MOST_ACTS, show_default=True)
@_as_json
@click.pass_obj
def audit_command(places: _Places, *, limit: int, as_json: bool) -> None:
    """Cán bộ nào đã làm gì, lúc nào, vì sao; mới nhất trước."""
    with opened(places.settings()) as database:
        found = acts(database, limit)
    if as_json:
        rows = [
            {
                "at": each.at.isoformat(),
                "officer": each.officer,
                "act": each.act,
                "about": each.about,
                "reason": each.reason,
            }
            for each in found
        ]
        print_json({"acts": rows})
        return
    for each in found:
        click.echo(f"{each.at:%Y-%m-%d %H:%M}Z  {each.officer}  {each.act}  {each.about}  {each.reason}")


@click.command("list")
@_as_json
@click.pass_obj
def agent_list_command(places: _Places, *, as_json: bool) -> None:
    """Các nhân viên thu, số máy đang dùng và lần đồng bộ gần nhất."""
    with opened(places.settings()) as database:
        found = all_agents(database)
    if as_json:
        rows = [
            {
                "agent_code": each.agent_code,
                "name": each.name,
                "devices": each.devices,
                "last_seen": None if each.last_seen is None else each.last_seen.isoformat(),
            }
            for each in found
        ]
        print_json({"agents": rows})
        return
    for each in found:
        seen = "chưa đồng bộ" if each.last_seen is None else shown_date(civil_date(each.last_seen))
        click.echo(f"{each.agent_code}  {each.name}  {each.devices} máy  {seen}")


@click.command("revoke")
@click.argument("agent_code")
@_reason
@officer_option
@_as_json
@click.pass_obj
def agent_revoke_command(
    places: _Places, *, agent_code: str, reason: str, officer: str | None, as_json: bool
) -> None:
    """Thu hồi mọi máy và mọi mã chưa dùng của một nhân viên thu."""
    with opened(places.settings()) as database:
        count = revoke_agent(database, agent_code, officer_of(officer, reason))
    if as_json:
        print_json({"agent_code": agent_code, "devices": count})
    else:
        click.echo(f"Đã thu hồi {count} máy của {agent_code}. Dữ liệu đã gửi vẫn giữ nguyên.")


@click.command("revoke")
@click.argument("device_id")
@_reason
@officer_option
@_as_json
@click.pass_obj
def device_revoke_command(
    places: _Places, *, device_id: str, reason: str, officer: str | None, as_json: bool
) -> None:
    """Thu hồi một máy, như khi mất hay bị trộm."""
    with opened(places.settings()) as database:
        revoke_device(database, read_id(device_id), officer_of(officer, reason))
    if as_json:
        print_json({"device_id": device_id, "status": "revoked"})
    else:
        click.echo(f"Đã thu hồi máy {device_id}. Dữ liệu máy đã gửi vẫn giữ nguyên.")


def _held(each: HeldOperation) -> dict[str, object]:
    return {
        "op_id": str(each.op_id),
        "agent_code": each.agent_code,
        "device_id": str(each.device_id),
        "kind": each.kind,
        "reason": each.reason,
        "recorded_at": each.recorded_at.isoformat(),
        "received_at": each.received_at.isoformat(),
        "total": each.total,
    }


def _tell(op_id: str, state: OperationState, *, as_json: bool) -> None:
    if as_json:
        print_json({"op_id": op_id, "outcome": state.value})
    elif state is OperationState.REFUSED:
        click.echo(f"Đã không nhận việc {op_id}.")
    else:
        click.echo(f"Đã ghi nhận việc {op_id}.")
