"""Due notices as messages: one that says all, for Zalo, and one as short as a text message has to be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import ceil

from agent_app.domain.calendar import shown_date
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import grouped
from agent_app.domain.names import clean, unaccented
from agent_app.printing.notice_wording import notice_wording
from agent_app.printing.notice_words import agent_words, ends_in_words, notice_words
from agent_app.services.notice_lines import (
    Notice,
    NoticeLine,
    NoticeSender,
    NoticeSpelling,
    NoticeText,
    Unpriced,
)

ONE_MESSAGE, TWO_MESSAGES = 160, 306
"""How many letters without marks one message holds, and two joined ones."""

SHORT: Mapping[Scheme, str] = {Scheme.HEALTH: "BHYT", Scheme.PENSION: "BHXH"}
_JOINED = 153
_MARKED_ONE, _MARKED_JOINED = 70, 67
_TAKES_TWO = frozenset("[]{}\\^~|")


def notice_text(notice: Notice, sender: NoticeSender, spelling: NoticeSpelling) -> NoticeText:
    """Write a notice as messages; whatever it holds, no number of anybody's is in it but the account's."""
    written = unaccented if spelling is NoticeSpelling.PLAIN else clean
    long = "\n".join(written(line) for line in _long(notice, sender))
    short = _shortest([written(line) for line in _short(notice, sender)])
    return NoticeText(notice.household.id, long, short, message_count(short), notice.nth)


def unpriced_text(told: Unpriced) -> str:
    """Say who is told no price and why, in the words of the notice."""
    where = ", ".join(filter(None, (f"Hộ {told.home}", told.household.full_address)))
    return f"{where}: {told.person.name}, {SHORT[told.scheme]}: {notice_wording().failure(told.error.code)}"


def message_count(text: str) -> int:
    """Count the messages that a phone sends a text as; one letter with marks makes all of them shorter."""
    plain = text.isascii()
    length = sum(2 if letter in _TAKES_TWO else 1 for letter in text) if plain else len(text)
    one, joined = (ONE_MESSAGE, _JOINED) if plain else (_MARKED_ONE, _MARKED_JOINED)
    return 1 if length <= one else ceil(length / joined)


def _long(notice: Notice, sender: NoticeSender) -> Iterator[str]:
    words = notice_words(notice, sender)
    yield f"{words.title} (ngày {shown_date(notice.on)})"
    yield f"Hộ {notice.name}, {words.address}" if words.address else f"Hộ {notice.name}"
    for member in words.members:
        for due in member.due:
            yield f"- {member.name}: {due.ends}."
            prices = due.price or _priced(words.months, due.cells)
            yield from (f"  {text}." for text in (prices, due.note.removesuffix(".")) if text)
            yield from (f"  {label}: {_priced(words.months, cells)}." for label, cells in due.others)
    if words.total:
        yield f"{words.total[0]}: {_priced(words.months, words.total[1:])}."
    yield from words.sentences
    yield from words.pay
    yield " · ".join(agent_words(sender, ""))
    yield words.data


def _priced(months: Sequence[str], cells: Sequence[str]) -> str:
    return ", ".join(f"{span} {price} đ" for span, price in zip(months, cells, strict=False))


def _short(notice: Notice, sender: NoticeSender) -> Iterator[str]:
    """Say it in fewer and fewer words: with whole names, with given names, with a count alone."""
    lines, home = notice.lines, f"Hộ {notice.name}: "
    settled = {each.person.id for each in lines if each.usual}
    to_ask = {each.person.id for each in lines if not each.usual}
    amount = _amount(notice, len(settled), len(to_ask))
    who = " ".join(filter(None, (sender.enrolment.agent_name, sender.phone)))
    call = f" Liên hệ {who}."
    counted = settled or to_ask
    ends = [each.ends_on for each in lines if each.ends_on and each.person.id in counted]
    soonest = f", sớm nhất {shown_date(min(ends))}" if ends else ""
    count = f"{len(counted)} người đến hạn đóng BHYT, BHXH{soonest}."
    yield f"{home}{'; '.join(_ending(each, each.person.name, notice.on) for each in lines)}.{amount}{call}"
    yield f"{home}{'; '.join(_ending(each, _given(each), notice.on) for each in lines)}.{amount}{call}"
    yield f"{home}{count}{amount}{call}"
    yield f"{count}{amount}{call}"


def _amount(notice: Notice, settled: int, to_ask: int) -> str:
    """Say how much is to be paid and of how many, where others have to be asked first."""
    if not notice.amount:
        return " Cần hỏi thêm trước khi thu."
    if not to_ask:
        return f" Tiền đóng: {grouped(notice.amount)} đ."
    return f" Tiền đóng của {settled} người: {grouped(notice.amount)} đ; {to_ask} người cần hỏi thêm."


def _ending(line: NoticeLine, name: str, on: date) -> str:
    ends = ends_in_words(line.ends_on, on) if line.ends_on else "đến hạn"
    return f"{name} {SHORT[line.scheme]} {ends}"


def _given(line: NoticeLine) -> str:
    return line.person.name.split(" ")[-1]


def _shortest(texts: Sequence[str]) -> str:
    """Take the fullest that one message holds, else the fullest that two do."""
    fitting = (text for limit in (ONE_MESSAGE, TWO_MESSAGES) for text in texts if len(text) <= limit)
    return next(fitting, texts[-1][:TWO_MESSAGES])
