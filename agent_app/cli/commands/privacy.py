"""What people may ask of whoever holds their data: consents, export, erasure, history, the access log."""

from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import ClassVar

import click

from agent_app.cli.answers import Fields, show_json, show_table, shown_instant
from agent_app.cli.commands.people import person
from agent_app.cli.session import Session, agreed, pass_session
from agent_app.cli.values import ValueUnreadableError, read_choice, read_date, read_id, read_optional_date
from agent_app.domain.access import Access
from agent_app.domain.calendar import VIETNAM, shown_date
from agent_app.domain.consent import ConsentHow, Purpose
from agent_app.domain.erasure import pseudonym
from agent_app.domain.errors import RuleError
from agent_app.domain.history import FieldChange
from agent_app.domain.household import PersonId
from agent_app.runtime.durable import write_private
from agent_app.runtime.held_words import ENTITIES, held_field, held_value
from agent_app.runtime.privacy_messages import PRIVACY_WORDS
from agent_app.services.failures import FileUnwritableError
from agent_app.services.ports import AccessFilter
from agent_app.services.privacy import RecordConsent

_MOST_ENTRIES = 1000


def glossed(words: type[Purpose] | type[ConsentHow]) -> str:
    """List what may be typed, each with what it means."""
    return ", ".join(f"{each.value} ({PRIVACY_WORDS[each]})" for each in words)


_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


@dataclass(eq=False)
class NotConfirmedError(RuleError):
    """An erasure cannot be undone, so it is asked for twice."""

    code: ClassVar[str] = "privacy.not_confirmed"


@click.group()
def consent() -> None:
    """Sự đồng ý của người tham gia."""


@consent.command("record")
@click.option("--person", "person_id", required=True, help="Mã người (id).")
@click.option("--purpose", required=True, help=f"Để làm gì: {glossed(Purpose)}.")
@click.option("--how", required=True, help=f"Nói cách nào: {glossed(ConsentHow)}.")
@click.option("--withdraw", is_flag=True, help="Rút lại sự đồng ý.")
@click.option("--on", "given_on", help="Ngày đồng ý hoặc rút lại, như 2026-11-21; mặc định hôm nay.")
@_json
@pass_session
def record_consent(
    session: Session,
    person_id: str,
    purpose: str,
    how: str,
    given_on: str | None,
    *,
    withdraw: bool,
    as_json: bool,
) -> None:
    """Ghi một người đồng ý hay rút lại, cho việc gì, bằng cách nào, ngày nào."""
    command = RecordConsent(
        PersonId(read_id("--person", person_id)),
        read_choice("--purpose", purpose, Purpose),
        read_choice("--how", how, ConsentHow),
        withdraw,
        read_optional_date("--on", given_on),
    )
    with session.core() as core:
        made = core.privacy.record_consent(command)
    if as_json:
        show_json(
            {
                "id": made.id,
                "person_id": made.subject.person_id,
                "purpose": made.purpose.value,
                "how": made.how.value,
                "on": made.on,
                "withdrawn": made.withdrawn,
            }
        )
    else:
        act = "rút lại sự đồng ý" if made.withdrawn else "sự đồng ý"
        words = PRIVACY_WORDS[made.purpose], PRIVACY_WORDS[made.how]
        click.echo(f"Đã ghi {act} ({words[0]}, {words[1]}, {shown_date(made.on)}). Đã lưu trên máy.")


@click.group()
def privacy() -> None:
    """Dữ liệu cá nhân: xuất, xoá, dọn."""


@privacy.command()
@click.argument("person_id", metavar="PERSON")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Tệp .json hoặc .zip sẽ ghi.")
@click.option(
    "--purpose", default="theo yêu cầu của người tham gia", show_default=True, help="Xuất để làm gì."
)
@_json
@pass_session
def export(session: Session, person_id: str, out: Path, purpose: str, *, as_json: bool) -> None:
    """Xuất mọi thứ đang giữ về một người; tệp mang dấu người xuất và chỉ chủ máy đọc được."""
    wanted = PersonId(read_id("PERSON", person_id))
    if out.suffix.lower() not in {".json", ".zip"}:
        raise ValueUnreadableError("--out", out.name, "du-lieu.json | du-lieu.zip")
    with session.core() as core:
        made = core.privacy.export(wanted, purpose, archive=out.suffix.lower() == ".zip")
    try:
        write_private(out, made.content)
    except OSError as error:
        raise FileUnwritableError(out.name) from error
    if as_json:
        show_json({"file": str(out), "watermark": made.watermark.facts, "counts": made.counts})
    else:
        click.echo(f"Đã ghi {out}. {made.watermark.line}")


