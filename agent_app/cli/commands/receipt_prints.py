"""Receipts on paper: sheets, rolls, files and printers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_app.cli.answers import show_json
from agent_app.cli.commands.prints import prints
from agent_app.cli.paper_files import write_paper
from agent_app.cli.pending import refuse_awaited
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import read_choice, read_id
from agent_app.domain.print_log import PaperSize, PrintWay
from agent_app.domain.receipt import ReceiptId
from agent_app.runtime.paper_words import print_note
from agent_app.services.papers import Printed
from agent_app.services.ports import ReceiptPrint

if TYPE_CHECKING:
    from agent_app.bootstrap import Core

_FORMATS = {"pdf": PrintWay.PDF, "escpos": PrintWay.ROLL}


@prints.command("receipt")
@click.argument("receipt_id")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp sẽ ghi.")
@click.option(
    "--to",
    "address",
    help="Máy in nhiệt: net:ĐỊA-CHỈ[:CỔNG], usb:HÃNG:MÁY, serial:CỔNG[:TỐC-ĐỘ], file:ĐƯỜNG-DẪN.",
)
@click.option("--size", default=PaperSize.A5.value, show_default=True, help="Khổ giấy: a5, 80 hay 58 (mm).")
@click.option("--copies", type=int, help="Số liên, số bản; mặc định như mẫu (C45-BB: 2 liên).")
@click.option(
    "--as", "form", type=click.Choice(list(_FORMATS)), help="Tệp PDF, hay lệnh cho máy in nhiệt (escpos)."
)
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def print_receipt(  # noqa: PLR0917
    session: Session,
    receipt_id: str,
    out: Path | None,
    address: str | None,
    size: str,
    copies: int | None,
    form: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """In biên lai đã lập (2 liên), hoặc phiếu đi kèm; từ lần thứ hai trên giấy ghi «In lại lần n»."""
    if (out is None) == (address is None):
        raise click.UsageError("Cần đúng một trong hai: --out TỆP hoặc --to MÁY-IN.")
    if address is not None and form == "pdf":
        raise click.UsageError("Máy in nhiệt không nhận PDF: bỏ --as pdf, hoặc dùng --out TỆP.")
    way = PrintWay.ROLL if address is not None else _FORMATS[form or "pdf"]
    how = ReceiptPrint(way, copies, read_choice("--size", size, PaperSize))
    wanted = ReceiptId(read_id("ID", receipt_id))
    with session.core() as core:
        refuse_awaited(core, wanted)
        printed = _printed(core, wanted, how, out, address)
    place = str(out or address)
    if as_json:
        show_json(
            {
                "id": str(wanted),
                "out": place,
                "nth": printed.nth,
                "logged": printed.logged,
                "bytes": len(printed.content),
            }
        )
    else:
        note = print_note(printed.nth, logged=printed.logged)
        click.echo(f"{'Đã ghi' if out else 'Đã gửi ra'} {place}" + (f" ({note})" if note else ""))


def _printed(
    core: "Core", wanted: ReceiptId, how: ReceiptPrint, out: Path | None, address: str | None
) -> Printed:
    if out is None:
        return core.papers.send_receipt(wanted, how, address or "")
    return write_paper(out, lambda: core.papers.print_receipt(wanted, how))


COMMANDS: tuple[click.Command, ...] = ()
