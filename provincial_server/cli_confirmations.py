"""The commands with which an office says what it has made of receipts."""

from pathlib import Path
from typing import Protocol

import click

from agent_app.domain.calendar import civil_date, shown_date
from agent_app.domain.confirmation import Confirmation
from provincial_server.cli_values import officer_of, print_json, read_day
from provincial_server.confirmations import Word, confirm, confirmations, read_words
from provincial_server.installation import opened, opened_with_keys
from provincial_server.settings import Settings

_FILE = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
_officer = click.option("--officer", help="Cán bộ ghi; mặc định là tên đăng nhập của máy.")


class _Places(Protocol):
    """Where database and keys are."""

    def settings(self) -> Settings: ...


@click.group("confirmation")
def confirmation_group() -> None:
    """Mã xác nhận của các biên lai đã nộp hồ sơ, hoặc lý do chưa ghi nhận."""


@confirmation_group.command("set")
@click.argument("receipt")
@click.option("--code", help="Mã xác nhận.")
@click.option("--refused", help="Lý do chưa ghi nhận.")
@click.option("--on", help="Ngày ghi nhận, như 2026-11-21; mặc định hôm nay.")
@_officer
@_as_json
@click.pass_obj
def confirmation_set_command(
    places: _Places,
    *,
    receipt: str,
    code: str | None,
    refused: str | None,
    on: str | None,
    officer: str | None,
    as_json: bool,
) -> None:
    """Ghi mã xác nhận cho một biên lai (mã biên lai hoặc KÝ_HIỆU:SỐ); máy nhân viên thu nhận khi đồng bộ."""
    who = officer_of(officer)
    wanted = Word(receipt, code, refused, read_day(on, who.at))
    with opened_with_keys(places.settings()) as installation:
        made = confirm(installation.database, installation.keys, [wanted], who)
    _tell(made, as_json=as_json)


@confirmation_group.command("load")
@click.argument("file", type=_FILE)
@_officer
@_as_json
@click.pass_obj
def confirmation_load_command(places: _Places, *, file: Path, officer: str | None, as_json: bool) -> None:
    """Nạp một tệp CSV: receipt, code, reason, decided_on; có dòng hỏng thì không ghi dòng nào."""
    who = officer_of(officer)
    words = read_words(file, civil_date(who.at))
    with opened_with_keys(places.settings()) as installation:
        made = confirm(installation.database, installation.keys, words, who)
    _tell(made, as_json=as_json)


@confirmation_group.command("list")
@_as_json
@click.pass_obj
def confirmation_list_command(places: _Places, *, as_json: bool) -> None:
    """Những gì đã ghi cho các biên lai, mới nhất trước."""
    with opened(places.settings()) as database:
        found = confirmations(database)
    if as_json:
        rows = [
            {
                "receipt_id": str(row.receipt_id),
                "device_id": str(device),
                "code": row.code,
                "reason": row.reason,
                "on": row.decided_on.isoformat(),
            }
            for row, device in found
        ]
        print_json({"confirmations": rows})
        return
    for row, _device in found:
        click.echo(f"{row.receipt_id}  {shown_date(row.decided_on)}  {row.code or row.reason}")


def _tell(made: list[Confirmation], *, as_json: bool) -> None:
    if as_json:
        said = [
            {"receipt_id": str(each.receipt_id), "code": each.code, "reason": each.reason} for each in made
        ]
        print_json({"said": said})
    else:
        click.echo(f"Đã ghi cho {len(made)} biên lai; máy nhân viên thu nhận khi đồng bộ.")
