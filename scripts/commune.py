"""A made-up commune: households, their people, and the monthly list of those whose cover ends.

Everything comes from a seed and from common syllables: nobody in it is a real person.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, groupby
from random import Random

from agent_app.domain.calendar import PartialDate, add_months
from agent_app.domain.due_list import AreaRow, DueRow, Scheme, Sex
from agent_app.domain.health_premium import HOUSEHOLD_GROUP, quote_household_member
from agent_app.domain.money import Dong
from agent_app.domain.names import hamlet_of
from agent_app.domain.pension_contribution import quote_pension
from agent_app.domain.rates import RateBook
from agent_app.runtime.rates import load_rates

AREA = "22999"
AGENT_CODE = "NVT068299001"
PLACE = "xã Suối Trúc, tỉnh Lâm Đồng"
TODAY = date(2026, 11, 21)
# The rows of the two files, counted from 1, on which the first person stands.
FIRST_AREA_ROW, FIRST_DUE_ROW = 2, 11


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_HAMLETS = ("Thôn Láng Tre", "Thôn Đồi Thông", "Thôn 3", "Khu phố Bến Đá", "Thôn Suối Cạn", "Thôn 6")
_FAMILY_NAMES = _words(
    "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Huỳnh Hoàng Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh"
)
_MIDDLE_NAMES = {
    Sex.MALE: _words("Văn Văn Văn Quốc Minh Hữu Đức Thanh Công Xuân"),
    Sex.FEMALE: _words("Thị Thị Thị Thu Ngọc Mỹ Kim Thanh Bích Hồng"),
}
_GIVEN_NAMES = {
    Sex.MALE: _words("An Bảo Cường Dũng Đạt Đức Hải Hiếu Hoà Hùng Khang Long Nam Phúc Quý Sơn Tâm Tuấn"),
    Sex.FEMALE: _words("Ánh Bình Chi Dung Hạnh Hiền Hoa Hương Lan Linh Loan Mai Nga Thảo Thuý Trang Yến"),
}
_PROVINCES = _words("068 068 060")
_FACILITIES = _words("68-001 68-012 68-015 68-034 68-058 60-036")
_MOBILES = _words("032 035 039 070 079 086 090 097 098")
_INCOMES = (1_500_000, 1_500_000, 1_500_000, 1_550_000, 2_000_000, 3_000_000, 5_000_000)

_NEAR_POOR, _MIDDLING = "CN", "GB"
# What people of a supported group pay of a first member's premium (NĐ 188/2025/NĐ-CP).
_OWN_TENTHS = {_NEAR_POOR: 3, _MIDDLING: 7}
_DAY = timedelta(days=1)
# After the spouse a parent may follow, if the head is not too old for it.
_PARENTS_PLACE, _PARENTS_CHILD = 2, 50
_SCHOOL_AGE, _ADULT, _PENSION_AGE, _ALLOWANCE_AGE = 6, 18, 56, 75


@dataclass(frozen=True, slots=True)
class Dwelling:
    """One household of the commune, by its number, its address and the hamlet in it."""

    household_no: str
    address: str
    hamlet: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune's register and its list of one month (``YYYY-MM``); the rows are those of the files."""

    area: str
    name: str
    agent_code: str
    month: str
    today: date
    households: tuple[Dwelling, ...]
    people: tuple[AreaRow, ...]
    due: tuple[DueRow, ...]


def make_commune(
    seed: int, households: int = 200, persons: int = 600, due: int = 150, today: date = TODAY
) -> Commune:
    """Make a commune whose list is for the month after ``today``; the same arguments make the same one."""
    random = Random(seed)
    dwellings = tuple(_dwellings(random, households))
    sizes = _sizes(random, households, persons)
    people = _People(random, today, _numbers(random, "60", 8, persons), _numbers(random, "", 6, persons))
    made = (people.of_household(dwelling, size) for dwelling, size in zip(dwellings, sizes, strict=True))
    register = tuple(
        replace(person, row=row) for row, person in enumerate(chain.from_iterable(made), FIRST_AREA_ROW)
    )
    rows = _DueRows(random, today, load_rates()).of(register, due)
    return Commune(
        AREA, PLACE, AGENT_CODE, f"{_next_month(today):%Y-%m}", today, dwellings, register, tuple(rows)
    )


