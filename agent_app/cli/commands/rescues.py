"""Saving what a damaged store still holds, and showing a helper what is wrong without showing a person."""

from pathlib import Path

import click

from agent_app.cli.answers import money, show_json
from agent_app.cli.backup_answers import rescued_answer
from agent_app.cli.session import Session, agreed, pass_session
from agent_app.cli.ways import RECOVERY, RECOVERY_FILE, recovery_of
from agent_app.runtime.finding_words import finding_sentence
from agent_app.services.backup_failures import RescueNotNeededError
from agent_app.services.rescuing import Rescued


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="Thư mục trống để đặt sổ cứu được.")
@click.option("--in-place", is_flag=True, help="Đặt sổ cứu được vào chỗ sổ hỏng; sổ hỏng được giữ bên cạnh.")
@click.option("--yes", is_flag=True, help="Cứu tại chỗ dù sổ nguyên vẹn, không hỏi lại.")
@RECOVERY
@RECOVERY_FILE
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def rescue(
    session: Session,
    out: Path | None,
    *,
    in_place: bool,
    yes: bool,
    recovery: bool,
    recovery_file: Path | None,
    as_json: bool,
) -> None:
    """Cứu những gì còn đọc được của sổ bị hỏng vào một sổ mới."""
    if (out is None) != in_place:
        raise click.UsageError("Cần đúng một trong hai: --out THƯ-MỤC hoặc --in-place.")
    opener = recovery_of(session, recovery_file, recovery=recovery)
    if in_place and not yes and opener.is_sound() and not agreed("Sổ đang nguyên vẹn. Vẫn dựng lại?"):
        raise RescueNotNeededError
    rescued = opener.rescue(out)
    if as_json:
        show_json(rescued_answer(rescued))
    else:
        _show(rescued)


def _show(rescued: Rescued) -> None:
    click.echo(f"Đã cứu {rescued.receipts} biên lai, {money(rescued.total)}.")
    click.echo(
        f"Sổ có {rescued.pages} trang, {len(rescued.damaged_pages)} trang hỏng không đọc được"
        + (
            f", {len(rescued.healed_pages)} trang lấy lại được từ nhật ký ghi."
            if rescued.healed_pages
            else "."
        )
    )
    if rescued.receipts_from_log:
        click.echo(f"{rescued.receipts_from_log} biên lai được dựng lại từ nhật ký.")
    if rescued.operations_from_journal:
        click.echo(f"{rescued.operations_from_journal} việc được chép lại từ nhật ký tiền.")
    if rescued.backup:
        click.echo(f"Phần không đọc được đã lấy thêm từ bản sao lưu {rescued.backup}.")
    for first, last in rescued.missing:
        click.echo(f"Mất hẳn các việc từ số thứ tự {first} đến {last}.")
    for each in rescued.findings:
        click.echo(finding_sentence(each.code, each.about))
    if rescued.kept_aside:
        click.echo(f"Sổ hỏng được giữ ở tệp {rescued.kept_aside}.")
    click.echo("Hãy đồng bộ ngay khi có mạng và báo cơ quan BHXH.")


@click.command("support-bundle")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Tệp .zip cần ghi.")
@RECOVERY
@RECOVERY_FILE
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def support_bundle(
    session: Session, out: Path, *, recovery: bool, recovery_file: Path | None, as_json: bool
) -> None:
    """Gom thông tin kỹ thuật cho người hỗ trợ; không có dữ liệu của người dân."""
    facts = recovery_of(session, recovery_file, recovery=recovery).support_bundle(out)
    if as_json:
        show_json({"file": str(out), "bytes": out.stat().st_size, "failure": facts.get("failure")})
    else:
        click.echo(f"Đã ghi {out}. Tệp này không có tên, số giấy tờ hay số điện thoại của ai.")
        if "failure" in facts:
            click.echo(
                f"Không mở được sổ ({facts['failure']}) nên tệp chỉ cho biết các tệp và nhật ký kỹ thuật."
            )


COMMANDS = (rescue, support_bundle)
