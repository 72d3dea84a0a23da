"""The command that shows how the exchanges of laptops went."""

import json
from dataclasses import asdict
from typing import Protocol

import click

from provincial_server.installation import opened
from provincial_server.runs import DeviceRun, device_runs
from provincial_server.settings import Settings


class _Places(Protocol):
    """Where database and keys are."""

    def settings(self) -> Settings: ...


@click.group("runs")
def runs_group() -> None:
    """Các lần đồng bộ, theo lời các máy của nhân viên thu."""


@runs_group.command("list")
@click.option("--agent", "agent_code", help="Chỉ của một nhân viên thu.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=200, show_default=True, help="Số lần nhiều nhất."
)
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@click.pass_obj
def runs_list_command(places: _Places, *, agent_code: str | None, limit: int, as_json: bool) -> None:
    """Các lần đồng bộ, mới nhất trước; không có dữ liệu cá nhân."""
    with opened(places.settings()) as database:
        found = device_runs(database, agent_code, limit)
    if as_json:
        click.echo(json.dumps({"runs": [_plain(each) for each in found]}, ensure_ascii=False))
        return
    if not found:
        click.echo("Chưa máy nào báo lần đồng bộ nào.")
    for each in found:
        ended = "xong" if each.failure is None else f"dừng ({each.failure})"
        click.echo(
            f"{each.started_at:%d/%m/%Y %H:%M} {each.agent_code}: gửi {each.sent}, nhận {each.received}, "
            f"{each.seconds:.1f} giây, {ended}; {each.app}"
        )


def _plain(run: DeviceRun) -> dict[str, object]:
    return asdict(run) | {
        "device_id": str(run.device_id),
        "started_at": run.started_at.isoformat(timespec="milliseconds"),
    }