def _chance(random: Random, share: float) -> bool:
    return random.random() < share


def _next_month(today: date) -> date:
    return add_months(today.replace(day=1), 1)


def _numbers(random: Random, head: str, digits: int, count: int) -> Iterator[str]:
    return (f"{head}{number:0{digits}d}" for number in random.sample(range(10**digits), count))


def _dwellings(random: Random, count: int) -> Iterator[Dwelling]:
    for number in _numbers(random, "", 10, count):
        hamlet = random.choice(_HAMLETS)
        house = f"Số {random.randint(1, 190)}, " if _chance(random, 0.6) else ""
        yield Dwelling(number, f"{house}{hamlet}, {PLACE}", hamlet)


def _sizes(random: Random, households: int, persons: int) -> list[int]:
    """Give each household one person, and the others to whichever comes."""
    if persons < households:
        raise ValueError("every household needs a person")
    more = Counter(random.choices(range(households), k=persons - households))
    return [1 + more[index] for index in range(households)]


@dataclass(slots=True)
class _People:
    """Makes the people of one household after another."""

    random: Random
    today: date
    insurance_nos: Iterator[str]
    citizen_tails: Iterator[str]

    def of_household(self, dwelling: Dwelling, size: int) -> Iterator[AreaRow]:
        head_sex = self.random.choice([*Sex])
        head_age = self.random.randint(26, 72)
        family = self.random.choice(_FAMILY_NAMES)
        group = self.random.choices((HOUSEHOLD_GROUP, _MIDDLING, _NEAR_POOR), (82, 10, 8))[0]
        phone = self._phone() if _chance(self.random, 0.8) else None
        yield self._person(dwelling, "chủ hộ", (family, head_sex, head_age), group, phone)
        for place in range(1, size):
            relation, kin = self._kin(place, family, head_sex, head_age)
            own_phone = self._phone() if kin[2] >= _ADULT and _chance(self.random, 0.4) else None
            yield self._person(dwelling, relation, kin, group, own_phone)

    def _kin(self, place: int, family: str, head_sex: Sex, head_age: int) -> tuple[str, tuple[str, Sex, int]]:
        """Choose a relation to the head, and a family name, sex and age that fit it."""
        sex = self.random.choice([*Sex])
        if place == 1:
            spouse = Sex.MALE if head_sex is Sex.FEMALE else Sex.FEMALE
            age = max(20, head_age + self.random.randint(-6, 6))
            return ("chồng" if spouse is Sex.MALE else "vợ"), (self._family(), spouse, age)
        if place == _PARENTS_PLACE and head_age <= _PARENTS_CHILD and _chance(self.random, 0.25):
            age = head_age + self.random.randint(20, 24)
            return ("bố", (family, Sex.MALE, age)) if sex is Sex.MALE else ("mẹ", (self._family(), sex, age))
        age = head_age - self.random.randint(20, 36)
        if age < 0 or (age > _ADULT and _chance(self.random, 0.2)):
            return "cháu", (family, sex, self.random.randint(0, 15))
        return "con", (family, sex, age)

    def _family(self) -> str:
        return self.random.choice(_FAMILY_NAMES)

    def _person(
        self, dwelling: Dwelling, relation: str, kin: tuple[str, Sex, int], group: str, phone: str | None
    ) -> AreaRow:
        family, sex, age = kin
        born = self.today - timedelta(days=age * 365 + age // 4 + self.random.randint(1, 364))
        year_only = age > _PENSION_AGE and _chance(self.random, 0.15)
        name = f"{family} {self.random.choice(_MIDDLE_NAMES[sex])} {self.random.choice(_GIVEN_NAMES[sex])}"
        return AreaRow(
            row=0,
            name=name,
            household_no=dwelling.household_no,
            insurance_no=next(self.insurance_nos),
            citizen_id=self._citizen_id(sex, born.year),
            birth=PartialDate(born.year) if year_only else PartialDate.of(born),
            sex=sex,
            address=dwelling.address,
            hamlet=dwelling.hamlet,
            phone=phone,
            relation=relation,
            group=_group_at(age, group),
            facility=self.random.choice(_FACILITIES),
        )

    def _citizen_id(self, sex: Sex, year: int) -> str:
        century = (year // 100 - 19) * 2 + (sex is Sex.FEMALE)
        return f"{self.random.choice(_PROVINCES)}{century}{year % 100:02d}{next(self.citizen_tails)}"

    def _phone(self) -> str:
        return f"{self.random.choice(_MOBILES)}{self.random.randrange(10**7):07d}"


def _group_at(age: int, group: str) -> str:
    """Children, pupils and the old are in groups of their own, whatever the household's is."""
    if age >= _ALLOWANCE_AGE:
        return "LH"
    if age >= _ADULT:
        return group
    return "HS" if age >= _SCHOOL_AGE else "TE"


@dataclass(frozen=True, slots=True)
class _DueRows:
    """Chooses whose cover ends, household by household, and prices it as an office's list does."""

    random: Random
    today: date
    rates: RateBook

    def of(self, register: tuple[AreaRow, ...], count: int) -> Iterator[DueRow]:
        households = [list(people) for _, people in groupby(register, key=lambda each: each.household_no)]
        self.random.shuffle(households)
        rows: list[DueRow] = []
        for people in households:
            rows += self._of_household(people)
        if len(rows) < count:
            raise ValueError("too few people for a list of this length")
        walk = {each.household_no: place for place, each in enumerate(register)}
        chosen = sorted(rows[:count], key=lambda row: (_hamlet_order(row), walk[row.household_no or ""]))
        return (replace(row, row=FIRST_DUE_ROW + index) for index, row in enumerate(chosen))

    def _of_household(self, people: list[AreaRow]) -> Iterator[DueRow]:
        months, end = self.random.choices((12, 6, 3), (6, 2, 2))[0], self._health_end()
        place = 0
        for person in people:
            if person.group in {HOUSEHOLD_GROUP, *_OWN_TENTHS} and _chance(self.random, 0.55):
                place += person.group == HOUSEHOLD_GROUP
                yield self._row(person, Scheme.HEALTH, months, end, self._premium(person, place, months))
            if self._may_pay_pension(person) and _chance(self.random, 0.18):
                yield self._pension(person)

    def _premium(self, person: AreaRow, place: int, months: int) -> Dong:
        tenths = _OWN_TENTHS.get(person.group or "")
        due = quote_household_member(place if tenths is None else 1, months, self.today, self.rates).due
        return due if tenths is None else Dong(due * tenths // 10)

    def _may_pay_pension(self, person: AreaRow) -> bool:
        age = self.today.year - person.birth.year if person.birth else 0
        return person.group == HOUSEHOLD_GROUP and _ADULT < age < _PENSION_AGE

    def _pension(self, person: AreaRow) -> DueRow:
        months = self.random.choices((1, 3, 6, 12), (3, 3, 2, 2))[0]
        income = Dong(self.random.choice(_INCOMES))
        end = add_months(_next_month(self.today), self.random.choice((0, 1))) - _DAY
        due = quote_pension(income, months, self.today, self.rates).due
        return self._row(person, Scheme.PENSION, months, end, due)

    def _health_end(self) -> date:
        """Choose the end of a month, or a day that every month has, so that months count back evenly."""
        coming = _next_month(self.today)
        late = self.today - timedelta(days=self.random.randint(1, 20))
        ends = (
            add_months(coming, 1) - _DAY,
            coming.replace(day=self.random.randint(1, 27)),
            coming - _DAY,
            late.replace(day=min(late.day, 27)),
        )
        return self.random.choices(ends, (60, 20, 12, 8))[0]

    def _row(self, person: AreaRow, scheme: Scheme, months: int, end: date, amount: Dong) -> DueRow:
        return DueRow(
            row=0,
            name=person.name,
            insurance_no=person.insurance_no,
            citizen_id=person.citizen_id,
            birth=person.birth,
            sex=person.sex,
            address=person.address,
            phone=person.phone,
            scheme=scheme,
            group=person.group if scheme is Scheme.HEALTH else None,
            covered_from=PartialDate.of(add_months(end + _DAY, -months)),
            covered_to=PartialDate.of(end),
            months=months,
            amount=amount,
            household_no=person.household_no,
            facility=person.facility,
            agent_code=AGENT_CODE,
        )


def _hamlet_order(row: DueRow) -> int:
    return _HAMLETS.index(hamlet_of(row.address or "") or "")
