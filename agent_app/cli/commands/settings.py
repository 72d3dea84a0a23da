"""The office's settings."""

from pathlib import Path

import click

from agent_app.cli.answers import show_json
from agent_app.cli.office_answers import settings_answer, show_received, show_settings, take_file
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_optional_date
from agent_app.runtime.text_files import read_text


@click.group("setting")
def setting() -> None:
    """Thiết lập của cơ quan BHXH."""


@setting.command("show")
@click.option("--on", help="Ngày cần xem, như 2026-11-21; mặc định hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def show(session: Session, on: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Xem thiết lập đang có hiệu lực."""
    wanted = read_optional_date("--on", on)
    with session.core() as core:
        day = wanted or core.today()
        settings = core.office.settings()
    if as_json:
        show_json(settings_answer(settings, day))
    else:
        show_settings(settings, day)


@setting.command("receive")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def receive(session: Session, file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Nhận tệp thiết lập có chữ ký của cơ quan BHXH; nhận lại không đổi gì."""
    show_received(take_file(session, read_text(file)), as_json=as_json)


COMMANDS: tuple[click.Command, ...] = (setting,)
