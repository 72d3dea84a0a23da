"""What is done with imports afterwards."""

from pathlib import Path

import click

from agent_app.cli.answers import show_json, show_table
from agent_app.cli.import_answers import note_answer, proposal_answer, record_answer, tell_report
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_id, read_month
from agent_app.runtime.durable import write_private
from agent_app.runtime.text_files import read_text
from agent_app.services.failures import FileUnwritableError


@click.command()
@click.argument("import_id")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp .xlsx sẽ ghi.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def report(session: Session, import_id: str, out: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Xem lại một lần nhập, hoặc ghi ra Excel mọi dòng của tệp kèm lý do."""
    wanted = read_id("ID", import_id)
    with session.core() as core:
        record = core.imports.record(wanted)
        core.access.saw("list", wanted)
        workbook = core.imports.workbook(wanted) if out is not None else b""
    if out is not None:
        write_out(out, workbook)
    if as_json:
        notes = [note_answer(each) for each in record.report.notes]
        show_json(record_answer(record) | {"notes": notes, "out": str(out) if out else None})
        return
    tell_report(record.report)
    if out is not None:
        click.echo(f"Đã ghi {out}")


def write_out(path: Path, content: bytes) -> None:
    """Write a file that is its owner's alone; raise ``FileUnwritableError``."""
    try:
        write_private(path, content)
    except OSError as error:
        raise FileUnwritableError(path.name) from error


@click.command()
@click.option("--month", help="Tháng nào; mặc định là lần nhập sau cùng.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def undo(session: Session, month: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Bỏ lần nhập sau cùng: danh sách trước nó hiện lại."""
    chosen = read_month("--month", month) if month else None
    with session.core() as core:
        done = core.imports.undo(chosen)
    if as_json:
        back = done.back.id if done.back else None
        show_json({"month": done.undone.report.month, "undone": done.undone.id, "shown": back})
        return
    month_words = done.undone.report.month
    if done.back is None:
        click.echo(f"Tháng {month_words} không còn danh sách nào; trước lần nhập ấy chưa có.")
    else:
        click.echo(f"Tháng {month_words} hiện lại danh sách trước: {done.back.report.accepted} dòng.")


@click.group()
def mapping() -> None:
    """Cột đã ghép bằng tay, theo từng mẫu danh sách."""


@mapping.command("export")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Tệp sẽ ghi.")
@pass_session
def export_mappings(session: Session, out: Path) -> None:
    """Ghi các cột đã ghép ra tệp để đem sang máy khác; tệp không có tên người."""
    with session.core() as core:
        content = core.imports.export_mappings()
    write_out(out, content)
    click.echo(f"Đã ghi {out}")


@mapping.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def import_mappings(session: Session, file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Nhận các cột đã ghép ở máy khác."""
    text = read_text(file)
    with session.core() as core:
        layouts = core.imports.import_mappings(text, file.name)
    if as_json:
        show_json({"layouts": layouts})
    else:
        click.echo(f"Đã nhận cách ghép cột của {layouts} mẫu danh sách.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def proposals(session: Session, as_json: bool) -> None:  # noqa: FBT001
    """Xem ai trong danh sách có thể là người, hộ đã có trong sổ."""
    with session.core() as core:
        lines = core.imports.proposals()
    if as_json:
        show_json([proposal_answer(each) for each in lines])
        return
    show_table((each.id, each.what, each.known, each.address) for each in lines)
    click.echo(f"{len(lines)} đề nghị")


@click.command()
@click.argument("proposal_id")
@pass_session
def accept(session: Session, proposal_id: str) -> None:
    """Đúng là một: gộp vào người, hộ đã có."""
    with session.core() as core:
        core.imports.settle(read_id("ID", proposal_id), joined=True)
    click.echo("Đã gộp.")


@click.command()
@click.argument("proposal_id")
@pass_session
def decline(session: Session, proposal_id: str) -> None:
    """Không phải một: giữ riêng, không hỏi lại."""
    with session.core() as core:
        core.imports.settle(read_id("ID", proposal_id), joined=False)
    click.echo("Giữ riêng hai bên.")
