"""The commands that copy the database into a file and put such a copy back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import click

from agent_app.domain.calendar import civil_date, shown_date
from provincial_server.backup_errors import BackupExistsError
from provincial_server.backups import back_up
from provincial_server.cli_values import officer_of, print_json
from provincial_server.installation import opened
from provincial_server.restoring import restore
from provincial_server.settings import Settings

_FILE = click.Path(path_type=Path)
_as_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


class _Places(Protocol):
    """Where database and keys are."""

    def settings(self) -> Settings: ...


@click.command("backup")
@click.option("--out", type=_FILE, required=True, help="Tệp sao lưu cần ghi.")
@click.option("--replace", is_flag=True, help="Thay tệp đã có.")
@_as_json
@click.pass_obj
def backup_command(places: _Places, *, out: Path, replace: bool, as_json: bool) -> None:
    """Sao lưu toàn bộ dữ liệu vào một tệp; khoá riêng của máy chủ không nằm trong tệp."""
    settings = places.settings()
    if out.exists() and not replace:
        raise BackupExistsError(str(out))
    with opened(settings) as database:
        made = back_up(database, out, datetime.now(UTC))
    if as_json:
        print_json({"out": str(out), "taken_at": made.taken_at.isoformat(), "rows": made.rows})
        return
    click.echo(
        f"Đã sao lưu {made.rows} dòng vào {out} và đọc lại đúng. Tệp chứa dữ liệu cá nhân: hãy cất ở nơi an "
        f"toàn, và sao lưu riêng tệp khoá {settings.keys_file}."
    )


@click.command("restore")
@click.argument("file", type=_FILE)
@click.option("--reason", required=True, help="Vì sao; được giữ mãi trong sổ kiểm tra.")
@click.option("--officer", help="Cán bộ quyết định; mặc định là tên đăng nhập của máy.")
@click.option("--replace", is_flag=True, help="Thay tất cả dữ liệu đang có; dừng máy chủ trước.")
@_as_json
@click.pass_obj
def restore_command(
    places: _Places, *, file: Path, reason: str, officer: str | None, replace: bool, as_json: bool
) -> None:
    """Khôi phục dữ liệu từ tệp sao lưu; máy nhân viên thu gửi lại những gì máy chủ không còn."""
    restored = restore(places.settings(), file, officer_of(officer, reason), replace=replace)
    backup = restored.backup
    if as_json:
        print_json(
            {
                "taken_at": backup.taken_at.isoformat(),
                "rows": backup.rows,
                "scopes": restored.scopes,
                "replaced": restored.replaced,
            }
        )
        return
    click.echo(
        f"Đã khôi phục {backup.rows} dòng của bản sao lưu ngày {shown_date(civil_date(backup.taken_at))}; số "
        "dòng và số tiền khớp. Hãy xem provincial-server money, rồi chạy máy chủ: máy nhân viên thu sẽ gửi "
        "lại những gì máy chủ không còn."
    )
