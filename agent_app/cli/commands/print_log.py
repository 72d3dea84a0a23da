"""What was printed on this machine."""

from datetime import datetime, time

import click

from agent_app.cli.answers import Fields, show_json, show_table, shown_instant
from agent_app.cli.commands.prints import prints
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_choice, read_date, read_id
from agent_app.domain.calendar import VIETNAM
from agent_app.domain.print_log import PaperKind, Printing
from agent_app.runtime.paper_words import PAPER_WORDS, WAY_WORDS, print_note
from agent_app.services.ports import PrintFilter


@prints.command("log")
@click.option("--about", help="Chỉ giấy tờ của một biên lai, một hộ…: mã của nó.")
@click.option("--kind", help="Chỉ một loại giấy tờ: " + " | ".join(PaperKind))
@click.option("--since", help="Từ ngày, như 2026-11-01.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="Nhiều nhất mấy dòng.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def show_log(  # noqa: PLR0917
    session: Session,
    about: str | None,
    kind: str | None,
    since: str | None,
    limit: int,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Xem sổ in: giấy tờ nào đã ra, lần thứ mấy; mới nhất ở trên."""
    day = read_date("--since", since) if since else None
    wanted = PrintFilter(
        datetime.combine(day, time(), VIETNAM) if day else None,
        read_choice("--kind", kind, PaperKind) if kind else None,
        read_id("--about", about) if about else None,
        limit,
    )
    with session.core() as core:
        found = core.print_queries.printed(wanted)
    if as_json:
        show_json([_answer(each) for each in found])
        return
    show_table(
        (
            shown_instant(each.printed_at),
            PAPER_WORDS[each.kind],
            WAY_WORDS[each.way],
            f"{each.copies} bản",
            print_note(each.nth),
            each.about,
        )
        for each in found
    )
    click.echo(f"{len(found)} dòng")


def _answer(printing: Printing) -> Fields:
    return {
        "at": printing.printed_at.isoformat(),
        "kind": printing.kind.value,
        "about": printing.about,
        "way": printing.way.value,
        "copies": printing.copies,
        "nth": printing.nth,
    }


COMMANDS: tuple[click.Command, ...] = ()
