"""Batches (đợt kê khai): receipts gathered, handed in, confirmed or refused."""

import click

from agent_app.cli.answers import money, show_json, show_table
from agent_app.cli.cash_answers import warn_of_cash
from agent_app.cli.evening_answers import batch_line_answer, say_repeated, show_batch
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import ValueUnreadableError, read_choice, read_id, read_month, read_optional_date
from agent_app.domain.batch import BatchId, BatchState
from agent_app.domain.receipt import ReceiptId
from agent_app.runtime.evening_words import EVENING_WORDS, batch_title
from agent_app.services.batches import MakeBatch, MoveBatch
from agent_app.services.evening_failures import DeclaredAgainError

_MOST_LINES = 1000
_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
_STATES = ", ".join(f"{each.value} ({EVENING_WORDS[each]})" for each in BatchState)
_MOVE = f"Chuyển trạng thái của đợt, theo lời cơ quan BHXH. STATE: {_STATES}."


@click.group()
def batch() -> None:
    """Đợt kê khai."""


@batch.command("create")
@click.option("--month", help="Tháng của đợt, như 2026-11; mặc định tháng này.")
@click.option("--receipt", "receipts", multiple=True, help="Mã biên lai; có thể lặp lại.")
@click.option("--all", "everything", is_flag=True, help="Mọi biên lai chưa ở đợt nào (cũng là mặc định).")
@click.option("--again", is_flag=True, help="Đã hỏi: có người được kê khai lại trong mấy ngày gần đây.")
@_json
@pass_session
def create(
    session: Session,
    *,
    month: str | None,
    receipts: tuple[str, ...],
    everything: bool,
    again: bool,
    as_json: bool,
) -> None:
    """Gom biên lai không huỷ vào đợt kế tiếp của tháng."""
    if everything and receipts:
        raise ValueUnreadableError("--receipt", receipts[0], "--all | --receipt ID")
    command = MakeBatch(
        tuple(ReceiptId(read_id("--receipt", each)) for each in receipts),
        None if month is None else read_month("--month", month),
        again,
    )
    with session.core() as core:
        try:
            made = core.batches.make(command)
        except DeclaredAgainError as error:
            say_repeated(core, error.repeated)
            raise
        view = core.evening.batch(made.id)
        warn_of_cash(core)
    show_batch(view, as_json=as_json)


@batch.command("move", help=_MOVE)
@click.argument("batch_id", metavar="BATCH")
@click.argument("state", metavar="STATE")
@click.option("--code", default="", help="Mã xác nhận của cả đợt, khi hoàn thành.")
@click.option("--receipt-code", "codes", multiple=True, help="BIÊN-LAI=MÃ của một biên lai; có thể lặp lại.")
@click.option("--reason", default="", help="Lý do khi bị từ chối hoặc khi bỏ.")
@click.option("--on", "on", help="Ngày chuyển trạng thái, như 2026-11-21; mặc định hôm nay.")
@_json
@pass_session
def move(
    session: Session,
    *,
    batch_id: str,
    state: str,
    code: str,
    codes: tuple[str, ...],
    reason: str,
    on: str | None,
    as_json: bool,
) -> None:
    """Say where a batch has come."""
    command = MoveBatch(
        BatchId(read_id("BATCH", batch_id)),
        read_choice("STATE", state, BatchState),
        code,
        dict(_read_code(each) for each in codes),
        reason,
        read_optional_date("--on", on),
    )
    with session.core() as core:
        core.batches.move(command)
        view = core.evening.batch(command.batch_id)
    show_batch(view, as_json=as_json)


def _read_code(text: str) -> tuple[ReceiptId, str]:
    receipt_id, sign, code = text.partition("=")
    if not sign or not code.strip():
        raise ValueUnreadableError("--receipt-code", text, "BIÊN-LAI=MÃ")
    return ReceiptId(read_id("--receipt-code", receipt_id)), code


@batch.command("show")
@click.argument("batch_id", metavar="BATCH")
@_json
@pass_session
def show_one(session: Session, batch_id: str, *, as_json: bool) -> None:
    """Xem một đợt, các biên lai và mã xác nhận."""
    wanted = BatchId(read_id("BATCH", batch_id))
    with session.core() as core:
        view = core.evening.batch(wanted)
    show_batch(view, as_json=as_json)


@batch.command("list")
@click.option("--month", help="Chỉ một tháng, như 2026-11.")
@_json
@pass_session
def list_batches(session: Session, month: str | None, *, as_json: bool) -> None:
    """Các đợt kê khai, mới nhất ở trên."""
    wanted = None if month is None else read_month("--month", month)
    with session.core() as core:
        lines = core.evening.batches(_MOST_LINES, month=wanted)
    if as_json:
        show_json([batch_line_answer(each) for each in lines])
        return
    show_table(
        (
            each.id,
            batch_title(each.month, each.number),
            EVENING_WORDS[each.state],
            each.moved_on,
            f"{each.receipts} biên lai",
            money(each.total),
        )
        for each in lines
    )
    click.echo(f"{len(lines)} đợt")
