"""What stands on a due notice, word for word, before anything is set in type."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from agent_app.domain.calendar import shown_date
from agent_app.domain.continuity import co_payment_limit
from agent_app.domain.due_list import Scheme
from agent_app.domain.household_quote import PremiumForm
from agent_app.domain.money import grouped
from agent_app.domain.payment_qr import Transfer
from agent_app.domain.pension_contribution import coming_bounds
from agent_app.domain.pension_renewal import PensionMove, PensionTurn
from agent_app.domain.rates import Figure, RateBook
from agent_app.printing.notice_wording import notice_wording
from agent_app.runtime.explanations import percent, shown_figure
from agent_app.runtime.figure_names import figure_name
from agent_app.services.notice_lines import Notice, NoticeLine, NoticePrice, NoticeSender

SCHEMES: Mapping[Scheme, str] = {Scheme.HEALTH: "BHYT", Scheme.PENSION: "BHXH tự nguyện"}
_TAIL = 4
_WRITE_IN = "." * 24
Row = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DueWords:
    """What one member is told of one scheme.

    ``cells`` are the prices below the numbers of months, ``price`` is one that says its months itself;
    ``others`` are in no sum, with what they are: those of the other form, or of whoever is asked first.
    """

    ends: str
    late: bool
    cells: tuple[str, ...] = ()
    price: str = ""
    note: str = ""
    others: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberWords:
    """One member: the name, the last figures of the number, and what is due."""

    name: str
    number: str
    due: tuple[DueWords, ...]


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """Every text of a notice; ``payload`` is what its code says, ``total`` what all pay together."""

    office: str
    title: str
    household: str
    address: str
    months: tuple[str, ...]
    members: tuple[MemberWords, ...]
    total: tuple[str, ...]
    sentences: tuple[str, ...]
    pay: tuple[str, ...]
    payload: str | None
    agent: tuple[str, ...]
    data: str
    made: str


def notice_words(notice: Notice, sender: NoticeSender) -> NoticeWords:
    """Fill in a household's notice."""
    months = _months(notice)
    made = f"Lập ngày {shown_date(notice.on)}"
    return NoticeWords(
        office=" · ".join(filter(None, (sender.enrolment.office.office_name, _organisation(sender)))),
        title=_title(notice),
        household=notice.name.upper(),
        address=notice.household.full_address,
        months=tuple(f"{each} tháng" for each in months),
        members=tuple(_members(notice, months)),
        total=_total(notice, months),
        sentences=sentences(notice, sender.rates),
        pay=tuple(_pay(notice, sender)),
        payload=notice.transfer.payload if notice.transfer else None,
        agent=agent_words(sender),
        data=_said("data", notice.on, {}) or "",
        made=made if notice.nth == 1 else f"{made} · In lại lần {notice.nth - 1}",
    )


def ends_in_words(end: date, on: date) -> str:
    """Say when a cover ends as people say it: còn 8 ngày, hết hạn hôm nay, hết hạn 10 ngày."""
    days = (end - on).days
    if days == 0:
        return "hết hạn hôm nay"
    return f"còn {days} ngày" if days > 0 else f"hết hạn {-days} ngày"


def due_in_words(line: NoticeLine, on: date) -> str:
    """Say what ends and when, and for BHXH until when the next payment goes on."""
    end = line.ends_on
    if line.scheme is Scheme.HEALTH:
        if end is None:
            return "Thẻ BHYT: chưa rõ ngày hết hạn"
        until = f"đến {shown_date(end)}" if end >= on else f"hạn {shown_date(end)}"
        return f"Thẻ BHYT {ends_in_words(end, on)} ({until})"
    if end is None:
        return "BHXH tự nguyện: chưa rõ đã đóng đến tháng nào"
    return f"BHXH tự nguyện đóng đến {end:%m/%Y}, {ends_in_words(end, on)}{_turn(line.turn)}"


def _turn(turn: PensionTurn | None) -> str:
    if turn is None or turn.move is PensionMove.NEW:
        return ""
    if turn.move is PensionMove.RESUMED:
        return f"; quá hạn đóng tiếp, đóng lại từ {turn.first_month:%m/%Y}"
    return f"; đóng tiếp chậm nhất {shown_date(turn.deadline)}" if turn.deadline else ""


def price_words(price: NoticePrice) -> str:
    """Say what some months cost."""
    return f"{price.months} tháng: {grouped(price.due)} đ"


