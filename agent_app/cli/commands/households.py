"""Households and people that no list names: added, corrected, moved, merged, and their standing."""

from collections.abc import Callable
from typing import Any

import click

from agent_app.cli.answers import show_json, show_table
from agent_app.cli.commands.people import household, person
from agent_app.cli.people_answers import (
    edited_answer,
    household_row_answer,
    merge_answer,
    person_row_answer,
    said_of_edits,
    side_row,
    status_answer,
)
from agent_app.cli.session import Session, agreed, pass_session
from agent_app.cli.values import read_choice, read_date, read_id
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.household_status import AreaFact, state_of
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.person_fields import HouseholdFields, PersonFields
from agent_app.runtime.people_words import PEOPLE_WORDS
from agent_app.services.people import read_card
from agent_app.services.people_commands import (
    AddHousehold,
    AddPerson,
    EditHousehold,
    EditPerson,
    MovePerson,
    RecordStatus,
)
from agent_app.services.people_failures import NotConfirmedMergeError

Command = Callable[..., Any]

_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
_source = click.option(
    "--source",
    default=RecordSource.TYPED.value,
    show_default=True,
    help="Lấy từ đâu: typed (gõ tay), list (theo danh sách); quét thẻ thì máy tự ghi.",
)
_PERSON_OPTIONS = (
    click.option("--name", help="Họ và tên."),
    click.option("--birth", help="Ngày sinh: 12/03/1985, 03/1985 hoặc 1985."),
    click.option("--sex", help="nam hoặc nữ."),
    click.option("--citizen-id", help="Số CCCD/ĐDCN, 12 chữ số."),
    click.option("--insurance-no", help="Mã số BHXH, 10 chữ số."),
    click.option("--phone", help="Điện thoại; máy bàn 11 số bắt đầu bằng 02."),
    click.option("--relation", help="Quan hệ với chủ hộ."),
    click.option("--health-group", help="Mã đối tượng BHYT, ví dụ GD."),
    click.option("--facility", help="Nơi khám chữa bệnh, ví dụ 60-058."),
    click.option("--scan", help="Nội dung mã QR trên thẻ BHYT hoặc CCCD; những gì gõ thêm thì theo gõ."),
)


def _person_options(command: Command) -> Command:
    for option in reversed(_PERSON_OPTIONS):
        command = option(command)
    return command


def _fields(scan: str | None, source: str, typed: dict[str, str | None]) -> tuple[PersonFields, RecordSource]:
    said = PersonFields(**typed)
    if scan is None:
        return said, read_choice("--source", source, RecordSource)
    scanned, kind, _address = read_card(scan)
    return said.over(scanned), kind


@household.command("add")
@click.option("--address", required=True, help="Địa chỉ, ví dụ: Số 8, Thôn Láng Tre, xã Suối Trúc.")
@click.option("--hamlet", help="Thôn, tổ; mặc định lấy trong địa chỉ.")
@click.option("--household-no", help="Mã hộ gia đình, nếu đã có.")
@click.option("--new", "insist", is_flag=True, help="Đúng là hộ khác dù trùng địa chỉ.")
@_source
@_json
@pass_session
def add_household(
    session: Session,
    /,
    *,
    address: str,
    hamlet: str | None,
    household_no: str | None,
    source: str,
    insist: bool,
    as_json: bool,
) -> None:
    """Thêm một hộ chưa có trong danh sách nào."""
    said_by = read_choice("--source", source, RecordSource)
    command = AddHousehold(HouseholdFields(address, hamlet, household_no), said_by, insist)
    with session.core() as core:
        made = core.people.add_household(command)
    if as_json:
        show_json(household_row_answer(made) | {"source": said_by.value})
    else:
        click.echo(f"Đã thêm hộ {made.address} · {made.id}. Đã lưu trên máy.")


@household.command("edit")
@click.argument("household_id", metavar="ID")
@click.option("--address", help="Địa chỉ.")
@click.option("--hamlet", help="Thôn, tổ.")
@click.option("--household-no", help="Mã hộ gia đình.")
@_source
@_json
@pass_session
def edit_household(
    session: Session,
    /,
    *,
    household_id: str,
    address: str | None,
    hamlet: str | None,
    household_no: str | None,
    source: str,
    as_json: bool,
) -> None:
    """Sửa thông tin một hộ; ghi chuỗi rỗng để bỏ trống."""
    command = EditHousehold(
        HouseholdId(read_id("ID", household_id)),
        HouseholdFields(address, hamlet, household_no),
        read_choice("--source", source, RecordSource),
    )
    with session.core() as core:
        done = core.people.edit_household(command)
    if as_json:
        show_json(edited_answer(done))
    else:
        said_of_edits(done)


