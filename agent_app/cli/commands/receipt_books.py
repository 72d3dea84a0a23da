"""Receipt books and what became of their numbers."""

import calendar
from datetime import date
from pathlib import Path

import click

from agent_app.cli.answers import show_json, show_table
from agent_app.cli.book_answers import (
    book_answer,
    findings_of,
    passed_answer,
    proof_answer,
    run_words,
    stock_answer,
    stock_fields,
)
from agent_app.cli.office_answers import show_received, take_file
from agent_app.cli.session import EXIT_ENVIRONMENT, Session, pass_session
from agent_app.cli.values import ValueUnreadableError, read_count, read_date, read_month, read_optional_date
from agent_app.domain.book_stock import BookStock, Period
from agent_app.domain.number_fate import NumberFate, shown_range
from agent_app.domain.receipt_book import NUMBER_DIGITS
from agent_app.runtime.book_messages import FATE_WORDS, STATE_WORDS
from agent_app.runtime.finding_words import finding_sentence
from agent_app.runtime.text_files import read_text
from agent_app.services.books import BookProof, ReturnBook, SpoilNumbers

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")


@click.group("book")
def book_group() -> None:
    """Quyển biên lai."""


@book_group.command("list")
@AS_JSON
@pass_session
def list_books(session: Session, *, as_json: bool) -> None:
    """Liệt kê các quyển máy này giữ: số kế tiếp, còn bao nhiêu."""
    with session.core() as core:
        books = core.queries.books()
    if as_json:
        show_json([book_answer(each) for each in books])
        return
    if not books:
        click.echo("Máy này chưa có quyển biên lai nào.")
        return
    show_table(
        (
            each.symbol,
            f"quyển {each.book}",
            shown_range(each.first, each.last),
            f"còn {each.left} số",
            STATE_WORDS[each.state] + (", sắp hết số" if each.low else ""),
        )
        for each in books
    )


@book_group.command()
@click.argument("symbol")
@click.argument("book")
@AS_JSON
@pass_session
def report(session: Session, symbol: str, book: str, *, as_json: bool) -> None:
    """Cho biết từng số của một quyển đã ra sao; số nào thiếu hoặc trùng thì báo."""
    with session.core() as core:
        proof = core.books.proof(symbol, book)
    if as_json:
        show_json(proof_answer(proof))
    else:
        _say_proof(proof)
    if not proof.report.sound:
        click.get_current_context().exit(EXIT_ENVIRONMENT)


def _say_proof(proof: BookProof) -> None:
    found = proof.report
    click.echo(f"Quyển {found.book}, ký hiệu {found.symbol}, số {shown_range(found.first, found.last)}")
    show_table((numbers, f"{count} số", FATE_WORDS[fate]) for numbers, count, fate in run_words(found))
    for each in proof.passed:
        click.echo(f"{each.shown_numbers}: {FATE_WORDS[each.fate]} ngày {each.on:%d/%m/%Y}, {each.reason}")
    counts = found.counts
    told = ", ".join(f"{counts[fate]} {FATE_WORDS[fate]}" for fate in NumberFate if counts[fate])
    click.echo(f"Cộng {sum(counts.values())} trên {found.size} số: {told}.")
    for code, about in findings_of(found):
        click.echo(finding_sentence(code, about))
    click.echo("Quyển đủ số, không thiếu, không trùng." if found.sound else "Quyển có số cần xem lại.")


@book_group.command()
@click.option("--from", "start", help="Từ ngày, như 2026-11-01.")
@click.option("--to", "end", help="Đến ngày, như 2026-11-30; mặc định hôm nay.")
@click.option("--month", help="Cả tháng, như 2026-11; mặc định tháng này.")
@AS_JSON
@pass_session
def stock(session: Session, *, start: str | None, end: str | None, month: str | None, as_json: bool) -> None:
    """Báo tồn số biên lai trong kỳ: tồn đầu, nhận, dùng, huỷ, hỏng, mất, trả lại, tồn cuối."""
    if month is not None and (start is not None or end is not None):
        raise click.UsageError("--month không đi cùng --from, --to.")
    with session.core() as core:
        period = _period(start, end, month, core.today())
        lines = core.books.stock(period)
    total = sum((each.stock for each in lines), BookStock())
    if as_json:
        answer = {
            "from": period.start,
            "to": period.end,
            "books": [stock_answer(each) for each in lines],
            "total": stock_fields(total),
        }
        show_json(answer)
        return
    click.echo(f"Từ {period.start:%d/%m/%Y} đến {period.end:%d/%m/%Y}")
    heads = ("ký hiệu", "quyển", "tồn đầu", "nhận", "dùng", "huỷ", "hỏng", "mất", "trả lại", "tồn cuối")
    rows = [(each.symbol, each.book, *_counts(each.stock)) for each in lines]
    show_table([heads, *rows, ("cộng", "", *_counts(total))])
    if total.cancelled_later:
        click.echo(f"Trong kỳ còn huỷ {total.cancelled_later} số đã dùng ở kỳ trước.")


