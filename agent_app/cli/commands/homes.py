"""Making a home, and checking it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_app.cli.answers import Fields, show_json
from agent_app.cli.session import EXIT_ENVIRONMENT, Session, pass_session
from agent_app.cli.standing_answers import standing_answer
from agent_app.domain.enrolment import Enrolment
from agent_app.runtime.finding_words import finding_sentence
from agent_app.runtime.messages import sentence
from agent_app.runtime.text_files import read_text
from agent_app.services.ports import no_report

if TYPE_CHECKING:
    from agent_app.bootstrap import Core

_HELD = ("households", "people", "due", "visits", "receipts", "operations")


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
    from agent_app.storage.errors import STORE_DAMAGE  # noqa: PLC0415 (help must not wait)

    try:
        with session.core() as core:
            # That a book is frozen is how the home stands, told on the side as ever, and no damage.
            findings = [each for each in core.checker.check(no_report) if each.code != "book.frozen"]
            answer = _held(core)
    except STORE_DAMAGE as error:
        if as_json:
            found = {"code": error.code, "about": "", "text": sentence(error)}
            show_json({"ok": False, "findings": [found], **dict.fromkeys(_HELD), "standing": None})
        raise
    if as_json:
        told = [
            {"code": each.code, "about": each.about, "text": finding_sentence(each.code, each.about)}
            for each in findings
        ]
        show_json({"ok": not findings, "findings": told, **answer})
    else:
        for each in findings:
            click.echo(finding_sentence(each.code, each.about))
        click.echo("Sổ nguyên vẹn." if not findings else f"Có {len(findings)} điểm cần xem lại.")
    if findings:
        click.get_current_context().exit(EXIT_ENVIRONMENT)


def _held(core: "Core") -> Fields:
    """Count what a home holds, as far as it can be read, and say how it stands."""
    from agent_app.storage.errors import STORE_DAMAGE  # noqa: PLC0415

    held: Fields = dict.fromkeys(_HELD)
    try:
        counts = core.queries.counts()
        held |= {name: getattr(counts, name) for name in _HELD}
        replays = core.store.standing.replays()
    except STORE_DAMAGE:
        replays = []
    return held | {"standing": standing_answer(core.standing(), replays)}


COMMANDS = (init, check)