def terms_in_words(line: NoticeLine) -> str:
    """Say in which form the prices are: a place in the household, or a group."""
    if line.form is PremiumForm.GROUP and line.group:
        return f"Theo {notice_wording().group(line.group)}, đã trừ hỗ trợ"
    return f"Người thứ {line.place} trong hộ" if line.place else ""


def agent_words(sender: NoticeSender, blank: str = _WRITE_IN) -> tuple[str, ...]:
    """Name the agent, by the agent's card and nobody's number; a phone that is not known is ``blank``."""
    office = sender.enrolment.office
    card = f"Thẻ nhân viên thu số {office.agent_card_no}" if office.agent_card_no else ""
    who = f"Nhân viên thu: {sender.enrolment.agent_name}"
    phone = sender.phone or blank
    return tuple(filter(None, (who, f"Điện thoại: {phone}" if phone else "", card)))


def account_words(transfer: Transfer, holder: str) -> str:
    """Name the account that a transfer goes to."""
    bank = transfer.bank or f"ngân hàng {transfer.bank_bin}"
    return f"{bank} {transfer.account}, {holder}"


def sentences(notice: Notice, rates: RateBook) -> tuple[str, ...]:
    """Return the sentences of the day that this household is concerned by."""
    schemes = {each.scheme for each in notice.lines}
    wanted = {
        "gap": Scheme.HEALTH in schemes,
        "five_years": Scheme.HEALTH in schemes,
        "order": sum(each.form is PremiumForm.HOUSEHOLD for each in notice.lines) > 1,
        "choice": any(each.prices and each.other and not each.other.unproven for each in notice.lines),
        "proof": any(each.other and each.other.unproven for each in notice.lines),
        "social_pension": any(each.to_ask for each in notice.lines),
        "pension": Scheme.PENSION in schemes,
    }
    names = tuple(name for name, concerned in wanted.items() if concerned)
    return _sentences(names, frozenset(schemes), notice.on, rates)


@lru_cache(maxsize=256)
def _sentences(
    names: tuple[str, ...], schemes: frozenset[Scheme], on: date, rates: RateBook
) -> tuple[str, ...]:
    """Fill in the sentences of one day; a batch asks for the same few over and over."""
    facts = _facts(on, rates)
    said = [_said(name, on, facts) for name in names]
    coming = _coming(schemes, on, rates)
    return tuple(
        filter(None, (*said, *coming, *(_said(each, on, facts) for each in ("price_day", "prepare"))))
    )


def _said(name: str, on: date, facts: Mapping[str, str]) -> str | None:
    found = notice_wording().sentence(name, on)
    return found.said(facts) if found else None


def _facts(on: date, rates: RateBook) -> dict[str, str]:
    shares = sorted(rates.beginning("health.order_share.", on), key=lambda each: each.name)[1:]
    return {
        "on": shown_date(on),
        "year": str(on.year),
        "gap_days": shown_figure(rates.at("health.gap_days", on)),
        "waiting_days": shown_figure(rates.at("health.waiting_days", on)),
        "co_payment_limit": f"{grouped(co_payment_limit(on, rates))} đ",
        "order_shares": ", ".join(percent(each.value) for each in shares),
    }


def _coming(schemes: frozenset[Scheme], on: date, rates: RateBook) -> Iterator[str | None]:
    """Warn of a figure that is about to change, of those that the household pays by."""
    concerned = {"base_salary": Scheme.HEALTH, "poverty_line.rural": Scheme.PENSION}
    for each in coming_bounds(on, rates):
        if concerned.get(each.name) in schemes:
            yield _said("announced" if each in rates.announced else "coming", on, _figure_facts(each))


def _figure_facts(figure: Figure) -> dict[str, str]:
    return {
        "since": shown_date(figure.since),
        "what": figure_name(figure.name),
        "value": shown_figure(figure),
    }


def _title(notice: Notice) -> str:
    schemes = [SCHEMES[scheme] for scheme in Scheme if any(each.scheme is scheme for each in notice.lines)]
    return f"Thông báo đến hạn đóng {', '.join(schemes)}".upper()


def _organisation(sender: NoticeSender) -> str:
    return sender.enrolment.office.organisation


def _months(notice: Notice) -> tuple[int, ...]:
    """Return the columns: every number of months that BHYT has a price for."""
    health = (each for each in notice.lines if each.scheme is Scheme.HEALTH)
    prices = (
        price for each in health for price in (*each.prices, *(each.other.prices if each.other else ()))
    )
    return tuple(sorted({each.months for each in prices}))


