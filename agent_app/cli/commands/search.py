"""What finds people."""

import click

from agent_app.cli.answers import show_json
from agent_app.cli.session import Session, pass_session


@click.group()
def search() -> None:
    """Chỉ mục tìm kiếm."""


@search.command()
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def rebuild(session: Session, as_json: bool) -> None:  # noqa: FBT001
    """Lập lại chỉ mục tìm người và danh sách đến hạn; dữ liệu giữ nguyên."""
    with session.core() as core:
        core.store.rebuild_search()
        people = core.queries.search_count("")
    if as_json:
        show_json({"people": people})
    else:
        click.echo(f"Đã lập lại chỉ mục của {people} người. Dữ liệu giữ nguyên.")


COMMANDS = (search,)
