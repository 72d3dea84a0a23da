"""The command line of the provincial office."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from agent_app.domain.due_list import RejectedRow
from agent_app.domain.errors import AppError, EnvironmentFailure, RuleError
from agent_app.domain.money import grouped
from agent_app.runtime.click_words import Formatter, show_fault
from agent_app.workbooks.area_files import AreaFileReader
from provincial_server.areas import load_area
from provincial_server.cli_backups import backup_command, restore_command
from provincial_server.cli_confirmations import confirmation_group
from provincial_server.cli_enrolment import agent_enrol_command
from provincial_server.cli_keys import keys_group
from provincial_server.cli_office import GROUPS, device_group
from provincial_server.cli_officers import (
    agent_list_command,
    agent_revoke_command,
    audit_command,
    device_revoke_command,
    held_group,
    min_version_command,
)
from provincial_server.cli_runs import runs_group
from provincial_server.cli_serving import serve_command, serving_role_command
from provincial_server.cli_transfers import transfer_group
from provincial_server.cli_values import officer_of, officer_option, print_json
from provincial_server.database import was_in_the_way
from provincial_server.errors import (
    AreaFileMissingError,
    DatabaseContendedError,
    DatabaseDamagedError,
    DatabaseRightsError,
    DatabaseUnreachableError,
)
from provincial_server.installation import install, migrate, opened
from provincial_server.messages import ABOUT, sentence
from provincial_server.money import MoneyReport, report
from provincial_server.privacy import ErasureLine, requests_in
from provincial_server.serving import read_authority
from provincial_server.settings import Settings, read_settings

RULE, INPUT, ENVIRONMENT = 3, 4, 5
_NO_RIGHTS = "42501"
_FILE = click.Path(path_type=Path)

click.Context.formatter_class = Formatter


def exit_code(error: AppError) -> int:
    """Give the exit code of an expected failure."""
    if isinstance(error, RuleError):
        return RULE
    return ENVIRONMENT if isinstance(error, EnvironmentFailure) else INPUT


class _Commands(click.Group):
    """Turns expected failures and wrong calls into a sentence and an exit code."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 (click's own)
    ) -> click.Context:
        """Read the options before the command."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.ClickException as error:
            show_fault(error)
            raise click.exceptions.Exit(error.exit_code) from error

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            show_fault(error)
            return ctx.exit(error.exit_code)
        except AppError as error:
            failure: AppError = error
        except (InterfaceError, PoolTimeoutError):
            failure = DatabaseUnreachableError()
        except OperationalError as error:
            failure = DatabaseContendedError() if was_in_the_way(error) else DatabaseUnreachableError()
        except DatabaseError as error:
            if getattr(error.orig, "sqlstate", None) == _NO_RIGHTS:
                return _failed(ctx, DatabaseRightsError())
            # Its kinds (a broken rule, a bad value) are bugs of ours and show their trace.
            if type(error) is not DatabaseError:
                raise
            failure = DatabaseDamagedError()
        return _failed(ctx, failure)


def _failed(ctx: click.Context, failure: AppError) -> object:
    click.echo(sentence(failure), err=True)
    return ctx.exit(exit_code(failure))


@dataclass(frozen=True, slots=True)
class _Places:
    """The options that say where database and keys are; read only when a command needs them."""

    database_url_file: Path | None
    keys_file: Path | None

    def settings(self) -> Settings:
        return read_settings(os.environ, self.database_url_file, self.keys_file)


_places = click.make_pass_decorator(_Places)
_as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


@click.group(cls=_Commands)
@click.option("--database-url-file", type=_FILE, help="Tệp chứa địa chỉ cơ sở dữ liệu.")
@click.option("--keys-file", type=_FILE, help="Tệp khoá riêng của máy chủ.")
@click.pass_context
def main(ctx: click.Context, database_url_file: Path | None, keys_file: Path | None) -> None:
    """Máy chủ tỉnh của Đi Từng Nhà."""
    ctx.obj = _Places(database_url_file, keys_file)


@main.command("init")
@click.option("--public-url", help="Địa chỉ HTTPS mà máy nhân viên thu dùng để đồng bộ.")
@click.option("--ca-file", type=_FILE, help="Chứng thư (PEM) của nơi cấp chứng thư riêng của tỉnh.")
@_as_json
@_places
def init_command(places: _Places, public_url: str | None, ca_file: Path | None, *, as_json: bool) -> None:
    """Tạo bảng và khoá riêng của máy chủ; đã có rồi thì chỉ nhận --ca-file."""
    settings = places.settings()
    had_keys = settings.keys_file.exists()
    made = install(settings, public_url, None if ca_file is None else read_authority(ca_file))
    if as_json:
        print_json({"created": made, "authority": ca_file is not None, "keys_file": str(settings.keys_file)})
    elif made and had_keys:
        click.echo(
            f"Đã khởi tạo máy chủ với khoá riêng có sẵn trong {settings.keys_file}. Nếu đó là khoá của máy "
            "chủ khác, hãy xoá cơ sở dữ liệu vừa tạo rồi chạy lại với --keys-file khác."
        )
    elif made:
        click.echo(f"Đã khởi tạo máy chủ. Khoá riêng ở {settings.keys_file}: hãy sao lưu riêng tệp này.")
    elif ca_file is not None:
        click.echo(
            f"Máy chủ đã được khởi tạo trước đây. Đã nhận chứng thư nơi cấp trong {ca_file} cho các máy kết "
            f"nạp từ nay, ngoài ra không đổi gì. Khoá riêng ở {settings.keys_file}."
        )
    else:
        click.echo(f"Máy chủ đã được khởi tạo trước đây, không đổi gì. Khoá riêng ở {settings.keys_file}.")


@main.command("migrate")
@_places
def migrate_command(places: _Places) -> None:
    """Đưa bảng dữ liệu lên phiên bản của chương trình."""
    changed = migrate(places.settings())
    click.echo("Đã nâng cấp cơ sở dữ liệu." if changed else "Cơ sở dữ liệu đã đúng phiên bản.")


@main.group("area")
def area_group() -> None:
    """Địa bàn: hộ gia đình và người tham gia."""


@area_group.command("load")
@click.argument("file", type=_FILE)
@click.option("--area", required=True, help="Tên địa bàn.")
@officer_option
@_as_json
@_places
def area_load_command(places: _Places, file: Path, area: str, *, officer: str | None, as_json: bool) -> None:
    """Nạp hộ và người của một địa bàn từ tệp .xlsx, .csv hoặc .json."""
    with opened(places.settings()) as database:
        if not file.is_file():
            raise AreaFileMissingError(str(file))
        load = load_area(database, area, AreaFileReader().read(file), file, officer_of(officer))
    counts = {
        "households": load.households,
        "persons": load.persons,
        "changed": load.changed,
        "rejected": len(load.rejected),
    }
    if as_json:
        rows = [{"row": each.row, "about": each.about, "value": each.value} for each in load.rejected]
        doubtful = [
            {"row": each.row, "mismatches": [mismatch.value for mismatch in each.mismatches]}
            for each in load.doubtful
        ]
        print_json({"area": load.area, **counts, "rejected_rows": rows, "doubtful_rows": doubtful})
        return
    click.echo(
        f"Địa bàn {load.area}: {load.households} hộ, {load.persons} người trong tệp, "
        f"{load.changed} thay đổi, bỏ {len(load.rejected)} dòng."
    )
    for each in load.rejected:
        click.echo(_shown_rejection(each), err=True)


def _shown_rejection(rejected: RejectedRow) -> str:
    about = ABOUT.get(rejected.about, rejected.about)
    return f"Dòng {rejected.row}: {about} “{rejected.value}” không dùng được."


@main.group("agent")
def agent_group() -> None:
    """Nhân viên thu."""


@main.command("money")
@_as_json
@_places
def money_command(places: _Places, *, as_json: bool) -> None:
    """Tiền đã thu theo biên lai: đã ghi nhận, cần xem lại, và tổng."""
    with opened(places.settings()) as database:
        money = report(database)
    if as_json:
        print_json(_money_json(money))
        return
    for line in money.by:
        click.echo(f"{line.day:%d/%m/%Y}  {line.agent}  {line.receipts} biên lai  {grouped(line.total)} đ")
    click.echo(
        f"Đã ghi nhận {grouped(money.accepted)} đ · cần xem lại {grouped(money.held)} đ · "
        f"tổng {grouped(money.total)} đ"
    )
    click.echo(f"Đã nộp {grouped(money.remitted)} đ · chưa nộp {grouped(money.not_remitted)} đ")
    if money.cancelled or money.refunded:
        click.echo(
            f"Đã huỷ {grouped(money.cancelled)} đ (không tính vào tổng) · "
            f"đề nghị hoàn {grouped(money.refunded)} đ"
        )
    if money.unreadable:
        click.echo(f"Có {money.unreadable} biên lai không đọc được số tiền, cần người xem.", err=True)


def _money_json(money: MoneyReport) -> dict[str, object]:
    by = [
        {"agent": each.agent, "day": each.day.isoformat(), "receipts": each.receipts, "total": each.total}
        for each in money.by
    ]
    return {
        "accepted": money.accepted,
        "held": money.held,
        "cancelled": money.cancelled,
        "refunded": money.refunded,
        "total": money.total,
        "remitted": money.remitted,
        "not_remitted": money.not_remitted,
        "unreadable": money.unreadable,
        "by": by,
    }


@main.group("privacy")
def privacy_group() -> None:
    """Dữ liệu cá nhân."""


@privacy_group.command("requests")
@_as_json
@_places
def privacy_requests_command(places: _Places, *, as_json: bool) -> None:
    """Các yêu cầu xoá dữ liệu do máy nhân viên thu gửi lên; máy chủ không tự xoá ai."""
    with opened(places.settings()) as database:
        found = requests_in(database)
    if as_json:
        print_json({"requests": [_request_json(each) for each in found]})
        return
    for each in found:
        known = "có trong dữ liệu" if each.known else "không có trong dữ liệu"
        click.echo(
            f"{each.requested_on:%d/%m/%Y}  {each.agent_code}  {each.name}  {known}  {each.person_id}: "
            f"{each.reason}"
        )
    click.echo(f"{len(found)} yêu cầu")


def _request_json(line: ErasureLine) -> dict[str, object]:
    return {
        "op_id": str(line.op_id),
        "person_id": str(line.person_id),
        "name": line.name,
        "insurance_no": line.insurance_no,
        "citizen_id": line.citizen_id,
        "agent_code": line.agent_code,
        "requested_on": line.requested_on.isoformat(),
        "received_at": line.received_at.isoformat(),
        "reason": line.reason,
        "known": line.known,
    }


for _group in (
    *GROUPS,
    transfer_group,
    held_group,
    confirmation_group,
    keys_group,
    runs_group,
    audit_command,
    min_version_command,
):
    main.add_command(_group)
for _command in (serve_command, serving_role_command, backup_command, restore_command):
    main.add_command(_command)
for _command in (agent_enrol_command, agent_list_command, agent_revoke_command):
    agent_group.add_command(_command)
device_group.add_command(device_revoke_command)


def run() -> None:
    """Run the command line; UTF-8 whatever the console thinks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    main()