def _members(notice: Notice, months: Sequence[int]) -> Iterator[MemberWords]:
    people = dict.fromkeys(each.person.id for each in notice.lines)
    for who in people:
        own = [each for each in notice.lines if each.person.id == who]
        number = own[0].person.insurance_no
        yield MemberWords(
            own[0].person.name,
            f"Mã số BHXH …{number[-_TAIL:]}" if number else "",
            tuple(_due(each, months, notice.on) for each in own),
        )


def _due(line: NoticeLine, months: Sequence[int], on: date) -> DueWords:
    health = line.scheme is Scheme.HEALTH
    return DueWords(
        due_in_words(line, on),
        line.ends_on is not None and line.ends_on <= on,
        _columns(line.prices, months) if health and line.prices and not line.apart else (),
        "" if health else ", ".join(map(price_words, line.prices)),
        _note(line),
        tuple(_others(line, months)),
    )


def _columns(prices: Iterable[NoticePrice], months: Sequence[int]) -> tuple[str, ...]:
    by_months = {each.months: grouped(each.due) for each in prices}
    return tuple(by_months.get(each, "–") for each in months)


def _note(line: NoticeLine) -> str:
    """Say under the prices in which form they are, from when the card holds, or why there are none."""
    if line.failure is not None:
        return notice_wording().failure(line.failure.code)
    asked = _question(line)
    if line.scheme is Scheme.PENSION:
        return asked
    starts = f"đóng ngay thì thẻ có giá trị từ {shown_date(line.starts_on)}" if line.starts_on else ""
    waits = f" (chờ {line.waiting} ngày)" if starts and line.waiting else ""
    return "; ".join(filter(None, (asked or terms_in_words(line), f"{starts}{waits}")))


def _question(line: NoticeLine) -> str:
    """Say what is asked before money is taken; nothing of whose price is settled."""
    if line.usual is not None:
        return ""
    unproven = line.other is not None and line.other.unproven
    kind = "listed" if line.as_listed else "social_pension" if line.to_ask else "proof" if unproven else ""
    return notice_wording().questions[kind]


def _others(line: NoticeLine, months: Sequence[int]) -> Iterator[Row]:
    if line.apart and line.prices:
        terms = terms_in_words(line)
        yield f"Nếu thu: {terms[:1].lower()}{terms[1:]}", _columns(line.prices, months)
    other = line.other
    if other is None:
        return
    if other.form is PremiumForm.HOUSEHOLD:
        words = f"Nếu đóng theo hộ gia đình (người thứ {other.place})"
    else:
        words = f"Nếu đóng theo {notice_wording().group(other.group or '')}"
        words = f"{words}, khi có quyết định" if other.unproven else words
    yield words, _columns(other.prices, months)


def _total(notice: Notice, months: Sequence[int]) -> tuple[str, ...]:
    """Add up BHYT of all whose price is settled, and name whom the sum leaves out."""
    health = [each for each in notice.lines if each.scheme is Scheme.HEALTH]
    told = [each for each in health if each.usual]
    left_out = [each.person.name for each in health if not each.usual]
    if not told or len(health) == 1:
        return ()
    without = f", chưa gồm {', '.join(left_out)}" if left_out else ""
    sums = (sum(price.due for each in told for price in each.prices if price.months == n) for n in months)
    return (f"Cộng {len(told)} người{without}", *map(grouped, sums))


def _pay(notice: Notice, sender: NoticeSender) -> Iterator[str]:
    """Say how to pay: by the office's own account where it has named one, else in cash."""
    transfer, on = notice.transfer, notice.on
    if transfer is None or sender.account is None:
        yield _said("cash", on, {}) or ""
    else:
        yield f"Chuyển khoản {grouped(notice.amount)} đ: {_counted(notice)}"
        yield account_words(transfer, sender.account.holder)
        yield f"Nội dung: {transfer.purpose}"
        yield _said("transfer", on, {}) or ""
    yield _said("receipt", on, {}) or ""


def _counted(notice: Notice) -> str:
    """Say what the amount of the code is for, and what it leaves out."""
    told = [(each.scheme, each.usual) for each in notice.lines if each.usual]
    parts = []
    for scheme in Scheme:
        usual = [price for kind, price in told if kind is scheme]
        spans = sorted({each.months for each in usual})
        if usual:
            months = ", ".join(map(str, spans))
            parts.append(f"{SCHEMES[scheme]} {months} tháng của {len(usual)} người")
    left_out = [
        f"{SCHEMES[scheme]} của {', '.join(names)}"
        for scheme in Scheme
        if (names := [each.person.name for each in notice.lines if each.scheme is scheme and not each.usual])
    ]
    without = f"; chưa gồm {' và '.join(left_out)}" if left_out else ""
    return " và ".join(parts) + without
