"""The agent's own papers: day list, remittance statement, reports of books and stock, summaries."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from agent_app.cli.answers import show_json
from agent_app.cli.commands.prints import prints
from agent_app.cli.paper_files import ROOM_OF_A_LIST, write_paper
from agent_app.cli.progress import progress
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_id, read_month, read_optional_date
from agent_app.domain.book_stock import Period
from agent_app.domain.remittance import RemittanceId
from agent_app.runtime.paper_words import print_note
from agent_app.services.day_paper_orders import (
    BookOrder,
    DayListOrder,
    PaperOrder,
    RemittanceOrder,
    StockOrder,
    SummaryOrder,
    kind_of,
    month_of,
    week_of,
)

_OUT = click.option("--out", type=click.Path(path_type=Path), required=True, help="Tệp PDF sẽ ghi.")
_FROM = click.option("--from", "start", help="Từ ngày, như 2026-11-01.")
_TO = click.option("--to", "end", help="Đến ngày, như 2026-11-30; mặc định hôm nay.")
_MONTH = click.option("--month", help="Cả tháng, như 2026-11; mặc định tháng này.")

_JSON = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")

Asked = Callable[[date], PaperOrder]
"""What is asked for, once it is known which day it is."""


@prints.command("day-list")
@click.option("--date", "on", help="Ngày đi, như 2026-11-21; mặc định hôm nay.")
@click.option("--hamlet", help="Chỉ một thôn, tổ; mặc định mọi nơi.")
@click.option("--planned", is_flag=True, help="Chỉ các hộ đã xếp lịch cho ngày ấy.")
@click.option("--phones", is_flag=True, help="In đủ số điện thoại; việc này được ghi lại.")
@_OUT
@_JSON
@pass_session
def day_list(
    session: Session,
    *,
    on: str | None,
    hamlet: str | None,
    planned: bool,
    phones: bool,
    out: Path,
    as_json: bool,
) -> None:
    """In danh sách đi địa bàn theo thứ tự đi; số điện thoại được che."""
    order = DayListOrder(read_optional_date("--date", on), hamlet, planned, phones)
    _print(session, out, lambda _today: order, as_json=as_json)


@prints.command("remittance")
@click.argument("remittance_id", metavar="REMITTANCE")
@_OUT
@_JSON
@pass_session
def remittance(session: Session, remittance_id: str, *, out: Path, as_json: bool) -> None:
    """In bảng kê nộp tiền của một lần nộp."""
    order = RemittanceOrder(RemittanceId(read_id("REMITTANCE", remittance_id)))
    _print(session, out, lambda _today: order, as_json=as_json)


@prints.command("book")
@click.argument("symbol", required=False)
@click.argument("book", required=False)
@_FROM
@_TO
@click.option("--month", help="Cả tháng, như 2026-11; mặc định tháng này, hoặc cả quyển.")
@_OUT
@_JSON
@pass_session
def book_report(
    session: Session,
    symbol: str | None,
    book: str | None,
    *,
    start: str | None,
    end: str | None,
    month: str | None,
    out: Path,
    as_json: bool,
) -> None:
    """In bảng kê sử dụng biên lai (BC 01/QTAC) của một tháng, hoặc của một quyển."""
    if (symbol is None) is not (book is None):
        raise click.UsageError("Hãy nêu cả ký hiệu và quyển.")
    named = None if symbol is None or book is None else (symbol, book)
    period = _period(start, end, month)
    _print(session, out, lambda today: BookOrder(period and period(today), named), as_json=as_json)


@prints.command("stock")
@_FROM
@_TO
@_MONTH
@_OUT
@_JSON
@pass_session
def stock(
    session: Session, *, start: str | None, end: str | None, month: str | None, out: Path, as_json: bool
) -> None:
    """In báo cáo nhập, xuất, tồn biên lai của một kỳ."""
    period = _period(start, end, month) or month_of
    _print(session, out, lambda today: StockOrder(period(today)), as_json=as_json)


@prints.command("summary")
@_FROM
@_TO
@click.option("--week", is_flag=True, help="Tuần của ngày ấy, từ thứ Hai đến Chủ nhật.")
@click.option("--date", "on", help="Một ngày, như 2026-11-21; mặc định hôm nay.")
@_OUT
@_JSON
@pass_session
def summary(
    session: Session,
    *,
    start: str | None,
    end: str | None,
    week: bool,
    on: str | None,
    out: Path,
    as_json: bool,
) -> None:
    """In tổng kết ngày hoặc tuần: lần đến, số đã thu, số hủy, tiền ở đâu, việc chờ gửi."""
    given = _period(start, end, None)
    if given and (week or on):
        raise click.UsageError("--from, --to không đi cùng --week, --date.")
    day = read_optional_date("--date", on)

    def ask(today: date) -> PaperOrder:
        chosen = day or today
        return SummaryOrder(given(today) if given else week_of(chosen) if week else Period(chosen, chosen))

    _print(session, out, ask, as_json=as_json)


def _period(start: str | None, end: str | None, month: str | None) -> Callable[[date], Period] | None:
    """Read a period; the days that are not named follow from the day that it is."""
    if month is not None:
        if start is not None or end is not None:
            raise click.UsageError("--month không đi cùng --from, --to.")
        whole = month_of(date.fromisoformat(f"{read_month('--month', month)}-01"))
        return lambda _today: whole
    first, last = read_optional_date("--from", start), read_optional_date("--to", end)
    if first is None and last is None:
        return None

    def period(today: date) -> Period:
        until = last or today
        return Period(first or until.replace(day=1), until)

    return period


def _print(session: Session, out: Path, asked: Asked, *, as_json: bool) -> None:
    with session.core() as core:
        order = asked(core.today())
        printed = write_paper(
            out, lambda: core.day_papers.print_paper(order, report=progress()), ROOM_OF_A_LIST
        )
    if as_json:
        told = {"kind": kind_of(order).value, "out": str(out), "nth": printed.nth}
        show_json({**told, "bytes": len(printed.content)})
        return
    note = print_note(printed.nth)
    click.echo(f"Đã ghi {out}" + (f" ({note})" if note else ""))


COMMANDS: tuple[click.Command, ...] = ()