@privacy.command()
@click.argument("person_id", metavar="PERSON")
@click.option("--reason", required=True, help="Vì sao xoá.")
@click.option("--yes", is_flag=True, help="Xoá ngay, không hỏi lại.")
@_json
@pass_session
def erase(session: Session, person_id: str, reason: str, *, yes: bool, as_json: bool) -> None:
    """Xoá một người khỏi máy và gửi yêu cầu xoá tới cơ quan BHXH; biên lai giữ hết thời hạn luật định."""
    wanted = PersonId(read_id("PERSON", person_id))
    if not yes and not agreed("Xoá người này? Không lấy lại được."):
        raise NotConfirmedError
    with session.core() as core:
        done = core.privacy.erase(wanted, reason)
    if as_json:
        show_json(
            {
                "person_id": done.person_id,
                "name": pseudonym(done.person_id),
                "rows": done.erased.rows,
                "emptied": done.erased.emptied,
                "waiting": done.erased.waiting,
            }
        )
        return
    click.echo(f"Đã thay tên bằng «{pseudonym(done.person_id)}» ở {done.erased.rows} chỗ.")
    if done.erased.waiting:
        click.echo(
            f"{done.erased.waiting} bản ghi sẽ được xoá nội dung khi cơ quan BHXH đã nhận: hãy đồng bộ."
        )


@privacy.command()
@_json
@pass_session
def sweep(session: Session, *, as_json: bool) -> None:
    """Xoá những gì đã hết thời hạn lưu giữ; máy cũng tự làm mỗi ngày và sau mỗi lần đồng bộ."""
    with session.core() as core:
        done = core.privacy.sweep()
    if as_json:
        show_json({"bodies": done.bodies, "list_lines": done.list_lines, "accesses": done.accesses})
    else:
        click.echo(
            f"Đã xoá nội dung {done.bodies} bản ghi, {done.list_lines} dòng danh sách cũ, "
            f"{done.accesses} dòng nhật ký truy cập."
        )


@click.group("log")
def log_group() -> None:
    """Nhật ký."""


@log_group.command("access")
@click.option("--person", "person_id", help="Chỉ một người (id).")
@click.option("--since", help="Từ ngày này, như 2026-11-21.")
@_json
@pass_session
def access(session: Session, person_id: str | None, since: str | None, *, as_json: bool) -> None:
    """Xem ai đã xem, in, xuất dữ liệu nhạy cảm; mới nhất ở trên."""
    day = read_date("--since", since) if since else None
    wanted = AccessFilter(
        PersonId(read_id("--person", person_id)) if person_id else None,
        datetime.combine(day, time(), VIETNAM) if day else None,
        _MOST_ENTRIES,
    )
    with session.core() as core:
        entries = core.privacy.queries.accesses(wanted)
    if as_json:
        show_json([_access_answer(each) for each in entries])
        return
    show_table(
        (
            shown_instant(each.at),
            each.actor,
            PRIVACY_WORDS[each.action],
            PRIVACY_WORDS[each.place],
            ENTITIES.get(each.entity, each.entity),
            each.entity_id,
            ", ".join(held_field(field) for field in each.fields),
        )
        for each in entries
    )
    click.echo(f"{len(entries)} dòng")


def _access_answer(entry: Access) -> Fields:
    return {
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action.value,
        "entity": entry.entity,
        "id": entry.entity_id,
        "fields": list(entry.fields),
        "place": entry.place.value,
    }


@person.command()
@click.argument("person_id", metavar="ID")
@_json
@pass_session
def history(session: Session, person_id: str, *, as_json: bool) -> None:
    """Xem ai đã đổi gì của một người và của hộ, khi nào, từ đâu."""
    wanted = PersonId(read_id("ID", person_id))
    with session.core() as core:
        changes = core.privacy.queries.history(wanted)
        core.access.saw("person", wanted, ("history",))
    if as_json:
        show_json([_change_answer(each) for each in changes])
        return
    show_table(
        (
            shown_instant(each.author.at),
            PRIVACY_WORDS[each.author.source],
            held_field(each.field),
            held_value(each.field, each.before) if each.before else "(trống)",
            held_value(each.field, each.after) if each.after else "(trống)",
        )
        for each in changes
    )
    click.echo(f"{len(changes)} thay đổi")


def _change_answer(change: FieldChange) -> Fields:
    return {
        "at": change.author.at.isoformat(),
        "source": change.author.source.value,
        "actor": change.author.actor,
        "op_id": change.author.op_id,
        "entity": change.entity,
        "id": change.entity_id,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }


COMMANDS = (consent, privacy, log_group)
