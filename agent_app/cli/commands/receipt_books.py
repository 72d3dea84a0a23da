"""Receipt books and what became of their numbers."""

from pathlib import Path

import click

from agent_app.cli.office_answers import show_received, take_file
from agent_app.cli.session import Session, pass_session
from agent_app.runtime.text_files import read_text


@click.group("book")
def book() -> None:
    """Quyển biên lai."""


@book.command("receive")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def receive(session: Session, file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Nhận tệp cấp quyển có chữ ký của cơ quan BHXH; nhận lại không đổi gì."""
    show_received(take_file(session, read_text(file)), as_json=as_json)


COMMANDS: tuple[click.Command, ...] = (book,)
