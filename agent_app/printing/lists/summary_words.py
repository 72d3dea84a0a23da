"""What stands on the summary of a day or a week; its sums are those of the screens and commands."""

from collections.abc import Iterator, Mapping

from agent_app.domain.calendar import VIETNAM, shown_date
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.domain.receipt import PaymentMethod
from agent_app.domain.transfer import TransferState
from agent_app.domain.visit import Outcome
from agent_app.printing.lists.parts import (
    book_of,
    centred,
    maker_head,
    money,
    number_of,
    period_words,
    signatures,
    title,
)
from agent_app.printing.sheets.model import (
    Block,
    Column,
    Gap,
    Group,
    Row,
    Sheet,
    Side,
    Table,
    Together,
    Words,
)
from agent_app.runtime.book_messages import FATE_WORDS
from agent_app.runtime.evening_words import EVENING_WORDS, batch_title
from agent_app.runtime.held_words import OUTCOME_WORDS
from agent_app.runtime.transfer_messages import TRANSFER_STATES
from agent_app.services.day_paper_lines import Activity, Standings, Summary
from agent_app.services.evening_lines import MoneyStates, Sum

_SIZE = 10.5
_NOTHING = Sum(0, Dong(0))
_SCHEME_NAMES = {Scheme.HEALTH: "BHYT", Scheme.PENSION: "BHXH tự nguyện"}
_WEEK = 7


def summary_sheet(told: Summary, mark: str = "") -> Sheet:
    """Write out what a period came to, and where money is now."""
    days = (told.period.end - told.period.start).days + 1
    name = {1: "TỔNG KẾT NGÀY", _WEEK: "TỔNG KẾT TUẦN"}.get(days, "TỔNG KẾT")
    parts: list[tuple[str, Block]] = [
        ("Đến nhà", _visits(told.activity)),
        ("Đã thu (biên lai không hủy)", _taken(told.activity)),
        *([("Từng ngày", _days(told.activity))] if days > 1 else []),
        ("Số hủy, hỏng, mất", _void(told)),
        ("Nộp tiền, đợt kê khai", _handed(told)),
        ("Tiền đang ở đâu (lúc in)", _states(told.now)),
        ("Chờ gửi cơ quan BHXH (lúc in)", _waiting(told.now)),
    ]
    return Sheet(
        name.capitalize(),
        (
            maker_head(told.maker, (Words(f"Nhân viên thu: {told.maker.name}", Side.RIGHT),)),
            title(name),
            centred(period_words(told.period, "Tháng {month} năm {year}", "Từ ngày {start} đến ngày {end}")),
            *(part for number, each in enumerate(parts, 1) for part in _headed(number, *each)),
            signatures(("NGƯỜI LẬP", "NGƯỜI NHẬN"), (told.maker.name,)),
        ),
        size=_SIZE,
        mark=mark,
    )


def _headed(number: int, heading: str, block: Block) -> tuple[Block, ...]:
    above = (Gap(3), Words(f"{number}. {heading}", strong=True), Gap(1))
    if isinstance(block, Words):
        return (Together((*above, block)),)
    return (Together(above, leads=True), block)


def _table(columns: tuple[Column, ...], rows: Iterator[Row]) -> Table:
    return Table(columns, tuple(Group((row,)) for row in rows))


def _visits(activity: Activity) -> Words:
    if not activity.visits:
        return Words("Chưa ghi lần đến nào.")
    people = sum(activity.outcomes.values())
    told = [
        f"{OUTCOME_WORDS[each.value]}: {activity.outcomes[each]}"
        for each in Outcome
        if each in activity.outcomes
    ]
    head = f"{activity.visits} lần đến, {activity.households} hộ, {people} người. "
    return Words(head + "; ".join(told) + ".")


def _taken(activity: Activity) -> Table:
    columns = (
        Column("Loại", 40),
        Column("Lượt", 14, Side.CENTRE, over="Tiền mặt"),
        Column("Số tiền", 32, Side.RIGHT, over="Tiền mặt"),
        Column("Lượt", 14, Side.CENTRE, over="Chuyển khoản"),
        Column("Số tiền", 32, Side.RIGHT, over="Chuyển khoản"),
        Column("Lượt", 14, Side.CENTRE, over="Cộng"),
        Column("Số tiền", 34, Side.RIGHT, over="Cộng"),
    )
    return _table(columns, _taken_rows(activity))


def _taken_rows(activity: Activity) -> Iterator[Row]:
    for scheme in Scheme:
        sums = [activity.schemes.get((scheme, method), _NOTHING) for method in PaymentMethod]
        yield Row((_SCHEME_NAMES[scheme], *_pairs(sums)))
    sums = [_added(activity.schemes, method) for method in PaymentMethod]
    yield Row(("Cộng", *_pairs(sums)), strong=True)
    receipts = [activity.methods.get(method, _NOTHING) for method in PaymentMethod]
    yield Row(("Số biên lai", *_pairs(receipts)), strong=True)


def _added(schemes: Mapping[tuple[Scheme, PaymentMethod], Sum], method: PaymentMethod) -> Sum:
    found = [schemes.get((scheme, method), _NOTHING) for scheme in Scheme]
    return Sum(sum(each.count for each in found), Dong(sum(each.total for each in found)))


def _pairs(sums: list[Sum]) -> Iterator[str]:
    for each in sums:
        yield str(each.count)
        yield money(each.total)
    yield str(sum(each.count for each in sums))
    yield money(sum(each.total for each in sums))


