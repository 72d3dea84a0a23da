"""Due notices for households: as paper, as pictures and as messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from agent_app.cli.answers import Fields, show_json
from agent_app.cli.commands.due import ME, own_code
from agent_app.cli.commands.prints import prints
from agent_app.cli.paper_files import ROOM, ROOM_OF_A_PICTURE, write_paper
from agent_app.cli.progress import progress
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_choice, read_date, read_id, read_month
from agent_app.domain.errors import AppError
from agent_app.domain.household import HouseholdId
from agent_app.domain.names import nfc
from agent_app.printing.notice_messages import unpriced_text
from agent_app.services.failures import FileUnwritableError
from agent_app.services.notice_lines import (
    NoticeChoice,
    NoticeOrder,
    NoticeSize,
    NoticeSpelling,
    NoticeText,
    Told,
)
from agent_app.services.notices import NothingDueError, NoticeService
from agent_app.services.papers import Printed

_WAYS = ("pdf", "text", "png")
_PER_PAGE = {"1": 1, "2": 2, "4": 4}
_ON_A4 = {2: NoticeSize.A5, 4: NoticeSize.A6}
_ROOM_OF_ONE = 8 * 1024
_SEPARATOR = "\n\n" + "─" * 40 + "\n\n"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How the notices are to go out."""

    way: str
    out: Path | None
    spelling: NoticeSpelling
    as_json: bool


