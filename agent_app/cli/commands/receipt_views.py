"""Looking at receipts that were issued: one, many, and whether they are what was signed and logged."""

import click

from agent_app.cli.answers import show_json
from agent_app.cli.commands.money import receipt, show
from agent_app.cli.pending import show_pending
from agent_app.cli.receipt_answers import list_answer, say_arithmetic, say_list
from agent_app.cli.session import EXIT_ENVIRONMENT, Session, pass_session
from agent_app.cli.values import ValueUnreadableError, read_choice, read_id, read_optional_date
from agent_app.domain.receipt import PaymentMethod, ReceiptId, ReceiptState
from agent_app.runtime.finding_words import finding_sentence
from agent_app.services.failures import ReceiptUnknownError
from agent_app.services.lines import ReceiptFilter


@receipt.command("show")
@click.argument("receipt_id")
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def show_receipt(session: Session, receipt_id: str, as_json: bool) -> None:  # noqa: FBT001
    """Xem một biên lai, cách tính lúc lập, và việc cơ quan BHXH đã nhận hay chưa."""
    wanted = _looked_for(receipt_id)
    with session.core() as core:
        if show_pending(core, wanted, as_json=as_json):
            return
        view = core.queries.receipt(wanted)
    show(view, as_json=as_json)
    if not as_json:
        say_arithmetic(view.receipt.lines)


@receipt.command("list")
@click.option("--from", "since", help="Từ ngày lập, như 2026-11-01.")
@click.option("--to", "until", help="Đến hết ngày lập.")
@click.option("--state", help="Chỉ một trạng thái: " + " | ".join(ReceiptState))
@click.option("--method", help="Chỉ một hình thức nộp: " + " | ".join(PaymentMethod))
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def list_receipts(  # noqa: PLR0917
    session: Session,
    since: str | None,
    until: str | None,
    state: str | None,
    method: str | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Các biên lai đã lập, mới nhất trước."""
    wanted = ReceiptFilter(
        read_optional_date("--from", since),
        read_optional_date("--to", until),
        read_choice("--state", state, ReceiptState) if state else None,
        read_choice("--method", method, PaymentMethod) if method else None,
    )
    with session.core() as core:
        views = core.receipt_queries.listed(wanted)
    if as_json:
        show_json([list_answer(each) for each in views])
    else:
        say_list(views)


_AMISS = (
    "Có {count} điểm cần xem lại; sổ giữ nguyên. Hãy làm theo từng điểm ở trên, giữ các liên giấy, và báo "
    "cơ quan BHXH kèm tệp của: agent-app support-bundle --out ho-tro.zip"
)


@receipt.command("verify")
@click.argument("receipt_id", required=False)
@click.option(
    "--all", "every", is_flag=True, help="Mọi biên lai, cùng thứ tự của nhật ký và số của các quyển."
)
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@pass_session
def verify_receipts(
    session: Session,
    receipt_id: str | None,
    every: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Đối chiếu biên lai với chữ ký, nhật ký và nhật ký tiền; không cần mạng."""
    if (receipt_id is None) is not every:
        raise ValueUnreadableError("ID", receipt_id or "", "ID | --all")
    wanted = None if receipt_id is None else _looked_for(receipt_id)
    with session.core() as core:
        found = core.verifier.verify(wanted)
    findings = [
        {"code": each.code, "about": each.about, "text": finding_sentence(each.code, each.about)}
        for each in found.findings
    ]
    if as_json:
        show_json({"ok": not findings, "receipts": found.receipts, "findings": findings})
    else:
        for each in findings:
            click.echo(each["text"])
        whole = f"{found.receipts} biên lai khớp chữ ký, nhật ký và nhật ký tiền."
        click.echo(_AMISS.format(count=len(findings)) if findings else whole)
    if findings:
        click.get_current_context().exit(EXIT_ENVIRONMENT)


def _looked_for(text: str) -> ReceiptId:
    """Read the id of a receipt that is only looked at; what is no id names none."""
    try:
        return ReceiptId(read_id("ID", text))
    except ValueUnreadableError as error:
        raise ReceiptUnknownError(text) from error


COMMANDS: tuple[click.Command, ...] = ()
