"""The monthly list."""

from pathlib import Path

import click

from agent_app.cli.answers import due_answer, money, show_json, show_table
from agent_app.cli.commands.due_imports import accept, decline, mapping, proposals, report, undo
from agent_app.cli.commands.inspection import inspect
from agent_app.cli.import_answers import import_answer, tell_report
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_columns, read_month
from agent_app.domain.due_list import RejectedRow
from agent_app.domain.errors import AppError
from agent_app.runtime.deleted_files import delete_imported
from agent_app.runtime.intake_messages import WARNING_WORDS, field_name, reason
from agent_app.services.due_lists import ImportResult
from agent_app.services.failures import NotEnrolledError
from agent_app.services.import_lines import NoteKind
from agent_app.services.lines import DueFilter
from agent_app.services.ports import Queries, no_report
from agent_app.services.privacy import lines_to_look_at

ME = "me"


@click.group()
def due() -> None:
    """Danh sách đến hạn (D08a-TS)."""


@due.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--month", help="Tháng của danh sách, ví dụ 2026-12.")
@click.option(
    "--map",
    "columns",
    multiple=True,
    help="Cột máy không nhận ra: «Tên cột=trường», ví dụ «Số thẻ cũ=card_no»; trường để trống là bỏ cột.",
)
@click.option("--strict", is_flag=True, help="Không nhập nếu có dòng lỗi hay đáng ngờ.")
@click.option("--delete-file", is_flag=True, help="Nhập trọn vẹn rồi thì xoá tệp khỏi máy.")
@click.option("--rows", is_flag=True, help="Trong JSON, liệt kê từng dòng thay cho số đếm.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def import_list(  # noqa: PLR0917
    session: Session,
    file: Path,
    month: str | None,
    columns: tuple[str, ...],
    strict: bool,  # noqa: FBT001
    delete_file: bool,  # noqa: FBT001
    rows: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Nhập danh sách tháng từ tệp Excel; tệp hỏng không làm mất danh sách cũ."""
    chosen = read_month("--month", month) if month else None
    named = read_columns(columns)
    with session.core() as core:
        result = core.due_lists.import_file(file, no_report, chosen, named, strict=strict)
    trouble = _deleted(file, result) if delete_file else None
    _say_import(result, as_json=as_json, rows=rows)
    if trouble is not None:
        raise trouble
    if delete_file and not as_json:
        click.echo("Đã ghi đè và xoá tệp. Ổ SSD, hộp thư hay bản sao khác có thể vẫn còn giữ nội dung cũ.")


def _deleted(file: Path, result: ImportResult) -> AppError | None:
    """Delete a file whose list is in; what stands in the way is told after the answer, not instead of it."""
    try:
        delete_imported(file, result.reading.file_hash, lines_to_look_at(result.rejected_rows))
    except AppError as error:
        return error
    return None


def _say_import(result: ImportResult, *, as_json: bool, rows: bool) -> None:
    if as_json:
        show_json(import_answer(result, rows=rows))
        return
    _tell(result)


def _tell(result: ImportResult) -> None:
    tell_report(result.report)
    for each in result.rejected_rows:
        click.echo(f"Dòng {each.row}: {_where(each)}: «{each.value}»")
    doubtful = {each.row: each for each in result.report.of(NoteKind.DOUBTFUL)}
    for row, note in doubtful.items():
        click.echo(f"Dòng {row}: đã nhận, nên xem lại: {reason(note)}")
    for note in result.report.of(NoteKind.COLLECTORS, NoteKind.PROPOSED, NoteKind.DIFFERENT):
        click.echo(f"Dòng {note.row}: {reason(note)}")
    for warning in result.reading.warnings:
        click.echo(WARNING_WORDS[warning])
    if result.reading.layout and (unknown := result.reading.layout.unknown_captions):
        click.echo("Cột không nhận: " + ", ".join(f"«{caption}»" for caption in unknown))
    if result.unchanged:
        click.echo("Tệp này đã được nhập trước đó; danh sách không thay đổi.")
    else:
        click.echo(f"Mã lần nhập: {result.import_id}")


def _where(rejected: RejectedRow) -> str:
    """Name the column that a line was rejected for, as the file calls it."""
    return f"«{rejected.caption}»" if rejected.caption else field_name(rejected.about)


@due.command("list")
@click.option("--month", help="Tháng của danh sách; mặc định là tháng mới nhất.")
@click.option("--hamlet", help="Chỉ một thôn, tổ.")
@click.option("--agent", help="Chỉ dòng của một nhân viên thu: mã, hoặc «me» là chính mình.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def show_list(
    session: Session,
    month: str | None,
    hamlet: str | None,
    agent: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Xem ai đến hạn, theo thôn và theo hộ."""
    chosen = read_month("--month", month) if month else None
    with session.core() as core:
        code = own_code(core.queries) if agent == ME else agent
        lines = core.queries.due_lines(DueFilter(chosen, hamlet, agent=code))
        whole = () if lines or not agent else core.queries.due_lines(DueFilter(chosen, hamlet))
        named = sorted({line.agent_code for line in whole if line.agent_code})
        core.access.saw_people([line.person_id for line in lines], ("phone",))
    if as_json:
        show_json([due_answer(line) for line in lines])
        return
    show_table(
        (
            line.hamlet,
            line.household_no,
            line.name,
            line.scheme.value,
            line.due_on,
            money(line.amount),
            line.person_id,
            line.household_id,
        )
        for line in lines
    )
    click.echo(f"{len(lines)} dòng")
    if agent and not lines:
        click.echo("Danh sách ghi mã: " + (", ".join(named) or "không có mã nào") + ".")


def own_code(queries: Queries) -> str:
    """Return whose home this is; raise ``NotEnrolledError``."""
    code = queries.agent_code()
    if code is None:
        raise NotEnrolledError
    return code


for _command in (inspect, report, undo, mapping, proposals, accept, decline):
    due.add_command(_command)

COMMANDS = (due,)
