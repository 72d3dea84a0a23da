"""The monthly list."""

from pathlib import Path

import click

from agent_app.cli.answers import due_answer, facts, import_answer, money, show_json, show_table
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_month
from agent_app.domain.errors import AppError
from agent_app.runtime.deleted_files import delete_imported
from agent_app.services.due_lists import ImportResult
from agent_app.services.failures import NotEnrolledError
from agent_app.services.lines import DueFilter
from agent_app.services.ports import Queries, no_report
from agent_app.services.privacy import lines_to_look_at

_ME = "me"


@click.group()
def due() -> None:
    """Danh sách đến hạn (D08a-TS)."""


@due.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--month", help="Tháng của danh sách, ví dụ 2026-12.")
@click.option("--delete-file", is_flag=True, help="Nhập trọn vẹn rồi thì xoá tệp khỏi máy.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def import_list(
    session: Session,
    file: Path,
    month: str | None,
    delete_file: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Nhập danh sách tháng từ tệp Excel; tệp hỏng không làm mất danh sách cũ."""
    chosen = read_month("--month", month) if month else None
    with session.core() as core:
        result = core.due_lists.import_file(file, no_report, chosen)
    trouble = _deleted(file, result) if delete_file else None
    _say_import(result, as_json=as_json)
    if trouble is not None:
        raise trouble
    if delete_file and not as_json:
        click.echo("Đã ghi đè và xoá tệp. Ổ SSD, hộp thư hay bản sao khác có thể vẫn còn giữ nội dung cũ.")


def _deleted(file: Path, result: ImportResult) -> AppError | None:
    """Delete a file whose list is in; what stands in the way is told after the answer, not instead of it."""
    try:
        delete_imported(file, result.file_hash, lines_to_look_at(result.rejected_rows))
    except AppError as error:
        return error
    return None


def _say_import(result: ImportResult, *, as_json: bool) -> None:
    if as_json:
        show_json(import_answer(result))
        return
    facts(
        {
            "Tháng": result.month,
            "Nhận": result.accepted,
            "Không nhận": result.rejected,
            "Lặp lại": result.duplicates,
            "Dòng khác": result.skipped,
        }
    )
    for each in result.rejected_rows:
        click.echo(f"Dòng {each.row}: {each.about}: {each.value}")
    for doubtful in result.doubtful_rows:
        click.echo(f"Dòng {doubtful.row}: đã nhận, nên xem lại số CCCD")
    if result.unchanged:
        click.echo("Tệp này đã được nhập trước đó; danh sách không thay đổi.")


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
        code = _own_code(core.queries) if agent == _ME else agent
        lines = core.queries.due_lines(DueFilter(chosen, hamlet, agent=code))
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


def _own_code(queries: Queries) -> str:
    """Return whose home this is; raise ``NotEnrolledError``."""
    code = queries.agent_code()
    if code is None:
        raise NotEnrolledError
    return code


COMMANDS = (due,)