@household.command("status")
@click.argument("household_id", metavar="ID")
@click.option("--person", "person_id", help="Chỉ của một người trong hộ (id).")
@click.option(
    "--group",
    required=True,
    help=f"Diện: mã đối tượng (CN, GB, dtts-70, HN…) hoặc xã: {', '.join(AreaFact)}.",
)
@click.option("--decision", required=True, help="Số quyết định.")
@click.option("--issuer", required=True, help="Nơi ban hành.")
@click.option("--from", "since", required=True, help="Có hiệu lực từ ngày, như 2026-01-01.")
@click.option("--to", "until", required=True, help="Đến hết ngày, như 2026-12-31.")
@click.option("--withdraw", "withdrawn", is_flag=True, help="Rút lại quyết định đã ghi nhầm.")
@_source
@_json
@pass_session
def record_status(
    session: Session,
    /,
    *,
    household_id: str,
    person_id: str | None,
    group: str,
    decision: str,
    issuer: str,
    since: str,
    until: str,
    source: str,
    withdrawn: bool,
    as_json: bool,
) -> None:
    """Ghi quyết định về diện của hộ hoặc của một người; các quyết định trước vẫn giữ."""
    command = RecordStatus(
        HouseholdId(read_id("ID", household_id)),
        group,
        decision,
        issuer,
        read_date("--from", since),
        read_date("--to", until),
        PersonId(read_id("--person", person_id)) if person_id else None,
        read_choice("--source", source, RecordSource),
        withdrawn,
    )
    with session.core() as core:
        made = core.people.record_status(command)
        with core.open_unit() as unit:
            beside = unit.edits.statuses(command.household_id)
        state = state_of(made, beside, core.today())
    if as_json:
        show_json(status_answer(made, state))
    else:
        act = "Đã rút lại" if withdrawn else "Đã ghi"
        click.echo(
            f"{act} quyết định {made.decision.number} ({PEOPLE_WORDS[state].lower()}). Đã lưu trên máy."
        )


@person.command("add")
@click.option("--household", "household_id", required=True, help="Mã hộ (id).")
@_person_options
@click.option("--new", "insist", is_flag=True, help="Đúng là người khác dù trùng tên và ngày sinh.")
@_source
@_json
@pass_session
def add_person(
    session: Session,
    /,
    *,
    household_id: str,
    scan: str | None,
    source: str,
    insist: bool,
    as_json: bool,
    **typed: str | None,
) -> None:
    """Thêm một người chưa có trong danh sách nào."""
    fields, said_by = _fields(scan, source, typed)
    command = AddPerson(HouseholdId(read_id("--household", household_id)), fields, said_by, insist)
    with session.core() as core:
        made = core.people.add_person(command)
    if as_json:
        show_json(person_row_answer(made) | {"source": said_by.value})
    else:
        click.echo(f"Đã thêm {made.name} · {made.id}. Đã lưu trên máy.")


@person.command("edit")
@click.argument("person_id", metavar="ID")
@_person_options
@_source
@_json
@pass_session
def edit_person(
    session: Session,
    /,
    *,
    person_id: str,
    scan: str | None,
    source: str,
    as_json: bool,
    **typed: str | None,
) -> None:
    """Sửa thông tin một người; ghi chuỗi rỗng để bỏ trống."""
    fields, said_by = _fields(scan, source, typed)
    command = EditPerson(PersonId(read_id("ID", person_id)), fields, said_by)
    with session.core() as core:
        done = core.people.edit_person(command)
    if as_json:
        show_json(edited_answer(done))
    else:
        said_of_edits(done)


@person.command("move")
@click.argument("person_id", metavar="ID")
@click.option("--household", "household_id", required=True, help="Hộ mới (id).")
@click.option("--relation", help="Quan hệ với chủ hộ mới.")
@_json
@pass_session
def move_person(
    session: Session, /, *, person_id: str, household_id: str, relation: str | None, as_json: bool
) -> None:
    """Chuyển một người sang hộ khác; biên lai cũ vẫn ở hộ đã lập."""
    command = MovePerson(
        PersonId(read_id("ID", person_id)), HouseholdId(read_id("--household", household_id)), relation
    )
    with session.core() as core:
        done = core.people.move(command)
    if as_json:
        show_json(edited_answer(done))
    else:
        said_of_edits(done)


@person.command("merge")
@click.argument("keep", metavar="GIỮ")
@click.argument("other", metavar="GỘP-VÀO")
@click.option("--dry-run", is_flag=True, help="Chỉ xem hai bên, không gộp.")
@click.option("--yes", is_flag=True, help="Gộp ngay, không hỏi lại.")
@_json
@pass_session
def merge_people(
    session: Session, /, *, keep: str, other: str, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Gộp hai dòng của cùng một người; cả hai mã vẫn dùng được, không tách lại được."""
    kept, gone = PersonId(read_id("GIỮ", keep)), PersonId(read_id("GỘP-VÀO", other))
    with session.core() as core:
        found = core.people.preview_merge(kept, gone)
        core.access.saw_people([found.stays.person.id, found.goes.person.id])
        if not as_json:
            show_table([side_row("Giữ", found.stays), side_row("Gộp vào", found.goes)])
        if not dry_run:
            if not yes and not agreed("Gộp hai dòng này? Không tách lại được."):
                raise NotConfirmedMergeError
            found = core.people.merge(kept, gone)
    if as_json:
        show_json(merge_answer(found, merged=not dry_run))
    elif not dry_run:
        click.echo(f"Đã gộp vào {found.stays.person.id}. Đã lưu trên máy.")


COMMANDS: tuple[click.Command, ...] = ()
