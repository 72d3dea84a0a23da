"""Making a home, and checking it."""

import sys
from pathlib import Path

import click

from agent_app.cli.answers import show_json
from agent_app.cli.session import EXIT_ENVIRONMENT, Session, pass_session
from agent_app.cli.standing_answers import standing_answer
from agent_app.domain.enrolment import Enrolment
from agent_app.runtime.finding_words import finding_sentence
from agent_app.runtime.text_files import read_text
from agent_app.services.ports import no_report


@click.command()
@click.option("--enrolment", type=click.Path(path_type=Path), help="Tệp enrol.json do cơ quan BHXH cấp.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def init(session: Session, enrolment: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Tạo sổ mới trên máy này, hoặc cấp quyền cho sổ đang có."""
    from agent_app.bootstrap import HomeExistsError, create_home  # noqa: PLC0415

    granted = Enrolment.read(read_text(enrolment)) if enrolment else None
    anew = not session.home.exists
    if granted is None and not anew:
        raise HomeExistsError
    if anew:
        create_home(session.home, session.password(new=True))
    with session.core() as core:
        if granted is not None:
            core.enrol(granted)
        books = [
            {"symbol": each.symbol, "book": each.book, "from": each.first, "to": each.last}
            for each in core.queries.books()
        ]
    agent = granted.agent_code if granted else None
    if as_json:
        show_json({"home": str(session.home.folder), "agent_code": agent, "books": books})
    else:
        done = "Đã tạo sổ" if anew else "Đã cấp quyền cho sổ"
        click.echo(f"{done} tại {session.home.folder}" + (f" cho {agent}." if agent else "."))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def check(session: Session, as_json: bool) -> None:  # noqa: FBT001
    """Kiểm tra sổ: tệp, chuỗi nhật ký, biên lai, quyển."""
    with session.core() as core:
        findings = core.checker.check(no_report)
        counts = core.queries.counts()
        standing = standing_answer(core.standing(), core.store.standing.replays())
    if as_json:
        found = [
            {"code": each.code, "about": each.about, "text": finding_sentence(each.code, each.about)}
            for each in findings
        ]
        show_json(
            {
                "ok": not findings,
                "findings": found,
                "households": counts.households,
                "people": counts.people,
                "due": counts.due,
                "visits": counts.visits,
                "receipts": counts.receipts,
                "operations": counts.operations,
                "standing": standing,
            }
        )
    else:
        for each in findings:
            click.echo(finding_sentence(each.code, each.about))
        click.echo("Sổ nguyên vẹn." if not findings else f"Có {len(findings)} điểm cần xem lại.")
    if findings:
        sys.exit(EXIT_ENVIRONMENT)


COMMANDS = (init, check)
