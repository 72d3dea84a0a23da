"""Papers: the group that every paper's command joins, and those of receipts."""

from pathlib import Path

import click

from agent_app.cli.paper_files import write_paper
from agent_app.cli.pending import refuse_awaited
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_id
from agent_app.domain.receipt import ReceiptId
from agent_app.runtime.paper_words import print_note
from agent_app.services.ports import ReceiptPrint


@click.group("print")
def prints() -> None:
    """In giấy tờ."""


@prints.command("receipt")
@click.argument("receipt_id")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Tệp PDF sẽ ghi.")
@click.option("--copies", type=int, help="Số liên, số bản; mặc định như mẫu (C45-BB: 2 liên).")
@pass_session
def print_receipt(session: Session, receipt_id: str, out: Path, copies: int | None) -> None:
    """In biên lai đã lập (2 liên), hoặc phiếu đi kèm; từ lần thứ hai trên giấy ghi «In lại lần n»."""
    wanted = ReceiptId(read_id("ID", receipt_id))
    how = ReceiptPrint(copies=copies)
    with session.core() as core:
        refuse_awaited(core, wanted)
        printed = write_paper(out, lambda: core.papers.print_receipt(wanted, how))
    note = print_note(printed.nth)
    click.echo(f"Đã ghi {out}" + (f" ({note})" if note else ""))


COMMANDS = (prints,)