@prints.command("notices")
@click.option("--household", "households", multiple=True, help="Mã hộ; dùng nhiều lần được.")
@click.option("--today", "planned", is_flag=True, help="Các hộ đã xếp lịch đi trong ngày, theo thứ tự đi.")
@click.option("--due-before", help="Chỉ hộ có người hết hạn trước ngày này, như 2026-12-15.")
@click.option("--hamlet", help="Chỉ một thôn, tổ.")
@click.option("--month", help="Tháng của danh sách, như 2026-12; mặc định tháng mới nhất.")
@click.option("--agent", help="Chỉ dòng của một nhân viên thu: mã, hoặc «me» là chính mình.")
@click.option("--on", "on", help="Tính tiền và đếm ngày theo ngày này; mặc định hôm nay.")
@click.option("--as", "way", type=click.Choice(_WAYS), default="pdf", show_default=True, help="In ra gì.")
@click.option(
    "--per-page", type=click.Choice(tuple(_PER_PAGE)), default="1", help="Mấy tờ trên một trang A4."
)
@click.option("--size", help="Khổ một tờ: a5 | a6.")
@click.option("--phone", default="", help="Số điện thoại nhân viên thu ghi trên giấy.")
@click.option("--account", help="Tài khoản nào, nếu cơ quan BHXH có nhiều.")
@click.option("--no-accents", is_flag=True, help="Tin nhắn không dấu.")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp sẽ ghi; ảnh thì là thư mục.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def print_notices(
    session: Session,
    *,
    households: tuple[str, ...],
    planned: bool,
    due_before: str | None,
    hamlet: str | None,
    month: str | None,
    agent: str | None,
    on: str | None,
    way: str,
    per_page: str,
    size: str | None,
    phone: str,
    account: str | None,
    no_accents: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """In thông báo đến hạn đóng cho từng hộ: giấy, ảnh hoặc tin nhắn; mỗi hộ được ghi vào sổ in."""
    named = tuple(HouseholdId(read_id("--household", each)) for each in households)
    chosen = (planned, month, due_before, hamlet, agent)
    _refuse_unclear(named, chosen, way, out)
    pages, one = _PER_PAGE[per_page], _size(size, _PER_PAGE[per_page])
    spelling = NoticeSpelling.PLAIN if no_accents else NoticeSpelling.MARKED
    with session.core() as core:
        day = read_date("--on", on) if on else core.today()
        listed = read_month("--month", month) if month else None
        before = read_date("--due-before", due_before) if due_before else None
        code = own_code(core.queries) if agent == ME else agent
        choice = NoticeChoice(day, planned, hamlet, listed, before, code)
        order = NoticeOrder(named or core.notices.choose(choice), day, pages, one, phone, account, listed)
        _print(core.notices, order, _Wanted(way, out, spelling, as_json))


def room_of(notices: int) -> int:
    """Say how many bytes so many notices take at most, on paper or as messages: one takes 1 to 4 KiB."""
    return ROOM + notices * _ROOM_OF_ONE


def _refuse_unclear(
    named: Sequence[HouseholdId], chosen: Sequence[object], way: str, out: Path | None
) -> None:
    planned, month, *_ = chosen
    if bool(named) is any(chosen):
        raise click.UsageError(
            "Hãy chọn hộ: --household, --today, --month, --hamlet, --due-before hoặc --agent."
        )
    if planned and month:
        raise click.UsageError("--today không đi cùng --month.")
    if out is None and way != "text":
        raise click.UsageError("Hãy nêu --out.")


def _size(text: str | None, per_page: int) -> NoticeSize:
    """Read the size of one notice; several on A4 have one that they must have."""
    size = read_choice("--size", text, NoticeSize) if text else _ON_A4.get(per_page, NoticeSize.A5)
    if per_page in _ON_A4 and size is not _ON_A4[per_page]:
        raise click.UsageError("Trên một trang A4: --per-page 2 là hai tờ a5, --per-page 4 là bốn tờ a6.")
    return size


def _print(notices: NoticeService, order: NoticeOrder, wanted: _Wanted) -> None:
    if wanted.way == "text":
        _say_texts(notices, order, wanted)
    elif wanted.out is not None and wanted.way == "png":
        _draw(notices, order, wanted.out, as_json=wanted.as_json)
    elif wanted.out is not None:
        _write(notices, order, wanted.out, as_json=wanted.as_json)


def _write(notices: NoticeService, order: NoticeOrder, out: Path, *, as_json: bool) -> None:
    made = list[Told]()

    def make() -> Printed:
        printed = notices.print_sheets(order, progress())
        made.append(printed.told)
        return Printed(printed.content, max(printed.told.nths.values()))

    write_paper(out, make, room_of(len(order.households)))
    told = made[0]
    if as_json:
        show_json(_told_answer(told) | {"out": str(out)})
        return
    again = f", trong đó {told.reprints} tờ in lại trong tháng" if told.reprints else ""
    click.echo(f"Đã ghi {out}: {len(told.nths)} thông báo{again}.")
    for each in told.unpriced:
        click.echo(unpriced_text(each), err=True)


def _told_answer(told: Told) -> Fields:
    return {
        "notices": [{"household_id": each, "nth": nth} for each, nth in told.nths.items()],
        "reprints": told.reprints,
        "unpriced": [
            {
                "household_id": each.household.id,
                "person_id": each.person.id,
                "scheme": each.scheme.value,
                "code": each.error.code,
                "text": unpriced_text(each),
            }
            for each in told.unpriced
        ],
    }


def _draw(notices: NoticeService, order: NoticeOrder, out: Path, *, as_json: bool) -> None:
    """Write a picture for each household; where one fails, say which exist and who has none yet."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritableError(nfc(out.name)) from error
    drawn, report, whole = list[Fields](), progress(), len(order.households)
    for done, household_id in enumerate(order.households):
        report(done, whole)
        try:
            drawn.append(_draw_one(notices, order, household_id, out))
        except NothingDueError:
            continue
        except AppError:
            if drawn:
                _say_drawn(drawn, order.households[done:], out, as_json=as_json)
            raise
    report(whole, whole)
    if not drawn:
        raise NothingDueError(order.on)
    _say_drawn(drawn, (), out, as_json=as_json)


def _draw_one(notices: NoticeService, order: NoticeOrder, household_id: HouseholdId, out: Path) -> Fields:
    """Log and write one picture, named by the household's id alone."""
    path = out / f"thong-bao-{household_id}.png"

    def make() -> Printed:
        picture = notices.picture(household_id, order)
        return Printed(picture.content, picture.nth)

    printed = write_paper(path, make, ROOM_OF_A_PICTURE)
    return {"household_id": household_id, "nth": printed.nth, "file": str(path)}


def _say_drawn(drawn: Sequence[Fields], left: Sequence[HouseholdId], out: Path, *, as_json: bool) -> None:
    if as_json:
        show_json({"notices": drawn, "out": str(out), "left": left})
    elif not left:
        click.echo(f"Đã ghi {len(drawn)} ảnh vào {out}.")
    else:
        named = " ".join(f"--household {each}" for each in left)
        click.echo(
            f"Mới ghi {len(drawn)} ảnh vào {out}; mỗi ảnh ấy đã vào sổ in, dùng được. "
            f"Còn {len(left)} hộ chưa có ảnh; hết trở ngại thì in tiếp các hộ ấy: {named}"
        )


def _say_texts(notices: NoticeService, order: NoticeOrder, wanted: _Wanted) -> None:
    texts = list[NoticeText]()

    def make() -> Printed:
        texts.extend(notices.texts(order, progress(), wanted.spelling))
        whole = _SEPARATOR.join(f"{each.long}\n\n{each.short}" for each in texts) + "\n"
        return Printed(whole.encode(), max(each.nth for each in texts))

    printed = make() if wanted.out is None else write_paper(wanted.out, make, room_of(len(order.households)))
    if wanted.as_json:
        show_json([_text_answer(each) for each in texts])
    elif wanted.out is not None:
        click.echo(f"Đã ghi {wanted.out}: tin nhắn cho {len(texts)} hộ.")
    else:
        click.echo(printed.content.decode(), nl=False)


def _text_answer(text: NoticeText) -> Fields:
    return {
        "household_id": text.household_id,
        "long": text.long,
        "short": text.short,
        "messages": text.parts,
        "nth": text.nth,
    }


COMMANDS: tuple[click.Command, ...] = ()
