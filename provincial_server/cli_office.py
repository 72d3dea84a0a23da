"""The commands with which an office decides for its agents: settings, books, numbers of e-receipts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import click

from agent_app.domain.calendar import civil_date, shown_date
from agent_app.domain.office_setting import Setting, SettingKey, setting_key
from agent_app.domain.receipt_book import shown_number
from agent_app.domain.signed_document import office_file
from provincial_server.books import AssignBook, all_books, assign, parse_book
from provincial_server.cli_values import officer_of, officer_option, print_json, read_day, read_id
from provincial_server.devices import all_devices
from provincial_server.e_receipts import name_receipt, read_e_number, read_symbol
from provincial_server.installation import Installation, opened, opened_with_keys
from provincial_server.office_errors import SettingValueMissingError
from provincial_server.office_settings import export, settle, settled
from provincial_server.officers import Officer
from provincial_server.private_file import prepared
from provincial_server.settings import Settings

_FILE = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


class _Places(Protocol):
    """Where database and keys are."""

    def settings(self) -> Settings: ...


@contextmanager
def _at_work(places: _Places, officer: str | None) -> Iterator[tuple[Installation, Officer]]:
    with opened_with_keys(places.settings()) as installation:
        yield installation, officer_of(officer)


@click.group("setting")
def setting_group() -> None:
    """Thiết lập có ngày hiệu lực cho mọi nhân viên thu."""


@setting_group.command("set")
@click.argument("key")
@click.argument("value", required=False)
@click.option("--from", "since", help="Từ ngày, như 2026-11-21; mặc định hôm nay.")
@click.option("--withdraw", is_flag=True, help="Thôi quy định từ ngày đó.")
@officer_option
@_as_json
@click.pass_obj
def setting_set_command(
    places: _Places,
    *,
    key: str,
    value: str | None,
    since: str | None,
    withdraw: bool,
    officer: str | None,
    as_json: bool,
) -> None:
    """Đặt một thiết lập và ký: receipt_form, account, cash_limit, cash_days, odd_months, short_gap."""
    known: SettingKey = setting_key(key)
    if (value is None) is not withdraw:
        raise SettingValueMissingError(key)
    with _at_work(places, officer) as (installation, who):
        database, keys = installation.database, installation.keys
        made = settle(database, keys, known, value, read_day(since, who.at), who)
    if as_json:
        print_json(_setting(made))
    else:
        click.echo(f"Đã ký: {_told(made)}")


@setting_group.command("list")
@_as_json
@click.pass_obj
def setting_list_command(places: _Places, *, as_json: bool) -> None:
    """Mọi thiết lập đã ký, theo thứ tự; dấu * là đang có hiệu lực hôm nay."""
    with opened(places.settings()) as database:
        found = settled(database, civil_date(datetime.now(UTC)))
    if as_json:
        print_json({"settings": [_setting(each) | {"in_force": counts} for each, counts in found]})
        return
    for each, counts in found:
        click.echo(f"{'*' if counts else ' '} {_told(each)}")


@setting_group.command("export")
@click.option("--out", type=_FILE, required=True, help="Tệp có chữ ký cần ghi.")
@_as_json
@click.pass_obj
def setting_export_command(places: _Places, *, out: Path, as_json: bool) -> None:
    """Ghi mọi thiết lập ra tệp cho máy không có mạng: agent-app setting receive FILE."""
    with opened(places.settings()) as database:
        count = export(database, out)
    if as_json:
        print_json({"settings": count, "out": str(out)})
    else:
        click.echo(f"Đã ghi {count} thiết lập vào {out}.")


@click.group("book")
def book_group() -> None:
    """Quyển biên lai: dải số cấp cho một nhân viên thu trên một máy."""


@book_group.command("assign")
@click.option("--agent", "agent_code", required=True, help="Mã nhân viên thu.")
@click.option("--device", required=True, help="Mã máy (xem: provincial-server device list).")
@click.option("--book", required=True, help="KÝ_HIỆU:QUYỂN:TỪ_SỐ:ĐẾN_SỐ.")
@click.option("--out", type=_FILE, required=True, help="Tệp có chữ ký cần ghi.")
@officer_option
@_as_json
@click.pass_obj
def book_assign_command(
    places: _Places,
    *,
    agent_code: str,
    device: str,
    book: str,
    out: Path,
    officer: str | None,
    as_json: bool,
) -> None:
    """Cấp một quyển cho một máy: ghi tệp có chữ ký, và gửi xuống khi máy đồng bộ."""
    command = AssignBook(agent_code, read_id(device), parse_book(book))
    with _at_work(places, officer) as (installation, who):
        assign(installation.database, installation.keys, command, out, who)
    block = command.block
    if as_json:
        numbers = {"symbol": block.symbol, "book": block.book, "from": block.first, "to": block.last}
        print_json({**numbers, "agent_code": agent_code, "device_id": device, "out": str(out)})
        return
    click.echo(
        f"Đã cấp quyển {block.book}, ký hiệu {block.symbol}, số {shown_number(block.first)}–"
        f"{shown_number(block.last)} cho {agent_code}; tệp: {out}."
    )


@book_group.command("list")
@_as_json
@click.pass_obj
def book_list_command(places: _Places, *, as_json: bool) -> None:
    """Mọi quyển đã cấp, và cho máy nào."""
    with opened(places.settings()) as database:
        found = all_books(database)
    if as_json:
        books = [
            {
                "symbol": each.symbol,
                "book": each.book,
                "from": each.first,
                "to": each.last,
                "agent_code": each.agent_code,
                "device_id": None if each.device_id is None else str(each.device_id),
            }
            for each in found
        ]
        print_json({"books": books})
        return
    for each in found:
        numbers = f"{shown_number(each.first)}–{shown_number(each.last)}"
        device = each.device_id or "chờ máy ghi danh"
        click.echo(f"{each.symbol}  quyển {each.book}  {numbers}  {each.agent_code}  {device}")


@click.group("device")
def device_group() -> None:
    """Máy của nhân viên thu."""


@device_group.command("list")
@_as_json
@click.pass_obj
def device_list_command(places: _Places, *, as_json: bool) -> None:
    """Các máy đã ghi danh."""
    with opened(places.settings()) as database:
        found = all_devices(database)
    if as_json:
        devices = [
            {
                "device_id": str(each.device_id),
                "agent_code": each.agent_code,
                "status": each.status,
                "last_seen": each.last_seen.isoformat(),
            }
            for each in found
        ]
        print_json({"devices": devices})
        return
    for each in found:
        state = "đang dùng" if each.status == "active" else "đã thu hồi"
        click.echo(f"{each.device_id}  {each.agent_code}  {state}  {shown_date(civil_date(each.last_seen))}")


@click.group("e-receipt")
def e_receipt_group() -> None:
    """Biên lai điện tử."""


@e_receipt_group.command("number")
@click.argument("receipt_id")
@click.argument("symbol")
@click.argument("number")
@click.option("--on", help="Ngày nhà cung cấp cấp số, như 2026-11-21; mặc định hôm nay.")
@click.option("--out", type=_FILE, help="Tệp có chữ ký cho máy không có mạng.")
@officer_option
@_as_json
@click.pass_obj
def e_receipt_number_command(
    places: _Places,
    *,
    receipt_id: str,
    symbol: str,
    number: str,
    on: str | None,
    out: Path | None,
    officer: str | None,
    as_json: bool,
) -> None:
    """Ghi ký hiệu và số mà nhà cung cấp đã cấp cho một biên lai điện tử đã nhận."""
    wanted, name, count = read_id(receipt_id), read_symbol(symbol), read_e_number(number)
    with _at_work(places, officer) as (installation, who):
        database, keys = installation.database, installation.keys
        made, document = name_receipt(database, keys, wanted, name, count, read_day(on, who.at), who)
    if out is not None:
        with prepared(out, office_file([document])):
            pass
    if as_json:
        print_json(
            {
                "receipt_id": str(made.receipt_id),
                "symbol": made.symbol,
                "number": made.number,
                "on": made.given_on.isoformat(),
                "device_id": str(made.device_id),
                "out": None if out is None else str(out),
            }
        )
    else:
        click.echo(f"Biên lai {made.receipt_id}: ký hiệu {made.symbol}, số {made.shown_number}.")


def _setting(setting: Setting) -> dict[str, object]:
    return {
        "key": setting.key,
        "value": setting.value,
        "since": setting.since.isoformat(),
        "issued_at": setting.issued_at.isoformat(),
        "serial": setting.serial,
    }


def _told(setting: Setting) -> str:
    value = "thôi quy định" if setting.value is None else setting.value
    return f"{setting.key} = {value}, từ {shown_date(setting.since)}"


GROUPS = (setting_group, book_group, device_group, e_receipt_group)
