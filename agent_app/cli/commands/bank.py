"""Bank statements against awaited transfers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from agent_app.cli.answers import money, show_json, show_table
from agent_app.cli.bank_answers import (
    credited_answer,
    import_answer,
    say_import,
    say_match,
    say_open,
    say_transfer,
    shown_sum,
    sums_answer,
    transfer_answer,
    unmatched_answer,
    view_answer,
)
from agent_app.cli.pending import require_payable
from agent_app.cli.session import Session, pass_session
from agent_app.cli.values import ValueUnreadableError, read_choice, read_count, read_id
from agent_app.domain.bank_statement import CreditId
from agent_app.domain.purpose_code import codes_in
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.domain.transfer import TransferState
from agent_app.runtime.transfer_messages import TRANSFER_STATES
from agent_app.services.ports import no_report

if TYPE_CHECKING:
    from agent_app.bootstrap import Core

_MOST = 1000


@click.group()
def bank() -> None:
    """Chuyển khoản: chờ tiền về, sao kê, ghép tiền."""


@bank.command()
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def payer(session: Session, code: str, as_json: bool) -> None:  # noqa: FBT001
    """Cho biết mã chuyển khoản trên thông báo đến hạn là của hộ nào."""
    found = codes_in(code)
    if not found:
        raise ValueUnreadableError("CODE", code, "BH7K3M9QRTX")
    with session.core() as core:
        page = core.queries.household(core.notices.household_of(found[0]), core.today().year)
        core.access.saw("household", page.household.id, ("name",))
    if as_json:
        show_json({"code": found[0], "household_id": page.household.id, "address": page.household.address})
        return
    click.echo(f"{found[0]}: hộ {page.household.id}, {page.household.address}")
    show_table((each.name, each.id) for each in page.members)


@bank.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--account", help="Sao kê của tài khoản nào, nếu tệp không nói.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def import_statement(session: Session, file: Path, account: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Nhập sao kê ngân hàng: khoản nào khớp mã và tiền thì lập biên lai, còn lại để người xem."""
    with session.core() as core:
        done = core.statements.take_in(file, no_report, account)
    if as_json:
        show_json(import_answer(done))
    else:
        say_import(done)


@bank.command()
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def unmatched(session: Session, as_json: bool) -> None:  # noqa: FBT001
    """Xem tiền về chưa ghép và khoản chuyển chưa có biên lai."""
    with session.core() as core:
        found = core.statements.unmatched()
        sums = core.transfer_queries.sums()
    if as_json:
        show_json(unmatched_answer(found, sums))
        return
    say_open(found.credits)
    for each in found.transfers:
        say_transfer(each)
    click.echo(f"{len(found.transfers)} khoản chuyển chưa có biên lai.")


@bank.command()
@click.argument("credit")
@click.argument("transfer", required=False)
@click.option("--number", help="Số trên tờ biên lai in sẵn.")
@click.option("--reason", help="Vì sao ghép như vậy.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def match(  # noqa: PLR0917
    session: Session,
    credit: str,
    transfer: str | None,
    number: str | None,
    reason: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Ghép một khoản tiền về với một khoản chuyển, hoặc ghi số biên lai in sẵn cho khoản đã về đủ."""
    typed = read_count("--number", number) if number is not None else None
    if transfer is None and typed is None:
        raise click.UsageError("Cần MÃ TIỀN VỀ và KHOẢN CHUYỂN, hoặc KHOẢN CHUYỂN và --number.")
    written: Receipt | None = None
    with session.core() as core:
        if transfer is None and typed is not None:
            transfer_id = _transfer(core, credit)
            written = core.statements.write_number(transfer_id, typed)
            done = None
        else:
            transfer_id = _transfer(core, transfer or "")
            done = core.statements.match(CreditId(read_id("MÃ TIỀN VỀ", credit)), transfer_id, reason, typed)
        followed = core.transfer_queries.transfer(transfer_id)
    if as_json:
        show_json(transfer_answer(followed) | {"match": credited_answer(done) if done else None})
        return
    if done is not None:
        say_match(done)
    say_transfer(followed)
    if written is not None:
        click.echo(f"Biên lai số {written.shown_number}: {money(written.total)}")


@bank.command("give-up")
@click.argument("transfer")
@click.option("--reason", required=True, help="Vì sao thôi chờ.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def give_up(session: Session, transfer: str, reason: str, as_json: bool) -> None:  # noqa: FBT001
    """Thôi chờ một khoản chuyển; tiền đã về cho nó thì ghép lại hoặc trả lại."""
    with session.core() as core:
        followed = core.transfers.give_up(_transfer(core, transfer), reason)
    if as_json:
        show_json(transfer_answer(followed))
    else:
        say_transfer(followed)


@bank.command()
@click.argument("transfer")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Tệp PNG sẽ ghi.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def qr(session: Session, transfer: str, out: Path, as_json: bool) -> None:  # noqa: FBT001
    """Vẽ mã VietQR của một khoản chuyển để hộ quét."""
    from agent_app.codes.images import write_qr_png  # noqa: PLC0415 (texts don't need images)

    with session.core() as core:
        followed = core.transfer_queries.transfer(_transfer(core, transfer))
        require_payable(core, followed)
    write_qr_png(followed.transfer.order.payload, out)
    if as_json:
        show_json(transfer_answer(followed) | {"out": str(out)})
    else:
        say_transfer(followed)
        click.echo(f"Đã ghi {out}")


@bank.command("list")
@click.option("--state", "states", multiple=True, help="Chỉ những khoản ở trạng thái này.")
@click.option("--limit", default="50", show_default=True, help="Nhiều nhất bao nhiêu dòng.")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def list_transfers(session: Session, states: tuple[str, ...], limit: str, as_json: bool) -> None:  # noqa: FBT001
    """Xem các khoản chuyển, mới trước, và tổng tiền của từng trạng thái."""
    wanted = [read_choice("--state", each, TransferState) for each in states] or None
    most = min(read_count("--limit", limit), _MOST)
    with session.core() as core:
        views = core.transfer_queries.transfers(wanted, most)
        sums = core.transfer_queries.sums()
    if as_json:
        show_json({"transfers": [view_answer(each) for each in views], "sums": sums_answer(sums)})
        return
    show_table(
        (each.code, each.awaited_on, shown_sum(each), TRANSFER_STATES[each.state], each.payer, each.id)
        for each in views
    )
    for state, (count, total) in sums.items():
        click.echo(f"{TRANSFER_STATES[state]}: {count} khoản, {money(total)}")


def _transfer(core: "Core", text: str) -> ReceiptId:
    """Read a transfer's id, or the code that stands in its purpose."""
    codes = codes_in(text)
    if codes:
        return core.transfer_queries.named(codes[0])
    return ReceiptId(read_id("KHOẢN CHUYỂN", text))


COMMANDS: tuple[click.Command, ...] = (bank,)
