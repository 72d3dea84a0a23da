"""What stands on the statement of a remittance: envelopes, receipts, and the sum in figures and words."""

from collections.abc import Iterator, Mapping, Sequence

from agent_app.domain.calendar import shown_date
from agent_app.domain.due_list import Scheme
from agent_app.domain.envelope import Envelope
from agent_app.domain.money import Dong
from agent_app.domain.receipt import ReceiptId
from agent_app.domain.remittance import Remittance
from agent_app.domain.spelling import dong_in_words
from agent_app.printing.forms.c45bb_words import written_day
from agent_app.printing.lists.parts import (
    book_of,
    centred,
    due_of,
    ending,
    maker_head,
    money,
    number_of,
    paid_for,
    signatures,
    title,
)
from agent_app.printing.sheets.model import (
    Block,
    Column,
    Gap,
    Row,
    Sheet,
    Side,
    Table,
    Together,
    Words,
)
from agent_app.runtime.evening_words import EVENING_WORDS
from agent_app.services.day_paper_lines import RemittanceStatement
from agent_app.services.lines import ReceiptView

_RECEIPTS = (
    Column("STT", 9, Side.CENTRE),
    Column("Quyển số", 18, Side.CENTRE, over="Biên lai"),
    Column("Số", 17, Side.CENTRE, over="Biên lai"),
    Column("Ngày", 20, Side.CENTRE, over="Biên lai"),
    Column("Người nộp", 44),
    Column("Nội dung thu", 86),
    Column("BHXH", 25, Side.RIGHT, over="Số tiền (đồng)"),
    Column("BHYT", 25, Side.RIGHT, over="Số tiền (đồng)"),
    Column("Cộng", 27, Side.RIGHT, over="Số tiền (đồng)"),
)
_ENVELOPES = (
    Column("STT", 9, Side.CENTRE),
    Column("Phong bì mở ngày", 30, Side.CENTRE),
    Column("Chốt ngày", 30, Side.CENTRE),
    Column("Số biên lai", 24, Side.CENTRE),
    Column("Theo biên lai", 32, Side.RIGHT),
    Column("Đếm được", 32, Side.RIGHT),
    Column("Ghi chú", 114),
)
_SIZE = 10.5
_SUMS = 3


def remittance_sheet(told: RemittanceStatement, mark: str = "") -> Sheet:
    """Write the statement out: cash by its envelopes and receipts, then transfers that had come."""
    made = told.remittance
    blocks: list[Block] = [
        maker_head(told.maker, (Words(f"Nhân viên thu: {told.maker.name}", Side.RIGHT), _card(told))),
        title("BẢNG KÊ NỘP TIỀN"),
        centred(written_day(made.remitted_on)),
        centred(f"Cách nộp: {EVENING_WORDS[made.method]} · Số giấy nộp tiền (giao dịch): {made.slip}"),
        Gap(2),
    ]
    if told.envelopes:
        blocks += [_heading("I. Phong bì tiền mặt"), _envelopes(told.envelopes), Gap(3)]
    amounts = {each.receipt_id: each.amount for each in (*made.cash, *made.transfers)}
    blocks += [_heading("II. Biên lai thu tiền mặt"), _receipts(told.cash, amounts)]
    if told.transfers:
        heading = "III. Biên lai chuyển khoản (tiền đã vào tài khoản cơ quan BHXH, kê kèm)"
        blocks += [Gap(3), _heading(heading), _receipts(told.transfers, amounts)]
    blocks.append(_closing(told))
    return Sheet("Bảng kê nộp tiền", tuple(blocks), size=_SIZE, landscape=True, mark=mark)


def _heading(text: str) -> Together:
    return Together((Words(text, strong=True), Gap(1)), leads=True)


def _card(told: RemittanceStatement) -> Words:
    card = told.maker.office.agent_card_no
    return Words(f"Thẻ nhân viên thu số {card}" if card else "", Side.RIGHT)


def _envelopes(envelopes: Sequence[Envelope]) -> Table:
    rows = [_envelope(number, each) for number, each in enumerate(envelopes, 1)]
    expected = Dong(sum(each.expected for each in envelopes))
    content = Dong(sum(each.content for each in envelopes))
    count = sum(not receipt.void for each in envelopes for receipt in each.receipts)
    total = Row(("Cộng", str(count), money(expected), money(content), ""), strong=True, spans=3)
    return Table(_ENVELOPES, ending((*rows, total)))


def _envelope(number: int, envelope: Envelope) -> Row:
    counted = envelope.counted
    return Row(
        (
            str(number),
            shown_date(envelope.opened_on),
            shown_date(counted.closed_on) if counted else "",
            str(sum(not each.void for each in envelope.receipts)),
            money(envelope.expected),
            money(envelope.content),
            counted.note if counted else "",
        )
    )


def _receipts(views: Sequence[ReceiptView], amounts: Mapping[ReceiptId, Dong]) -> Table:
    return Table(_RECEIPTS, ending(list(_rows(views, amounts))))


def _rows(views: Sequence[ReceiptView], amounts: Mapping[ReceiptId, Dong]) -> Iterator[Row]:
    for number, view in enumerate(views, 1):
        made = view.receipt
        yield Row(
            (
                str(number),
                book_of(view),
                number_of(view),
                shown_date(made.issued_on),
                made.payer,
                paid_for(made),
                money(due_of(made, Scheme.PENSION)),
                money(due_of(made, Scheme.HEALTH)),
                money(amounts[made.id]),
            )
        )
    sums = (
        sum(due_of(view.receipt, Scheme.PENSION) for view in views),
        sum(due_of(view.receipt, Scheme.HEALTH) for view in views),
        sum(amounts[view.receipt.id] for view in views),
    )
    yield Row(
        (f"Cộng {len(views)} biên lai", *(money(each) for each in sums)),
        strong=True,
        spans=len(_RECEIPTS) - _SUMS,
    )


def _closing(told: RemittanceStatement) -> Together:
    made = told.remittance
    said = [
        Words(f"Số tiền nộp: {money(made.amount)} đồng", strong=True),
        Words(f"(Viết bằng chữ: {dong_in_words(made.amount)})"),
        *_differences(made),
    ]
    if made.transfers:
        said.append(
            Words(f"Chuyển khoản kê kèm: {money(made.transfer_total)} đồng, không nằm trong số tiền nộp.")
        )
    named = signatures(("NGƯỜI NỘP TIỀN", "THỦ QUỸ / NGÂN HÀNG", "CƠ QUAN BHXH"), (told.maker.name,))
    return Together((Gap(3), *said, *named.parts))


def _differences(made: Remittance) -> Iterator[Words]:
    if made.counted != made.cash_total:
        yield Words(
            f"Trong phong bì {money(made.counted)} đồng, theo biên lai {money(made.cash_total)} đồng, "
            f"lệch {money(made.counted - made.cash_total)} đồng."
        )
    if made.amount != made.counted:
        yield Words(f"Đã nộp lệch {money(made.amount - made.counted)} đồng so với phong bì.")
    if made.note:
        yield Words(f"Ghi chú: {made.note}")
