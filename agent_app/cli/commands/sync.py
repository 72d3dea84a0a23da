"""Syncing with the provincial server."""

import click

from agent_app.cli.answers import ages, money, show_json, status_answer, status_sentence
from agent_app.cli.session import Session, pass_session
from agent_app.runtime.clock_words import clock_sentence
from agent_app.runtime.review_words import held_words
from agent_app.services.ports import no_report


@click.group(invoke_without_command=True)
@click.option("--url", help="Địa chỉ máy chủ, nếu khác địa chỉ trong tệp cấp quyền.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@click.pass_context
def sync(context: click.Context, url: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Gửi những gì cơ quan BHXH chưa nhận, và nhận tin mới."""
    if context.invoked_subcommand is not None:
        return
    session = context.find_object(Session)
    if session is None:
        raise click.UsageError("agent-app")
    with session.core() as core:
        report = core.sync.run(no_report, url)
        clock = clock_sentence(core.queries.sync_status().clock_ahead)
    if as_json:
        waiting = {"operations": report.waiting_operations, "total": report.waiting_money}
        show_json({"sent": report.sent, "received": report.received, "waiting": waiting})
        return
    click.echo(f"Cơ quan BHXH đã nhận {report.sent} việc; máy nhận về {report.received} dòng.")
    if report.waiting_operations:
        click.echo(f"Còn {report.waiting_operations} việc, {money(report.waiting_money)} chờ gửi.")
    if clock:
        click.echo(clock)


@sync.command()
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def status(session: Session, as_json: bool) -> None:  # noqa: FBT001
    """Xem những gì còn chờ gửi và những gì cần xem lại."""
    with session.core() as core:
        held = core.queries.sync_status()
    if as_json:
        show_json(status_answer(held))
        return
    for line in (status_sentence(held), *ages(held)):
        click.echo(line)
    clock = clock_sentence(held.clock_ahead)
    if clock:
        click.echo(clock)
    for each in held.held:
        click.echo(f"Cần xem lại: {held_words(each)}")


COMMANDS = (sync,)