def _days(activity: Activity) -> Block:
    if not activity.days:
        return Words("Không có ngày nào ghi việc.")
    columns = (
        Column("Ngày", 26, Side.CENTRE),
        Column("Lần đến", 20, Side.CENTRE),
        Column("Biên lai", 18, Side.CENTRE, over="Tiền mặt"),
        Column("Số tiền", 34, Side.RIGHT, over="Tiền mặt"),
        Column("Biên lai", 18, Side.CENTRE, over="Chuyển khoản"),
        Column("Số tiền", 34, Side.RIGHT, over="Chuyển khoản"),
    )
    rows = (
        Row((shown_date(each.on), str(each.visits), *list(_pairs([each.cash, each.transfers]))[:4]))
        for each in activity.days
    )
    return _table(columns, rows)


def _void(told: Summary) -> Block:
    if not told.cancelled and not told.passed:
        return Words("Không có.")
    columns = (
        Column("Quyển số", 24, Side.CENTRE),
        Column("Số", 34, Side.CENTRE),
        Column("Ngày", 24, Side.CENTRE),
        Column("Vì sao", 68),
        Column("Số tiền", 30, Side.RIGHT),
    )
    return _table(columns, _void_rows(told))


def _void_rows(told: Summary) -> Iterator[Row]:
    for each in told.cancelled:
        made = each.cancellation
        day = shown_date(made.on) if made else ""
        why = f"Hủy: {made.reason} (duyệt: {made.approver})" if made else ""
        yield Row((book_of(each), number_of(each), day, why, money(each.receipt.total)))
    for passed in told.passed:
        why = f"{FATE_WORDS[passed.fate].capitalize()}: {passed.reason}"
        yield Row((passed.book, passed.shown_numbers.replace("-", " – "), shown_date(passed.on), why, ""))


def _handed(told: Summary) -> Block:
    if not told.remittances and not told.batches:
        return Words("Không có.")
    columns = (
        Column("Việc", 70),
        Column("Ngày", 24, Side.CENTRE),
        Column("Biên lai", 20, Side.CENTRE),
        Column("Số tiền", 32, Side.RIGHT),
        Column("Ghi chú", 34),
    )
    return _table(columns, _handed_rows(told))


def _handed_rows(told: Summary) -> Iterator[Row]:
    for each in told.remittances:
        name = f"Nộp tiền mặt, {EVENING_WORDS[each.method]}, giấy số {each.slip}"
        note = f"kê kèm chuyển khoản {money(each.transfers)}" if each.transfer_receipts else ""
        day = shown_date(each.remitted_on)
        yield Row((name, day, str(each.cash_receipts), money(each.amount), note))
    for batch in told.batches:
        state = EVENING_WORDS[batch.state].capitalize()
        day = shown_date(batch.moved_on)
        title_words = f"{batch_title(batch.month, batch.number)}: kê khai"
        yield Row((title_words, day, str(batch.receipts), money(batch.total), state))


def _states(now: Standings) -> Table:
    columns = (Column("Tiền", 110), Column("Số", 20, Side.CENTRE), Column("Số tiền", 50, Side.RIGHT))
    rows = [Row((words, str(found.count), money(found.total))) for words, found in _named(now.states)]
    rows.append(Row(("Biên lai không hủy", *_one(now.states.valid)), strong=True))
    rows += [
        Row((f"Chuyển khoản: {TRANSFER_STATES[state]}", *_one(Sum(*now.transfers.get(state, (0, Dong(0)))))))
        for state in TransferState
    ]
    rows.append(Row(("Tiền về chưa ghép với khoản nào", *_one(now.credits))))
    rows.append(Row(("Lệch khi chốt phong bì", "", money(now.states.differences))))
    held = now.held
    oldest = f", cũ nhất từ ngày {shown_date(held.oldest_on)}" if held.oldest_on else ""
    rows.append(Row((f"Tiền mặt chưa nộp{oldest}", str(held.receipts), money(held.amount)), strong=True))
    return _table(columns, iter(rows))


def _one(found: Sum) -> tuple[str, str]:
    return str(found.count), money(found.total)


def _named(states: MoneyStates) -> Iterator[tuple[str, Sum]]:
    yield "Tiền mặt đang giữ, ngoài phong bì", states.in_hand
    yield "Phong bì đang đếm", states.counting
    yield "Phong bì đã chốt, chưa nộp", states.in_envelopes
    yield "Tiền mặt đã nộp", states.remitted_cash
    yield "Chuyển khoản đã về, đã lập biên lai, chưa kê", states.transfers_unlisted
    yield "Chuyển khoản đã về, đã kê khi nộp", states.transfers_listed
    yield "Biên lai đã hủy", states.cancelled
    yield "Đề nghị cơ quan BHXH hoàn tiền", states.refunds


def _waiting(now: Standings) -> Words:
    sync = now.sync
    if not sync.waiting_operations:
        return Words("Không còn gì chờ gửi.")
    oldest = ""
    if sync.oldest_waiting is not None:
        oldest = f", cũ nhất từ ngày {shown_date(sync.oldest_waiting.astimezone(VIETNAM).date())}"
    held = f" Cần xem lại: {len(sync.held)} việc." if sync.held else ""
    return Words(
        f"{sync.waiting_receipts} biên lai, {money(sync.waiting_money)} đồng "
        f"({sync.waiting_operations} việc){oldest}.{held}"
    )
