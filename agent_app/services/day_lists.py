"""Gathers whom to visit on a day, with what each would pay by the day's rates."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import InputError, RuleError
from agent_app.domain.household import HouseholdId, Person, PersonId, is_head
from agent_app.domain.money import Dong
from agent_app.domain.phone import InvalidPhoneError, Phone
from agent_app.domain.rates import RateBook
from agent_app.domain.visit import closes
from agent_app.services.day_lines import DoorFilter, DoorLine
from agent_app.services.day_paper_lines import DayList, DoorDue, DoorEntry, Maker
from agent_app.services.day_paper_orders import DayListOrder
from agent_app.services.lines import DueFilter, DueLine
from agent_app.services.notice_lines import NoticeHome
from agent_app.services.notice_pricing import HomeReads
from agent_app.services.payments import USUAL_MONTHS, PaymentRequest
from agent_app.services.ports import NoticeQueries, OpenUnit, Queries, Report
from agent_app.services.quotes import price

_AT_ONCE = 50
_TAIL = 4
_Prices = dict[tuple[PersonId, Scheme], tuple[int, Dong]]


@dataclass(frozen=True, slots=True)
class DayListGatherer:
    """Reads a day's doors and prices them; nothing is written, so nobody has to wait."""

    open_unit: OpenUnit
    queries: Queries
    notices: NoticeQueries
    rates: RateBook

    def gather(self, order: DayListOrder, on: date, maker: Maker, report: Report) -> DayList:
        """Return the list of a day; each household that is priced is reported."""
        agent = self.queries.agent_code()
        doors = self.queries.doors(DoorFilter(on, order.hamlet, order.planned, agent))
        dues = self._dues({each.household_id for each in doors}, agent)
        with self.open_unit() as unit:
            settled = unit.office.settings()
        entries: list[DoorEntry] = []
        for at in range(0, len(doors), _AT_ONCE):
            report(at, len(doors))
            some = doors[at : at + _AT_ONCE]
            homes = {
                each.household.id: each
                for each in self.notices.homes([each.household_id for each in some], on.year, None)
            }
            for door in some:
                lines, home = dues[door.household_id], homes.get(door.household_id)
                priced = {} if home is None else _prices(HomeReads(home, settled), lines, on, self.rates)
                entries.append(_entry(door, lines, home, priced, phones=order.phones))
        report(len(doors), len(doors))
        return DayList(on, order.hamlet, order.planned, maker, tuple(entries))

    def _dues(self, homes: set[HouseholdId], agent: str | None) -> defaultdict[HouseholdId, list[DueLine]]:
        """Find the lines that nobody has answered, neither by a receipt nor at the door."""
        found = defaultdict[HouseholdId, list[DueLine]](list)
        month = next(iter(self.queries.due_months()), None)
        if month is None or not homes:
            return found
        for line in self.queries.due_lines(DueFilter(month=month, unanswered=True, agent=agent)):
            if line.household_id in homes and not _is_closed(line, month):
                found[line.household_id].append(line)
        return found


def _entry(
    door: DoorLine, lines: Sequence[DueLine], home: NoticeHome | None, priced: _Prices, *, phones: bool
) -> DoorEntry:
    people = () if home is None else home.people
    tails = {each.id: (each.insurance_no or "")[-_TAIL:] for each in people}
    phone = _phone(people) or next((each.phone for each in lines if each.phone), None) or ""
    return DoorEntry(
        door,
        phone if phones else _masked(phone),
        tuple(_due(each, tails.get(each.person_id, ""), priced) for each in lines),
    )


def _phone(people: Sequence[Person]) -> str | None:
    """Choose the number to call: that of the head, or of whoever has one."""
    known = [each for each in people if each.phone]
    head = (each for each in known if is_head(each.relation))
    found = next(head, None) or next(iter(known), None)
    return found.phone if found else None


def _prices(reads: HomeReads, lines: Sequence[DueLine], on: date, rates: RateBook) -> _Prices:
    """Price each scheme of a household; what the rules refuse has no price here."""
    found: _Prices = {}
    for scheme in Scheme:
        wishes = list(_wishes(each for each in lines if each.scheme is scheme))
        if not wishes:
            continue
        try:
            priced = price(reads, reads.home.household.id, wishes, on, rates)
        except (RuleError, InputError):
            continue
        for made in priced.lines:
            found[made.subject.person_id, scheme] = made.months, made.quote.due
    return found


def _is_closed(line: DueLine, month: str) -> bool:
    if line.outcome is None or line.visited_on is None:
        return False
    return closes(line.outcome, line.visited_on, month)


def _wishes(lines: Iterator[DueLine]) -> Iterator[PaymentRequest]:
    """Ask for what each has paid last, else for the commonest number of months."""
    seen = set[PersonId]()
    for line in lines:
        if line.person_id not in seen:
            seen.add(line.person_id)
            yield PaymentRequest(line.person_id, line.scheme, line.months or USUAL_MONTHS)


def _due(line: DueLine, tail: str, priced: _Prices) -> DoorDue:
    months, due = priced.get((line.person_id, line.scheme), (line.months, line.amount))
    listed = (line.person_id, line.scheme) not in priced and due is not None
    return DoorDue(line.name, tail, line.scheme, months, line.due_on, due, listed)


def _masked(phone: str) -> str:
    try:
        return Phone.parse(phone).masked() if phone else ""
    except InvalidPhoneError:
        return "…" + phone[-3:]
