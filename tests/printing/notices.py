"""Notices as the use case makes them, for made-up households."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from agent_app.domain.calendar import PartialDate
from agent_app.domain.due_list import Scheme
from agent_app.domain.household import Person, PersonId
from agent_app.domain.household_status import StatusRecord
from agent_app.domain.known_covers import CoverSource, KnownCover
from agent_app.domain.money import Dong
from agent_app.domain.office_setting import OfficeAccount, OfficeSettings
from agent_app.domain.payment_qr import transfer_to
from agent_app.domain.purpose_code import purpose_code
from agent_app.services.notice_lines import Key, ListedLine, Notice, NoticeHome, NoticeSender
from agent_app.services.notice_pricing import NoticePricing
from tests.builders import TODAY, a_household, a_person, rates
from tests.printing.builders import LONG_ADDRESS, LONG_NAME, an_enrolment

ACCOUNT = OfficeAccount("970436", "0011223344", "BHXH cơ sở Tánh Linh")
PHONE = "0912 345 678"
ADDRESS = "Số 7, Thôn Láng Gòn, xã Tân Minh, tỉnh Lâm Đồng"

_GROWN = PartialDate(1980, 3, 5)


@dataclass(frozen=True)
class Due:
    """One member, what ends when, and of which group the list says they are."""

    name: str
    ends: date | None = date(2026, 11, 29)
    group: str | None = "GD"
    birth: PartialDate | None = _GROWN
    pension_ends: date | None = None
    pension: tuple[int | None, int | None] = (12, 3_168_000)
    health: bool = True


@dataclass
class Home:
    """A household in the making."""

    due: Sequence[Due] = (Due("Lê Quốc Dũng"), Due("Ngô Thị Trang", date(2026, 11, 11)))
    address: str = ADDRESS
    places: dict[PersonId, int] = field(default_factory=dict)
    statuses: tuple[StatusRecord, ...] = ()
    number: int = 1

    def read(self) -> NoticeHome:
        """Return it as the read side does."""
        people, listed = list[Person](), dict[Key, ListedLine]()
        household = replace(a_household(self.number), address=self.address)
        for at, each in enumerate(self.due, 1):
            person = replace(a_person(at, each.name, household=household), birth=each.birth)
            people.append(person)
            if each.health:
                line = ListedLine(each.group, 12, Dong(1), each.ends, True, True, at)  # noqa: FBT003
                listed[person.id, Scheme.HEALTH] = line
            if each.pension_ends is not None:
                months, amount = each.pension
                money = None if amount is None else Dong(amount)
                line = ListedLine(None, months, money, each.pension_ends, True, True, at)  # noqa: FBT003
                listed[person.id, Scheme.PENSION] = line
        covers = {
            key: (KnownCover(None, line.due_on, CoverSource.LISTED),)
            for key, line in listed.items()
            if line.due_on
        }
        head = self.due[0].name
        return NoticeHome(household, head, tuple(people), listed, covers, self.places, self.statuses)

    def notice(self, on: date = TODAY, account: OfficeAccount | None = ACCOUNT, nth: int = 1) -> Notice:
        """Return its notice."""
        home = self.read()
        lines = NoticePricing(OfficeSettings(), rates(), on).lines(home)
        amount = Dong(sum(each.usual.due for each in lines if each.usual))
        code = purpose_code(home.household.id)
        transfer = (
            transfer_to(account.bank_bin, account.account, amount, code) if account and amount else None
        )
        return Notice(home.household, home.head, on, lines, amount, transfer, nth)


def a_sender(account: OfficeAccount | None = ACCOUNT, phone: str = PHONE) -> NoticeSender:
    return NoticeSender(an_enrolment(), phone, account, rates())


ORDINARY = Home()
EVERY_STATE = Home(
    (
        Due("Phạm Văn Út", TODAY, "GB", PartialDate(1948, 1, 1)),
        Due("Trần Thị Ẩn", date(2026, 7, 1), "GB", pension_ends=date(2026, 11, 30)),
        Due("Phạm Thị Hường", None, "HN"),
        Due("Phạm Văn Kiệt", birth=PartialDate(2001), health=False, pension_ends=date(2026, 3, 31)),
    )
)
WORST = Home(
    (
        *(
            Due(f"{LONG_NAME[:58]} {at}", date(2026, 12, 1), pension_ends=date(2026, 11, 30))
            for at in range(1, 8)
        ),
        Due("<b>& " + unicodedata.normalize("NFD", "Đặng Thị Ế Ổ"), date(2026, 12, 1)),
    ),
    LONG_ADDRESS,
)