def _counts(found: BookStock) -> tuple[int, ...]:
    left = (found.used, found.cancelled, found.spoiled, found.lost, found.returned)
    return (found.opening, found.received, *left, found.closing)


def _period(start: str | None, end: str | None, month: str | None, today: date) -> Period:
    if start is None and end is None:
        text = read_month("--month", month) if month else f"{today:%Y-%m}"
        first = date.fromisoformat(f"{text}-01")
        return Period(first, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
    last = read_date("--to", end) if end else today
    return Period(read_date("--from", start) if start else last.replace(day=1), last)


@book_group.command()
@click.argument("symbol")
@click.argument("book")
@click.argument("numbers")
@click.option("--reason", required=True, help="Vì sao, ví dụ: rách khi in.")
@click.option("--lost", is_flag=True, help="Tờ giấy bị mất, không phải hỏng.")
@click.option("--on", "on", help="Ngày, như 2026-11-21; mặc định hôm nay.")
@AS_JSON
@pass_session
def spoil(
    session: Session,
    symbol: str,
    book: str,
    numbers: str,
    *,
    reason: str,
    lost: bool,
    on: str | None,
    as_json: bool,
) -> None:
    """Ghi số kế tiếp là hỏng hoặc mất: SỐ hoặc SỐ-SỐ; số đó bỏ hẳn, không dùng lại."""
    first, last = _read_numbers(numbers)
    command = SpoilNumbers(symbol, book, first, last, reason, lost=lost, on=read_optional_date("--on", on))
    with session.core() as core:
        passed = core.books.spoil(command)
    if as_json:
        show_json(passed_answer(passed))
    else:
        click.echo(f"Đã ghi {FATE_WORDS[passed.fate]}: {passed.shown_numbers}, quyển {passed.book}.")


def _read_numbers(text: str) -> tuple[int, int]:
    first, dash, last = text.partition("-")
    read = [read_count("NUMBER", each) for each in (first, last if dash else first)]
    if read[0] > read[1] or max(len(first), len(last)) > NUMBER_DIGITS:
        raise ValueUnreadableError("NUMBER", text, "0000007 | 0000007-0000009")
    return read[0], read[1]


@book_group.command("return")
@click.argument("symbol")
@click.argument("book")
@click.option("--reason", required=True, help="Vì sao, ví dụ: nghỉ thu, hết năm.")
@click.option("--slip", help="Số phiếu trả lại của cơ quan BHXH.")
@click.option("--on", "on", help="Ngày, như 2026-11-21; mặc định hôm nay.")
@AS_JSON
@pass_session
def give_back(
    session: Session,
    symbol: str,
    book: str,
    *,
    reason: str,
    slip: str | None,
    on: str | None,
    as_json: bool,
) -> None:
    """Trả lại cơ quan BHXH các số chưa dùng của một quyển; quyển đó thôi cấp số."""
    command = ReturnBook(symbol, book, reason, slip, read_optional_date("--on", on))
    with session.core() as core:
        passed = core.books.give_back(command)
    if as_json:
        show_json(passed_answer(passed))
    else:
        click.echo(f"Đã trả lại {passed.shown_numbers}, quyển {passed.book}. Quyển này không cấp số nữa.")


@book_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@AS_JSON
@pass_session
def receive(session: Session, file: Path, *, as_json: bool) -> None:
    """Nhận tệp cấp quyển có chữ ký của cơ quan BHXH; nhận lại không đổi gì."""
    show_received(take_file(session, read_text(file)), as_json=as_json)


COMMANDS: tuple[click.Command, ...] = (book_group,)
