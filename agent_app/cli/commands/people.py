"""People, households, and visits to them."""

import click

from agent_app.cli.answers import household_answer, person_answer, show_json, show_table
from agent_app.cli.people_answers import statuses_answer
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_id, read_optional_date, read_outcome
from agent_app.domain.calendar import shown_date
from agent_app.domain.household import HouseholdId
from agent_app.domain.household_status import holding, state_of
from agent_app.runtime.people_words import PEOPLE_WORDS
from agent_app.services.lines import MemberLine
from agent_app.services.visits import RecordVisit


@click.group()
def person() -> None:
    """Người tham gia."""


@person.command()
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def search(session: Session, text: str, as_json: bool) -> None:  # noqa: FBT001
    """Tìm người theo tên (không cần dấu), số BHXH, CCCD hoặc điện thoại."""
    with session.core() as core:
        found = core.queries.search_people(text)
        core.access.saw_people([each.id for each in found])
    if as_json:
        show_json([person_answer(each) for each in found])
        return
    show_table(
        (each.name, each.birth, each.insurance_no, each.hamlet, each.id, each.household_id) for each in found
    )
    click.echo(f"{len(found)} người")


@click.group()
def household() -> None:
    """Hộ gia đình."""


@household.command()
@click.argument("household_id")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def show(session: Session, household_id: str, as_json: bool) -> None:  # noqa: FBT001
    """Xem một hộ: từng người có gì, đến khi nào."""
    wanted = HouseholdId(read_id("ID", household_id))
    with session.core() as core:
        page = core.queries.household(wanted, core.today().year)
        core.access.saw("household", page.household.id)
        today = core.today()
    if as_json:
        show_json(household_answer(page) | {"statuses": statuses_answer(page.statuses, today)})
        return
    said = (page.household.household_no, page.household.address)
    about = " · ".join(each for each in said if each) or "đã xoá theo yêu cầu"
    click.echo(f"Hộ {about} · {page.household.id}")
    show_table((member.name, member.birth, _covers(member), member.id) for member in page.members)
    for each in holding(page.statuses):
        decision, state = each.decision, state_of(each, page.statuses, today)
        until = f"{shown_date(decision.since)} đến {shown_date(decision.until)}"
        words = f"{decision.group} theo {decision.number} ({decision.issuer}), từ {until}"
        click.echo(f"{words}: {PEOPLE_WORDS[state].lower()}")


def _covers(member: MemberLine) -> str:
    """Say in one cell what a member has and until when."""
    covers = ((cover.scheme.value, cover.covered_to) for cover in member.covers)
    return ", ".join(f"{scheme} đến {shown_date(to)}" if to else scheme for scheme, to in covers)


@click.group()
def visit() -> None:
    """Lần đến nhà."""


@visit.command()
@click.option("--household", "household_id", required=True, help="Mã hộ (id).")
@click.option("--person", "people", required=True, multiple=True, help="ID:KẾT-QUẢ[:NGÀY|LÝ DO]")
@click.option("--met", default="", help="Đã gặp ai.")
@click.option("--on", "visited_on", help="Ngày đến, như 2026-11-21; mặc định hôm nay.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def record(  # noqa: PLR0917
    session: Session,
    household_id: str,
    people: tuple[str, ...],
    met: str,
    visited_on: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Ghi kết quả một lần đến nhà."""
    command = RecordVisit(
        HouseholdId(read_id("--household", household_id)),
        tuple(read_outcome(each) for each in people),
        met.strip(),
        read_optional_date("--on", visited_on),
    )
    with session.core() as core:
        made = core.visits.record(command)
    if as_json:
        outcomes = [
            {
                "person_id": each.subject.person_id,
                "outcome": each.outcome.value,
                "promised_on": each.promised_on,
                "reason": each.reason,
            }
            for each in made.outcomes
        ]
        show_json({"id": made.id, "visited_on": made.visited_on, "met": made.met, "outcomes": outcomes})
    else:
        click.echo(f"Đã ghi kết quả của {len(made.outcomes)} người. Đã lưu trên máy.")


COMMANDS = (person, household, visit)
