"""The cash of an evening: envelopes, handing it over, and where all money is."""

import click

from agent_app.cli.answers import money, show_json, show_table
from agent_app.cli.cash_answers import show_cash, warn_of_cash
from agent_app.cli.commands.batches import batch
from agent_app.cli.evening_answers import (
    envelope_line_answer,
    remittance_line_answer,
    show_envelope,
    show_remittance,
)
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import (
    read_choice,
    read_count,
    read_id,
    read_optional_date,
    read_whole,
)
from agent_app.domain.banknotes import CashCount, Pieces
from agent_app.domain.envelope import EnvelopeId
from agent_app.domain.money import Dong
from agent_app.domain.remittance import RemittanceId, RemittanceMethod
from agent_app.runtime.evening_words import EVENING_WORDS
from agent_app.services.envelopes import CloseEnvelope
from agent_app.services.remittances import MakeRemittance

_MOST_LINES = 1000
_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


def read_cash(text: str) -> CashCount:
    """Read ``500000x3,200000x1,180``: notes, and the change that no note pays; ``0`` is an empty envelope."""
    pieces, loose = list[Pieces](), 0
    for each in text.split(","):
        value, sign, count = (part.strip() for part in each.lower().replace("×", "x").partition("x"))
        if sign:
            pieces.append(Pieces(Dong(read_count("--count", value)), read_whole("--count", count)))
        else:
            loose += read_whole("--count", value)
    return CashCount.of(pieces, Dong(loose))


@click.group()
def envelope() -> None:
    """Phong bì tiền mặt buổi tối."""


@envelope.command("open")
@click.argument("envelope_id", required=False, metavar="[ENVELOPE]")
@click.option("--on", "on", help="Ngày của phong bì, như 2026-11-21; mặc định hôm nay.")
@_json
@pass_session
def open_envelope(session: Session, envelope_id: str | None, on: str | None, *, as_json: bool) -> None:
    """Bắt đầu đếm mọi tiền mặt chưa vào phong bì nào; kèm mã thì xem tiếp phong bì đang mở."""
    day = read_optional_date("--on", on)
    again = EnvelopeId(read_id("ENVELOPE", envelope_id)) if envelope_id else None
    with session.core() as core:
        opened = core.envelopes.open_again(again) if again else core.envelopes.open(day)
        warn_of_cash(core)
    show_envelope(opened, as_json=as_json)


@envelope.command("close")
@click.argument("envelope_id", required=False, metavar="[ENVELOPE]")
@click.option("--count", required=True, help="MỆNH-GIÁxSỐ-TỜ, và tiền lẻ: 500000x3,200000x1,180.")
@click.option("--note", default="", help="Vì sao lệch; bắt buộc khi số đếm khác số phải có.")
@_json
@pass_session
def close_envelope(
    session: Session, envelope_id: str | None, count: str, note: str, *, as_json: bool
) -> None:
    """Chốt phong bì đang mở theo số tờ đã đếm; chốt một lần, không mở lại."""
    wanted = EnvelopeId(read_id("ENVELOPE", envelope_id)) if envelope_id else None
    command = CloseEnvelope(read_cash(count), note, wanted)
    with session.core() as core:
        closed = core.envelopes.close(command)
        warn_of_cash(core)
    show_envelope(closed, as_json=as_json)


@envelope.command("show")
@click.argument("envelope_id", required=False, metavar="[ENVELOPE]")
@_json
@pass_session
def show_one(session: Session, envelope_id: str | None, *, as_json: bool) -> None:
    """Xem một phong bì; không kèm mã thì xem phong bì đang mở, hoặc mới nhất."""
    wanted = EnvelopeId(read_id("ENVELOPE", envelope_id)) if envelope_id else None
    with session.core() as core:
        found = core.evening.envelope(wanted)
        warn_of_cash(core)
    if found is not None:
        show_envelope(found, as_json=as_json)
    elif as_json:
        show_json(None)
    else:
        click.echo("Chưa có phong bì nào.")


