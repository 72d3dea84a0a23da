"""Backing up, and putting a backup back."""

from pathlib import Path

import click

from agent_app.cli.answers import money, show_json, show_table, shown_instant
from agent_app.cli.backup_answers import backup_answer, made_answer, restored_answer
from agent_app.cli.session import Session, agreed, pass_session
from agent_app.cli.ways import RECOVERY, RECOVERY_FILE, recovery_of
from agent_app.runtime.backup_messages import BACKUP_PROBLEMS
from agent_app.services.backup_failures import BackupNotCarriedError
from agent_app.services.backups import BackupMade
from agent_app.services.restoring import RestorePreview


@click.group(invoke_without_command=True)
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), help="Chép thêm một bản vào thư mục này (USB)."
)
@click.option("--remember", is_flag=True, help="Nhớ thư mục --to cho những lần sau.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
@click.pass_context
def backup(
    context: click.Context, session: Session, *, folder: Path | None, remember: bool, as_json: bool
) -> None:
    """Sao lưu sổ: bản sao được mã hoá và kiểm tra lại ngay."""
    if context.invoked_subcommand is not None:
        return
    if remember and folder is None:
        raise click.UsageError("--remember cần đi cùng --to THƯ-MỤC.")
    place = folder.absolute() if folder else None
    with session.core() as core:
        made = core.backups.make(place, remember=remember)
        state = core.backups.state()
    if as_json:
        show_json(made_answer(made, state))
    else:
        _say_made(made)
    if place is not None and made.second is None:
        raise BackupNotCarriedError


def _say_made(made: BackupMade) -> None:
    manifest = made.backup.manifest
    kept = f"{manifest.receipts} biên lai, {money(manifest.total)}" if manifest else ""
    click.echo(f"Đã sao lưu và kiểm tra lại: {made.backup.path.name} ({kept}).")
    if made.second is not None:
        click.echo(f"Đã chép thêm vào {made.second.parent}.")
    elif made.second_failure is not None:
        click.echo("Chưa chép được vào chỗ thứ hai (chưa cắm USB, hết chỗ, hoặc sai thư mục).")


@backup.command("list")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@RECOVERY
@RECOVERY_FILE
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def list_(
    session: Session, folder: Path | None, *, recovery: bool, recovery_file: Path | None, as_json: bool
) -> None:
    """Liệt kê các bản sao lưu, mới nhất trước, và kiểm tra từng bản."""
    found = recovery_of(session, recovery_file, recovery=recovery).backups(folder)
    if as_json:
        show_json([backup_answer(each) for each in found])
        return
    if not found:
        click.echo("Chưa có bản sao lưu nào.")
        return
    rows = [
        (
            shown_instant(each.manifest.made_at) if each.manifest else "?",
            each.path.name,
            f"{each.manifest.receipts} biên lai" if each.manifest else "",
            money(each.manifest.total) if each.manifest else "",
            "tốt" if each.problem is None else f"không dùng được: {BACKUP_PROBLEMS[each.problem]}",
        )
        for each in found
    ]
    show_table(rows)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Khôi phục ngay, không hỏi lại.")
@RECOVERY
@RECOVERY_FILE
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def restore(
    session: Session, file: Path, *, yes: bool, recovery: bool, recovery_file: Path | None, as_json: bool
) -> None:
    """Đưa sổ về một bản sao lưu; sổ đang có được giữ lại bên cạnh.

    Mật khẩu (hay mã khôi phục) cần nhập là của sổ vào lúc sao lưu.
    """
    asked = _Asked(yes=yes, quiet=as_json)
    restored = recovery_of(session, recovery_file, recovery=recovery).restore(file, asked)
    if as_json:
        show_json(restored_answer(asked.seen, restored))
    elif restored is None:
        click.echo("Chưa khôi phục gì; không có gì bị thay đổi. Thêm --yes để khôi phục.")
    else:
        click.echo(f"Đã khôi phục sổ tại {session.home.folder}.")
        if restored.kept_aside:
            click.echo(f"Sổ trước đó được giữ ở tệp {restored.kept_aside}.")
        if restored.preview.new_device_key:
            click.echo(
                "Máy này cần được cấp quyền lại: xin enrol.json mới rồi chạy agent-app init --enrolment."
            )


class _Asked:
    """Shows what a restore would do, and asks."""

    def __init__(self, *, yes: bool, quiet: bool) -> None:
        self._yes = yes
        self._quiet = quiet
        self._seen: RestorePreview | None = None

    @property
    def seen(self) -> RestorePreview:
        """What was shown."""
        if self._seen is None:
            raise RuntimeError("a restore shows what it would do before it ends")
        return self._seen

    def __call__(self, preview: RestorePreview) -> bool:
        self._seen = preview
        if not self._quiet:
            _show(preview)
            return self._yes or agreed("Khôi phục bản này?")
        return self._yes


def _show(preview: RestorePreview) -> None:
    manifest, newer = preview.manifest, preview.newer
    click.echo(
        f"Bản sao lưu lúc {shown_instant(manifest.made_at)}, "
        f"nhân viên {manifest.agent_code or 'chưa cấp quyền'}: "
        f"{manifest.receipts} biên lai, {money(manifest.total)}."
    )
    if not preview.store_read and not preview.anew:
        click.echo("Sổ đang có không đọc được; chỉ nhật ký tiền cho biết những gì mới hơn.")
    click.echo(
        f"Mới hơn bản sao lưu: {len(newer.receipts)} biên lai ({money(newer.total)}), "
        f"{len(newer.visits)} lần đến, {len(newer.imports)} danh sách tháng."
    )
    for each in newer.receipts:
        told = "sẽ được chép lại từ nhật ký tiền" if each.witnessed else "nhật ký tiền không có"
        click.echo(f"  biên lai {each.symbol} {each.number}: {money(each.total)} ({told})")
    for listed in newer.imports:
        click.echo(f"  danh sách tháng {listed.month}: cần nhập lại")
    for book in preview.freezes:
        click.echo(f"Quyển {book.book} ({book.symbol}) sẽ tạm khoá vì số còn trống có thể đã dùng.")


COMMANDS = (backup, restore)