@envelope.command("list")
@_json
@pass_session
def list_envelopes(session: Session, *, as_json: bool) -> None:
    """Các phong bì, mới nhất ở trên."""
    with session.core() as core:
        lines = core.evening.envelopes(_MOST_LINES)
    if as_json:
        show_json([envelope_line_answer(each) for each in lines])
        return
    show_table(
        (
            each.id,
            each.opened_on,
            f"{each.receipts} biên lai",
            money(each.expected),
            money(each.counted) if each.counted is not None else "đang đếm",
            "đã nộp" if each.remittance_id else "",
        )
        for each in lines
    )
    click.echo(f"{len(lines)} phong bì")


@click.group()
def cash() -> None:
    """Tiền đang ở đâu."""


@cash.command("show")
@_json
@pass_session
def show_states(session: Session, *, as_json: bool) -> None:
    """Tiền đang giữ, trong phong bì, đã nộp, chuyển khoản, đã huỷ: mỗi loại một dòng."""
    with session.core() as core:
        warn_of_cash(core)
        show_cash(core, as_json=as_json)


@click.group()
def remit() -> None:
    """Nộp tiền về cơ quan BHXH."""


_METHODS = ", ".join(f"{each.value} ({EVENING_WORDS[each]})" for each in RemittanceMethod)


@remit.command("create")
@click.option("--envelope", "envelopes", multiple=True, help="Mã phong bì đã chốt; có thể lặp lại.")
@click.option("--method", required=True, help=f"Cách nộp: {_METHODS}.")
@click.option("--slip", required=True, help="Số giấy nộp tiền hoặc số giao dịch.")
@click.option("--amount", help="Số tiền đã nộp; mặc định đúng số trong phong bì.")
@click.option("--on", "on", help="Ngày nộp, như 2026-11-21; mặc định hôm nay.")
@click.option("--note", default="", help="Vì sao số nộp khác số trong phong bì.")
@_json
@pass_session
def create(
    session: Session,
    *,
    envelopes: tuple[str, ...],
    method: str,
    slip: str,
    amount: str | None,
    on: str | None,
    note: str,
    as_json: bool,
) -> None:
    """Ghi một lần nộp: trọn các phong bì, kê bên cạnh các biên lai chuyển khoản đã về."""
    command = MakeRemittance(
        tuple(EnvelopeId(read_id("--envelope", each)) for each in envelopes),
        read_choice("--method", method, RemittanceMethod),
        slip,
        None if amount is None else Dong(read_whole("--amount", amount)),
        read_optional_date("--on", on),
        note,
    )
    with session.core() as core:
        made = core.remittances.make(command)
        warn_of_cash(core)
    show_remittance(made, as_json=as_json)


@remit.command("show")
@click.argument("remittance_id", metavar="REMITTANCE")
@_json
@pass_session
def show_made(session: Session, remittance_id: str, *, as_json: bool) -> None:
    """Xem một lần nộp."""
    wanted = RemittanceId(read_id("REMITTANCE", remittance_id))
    with session.core() as core:
        found = core.evening.remittance(wanted)
    show_remittance(found, as_json=as_json)


@remit.command("list")
@_json
@pass_session
def list_remittances(session: Session, *, as_json: bool) -> None:
    """Các lần nộp, mới nhất ở trên."""
    with session.core() as core:
        lines = core.evening.remittances(_MOST_LINES)
    if as_json:
        show_json([remittance_line_answer(each) for each in lines])
        return
    show_table(
        (
            each.id,
            each.remitted_on,
            EVENING_WORDS[each.method],
            each.slip,
            money(each.amount),
            f"chuyển khoản {money(each.transfers)}",
        )
        for each in lines
    )
    click.echo(f"{len(lines)} lần nộp")


COMMANDS: tuple[click.Command, ...] = (envelope, cash, remit, batch)
