"""Understanding one line of a monthly list: its values, what was mended in them, and what is doubtful."""

import re
import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import TypeVar, cast

from agent_app.domain.calendar import PartialDate
from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.due_list import Change, Correction, Doubt, DoubtKind, DueRow, Scheme, Sex
from agent_app.domain.errors import InputError
from agent_app.domain.identity import FacilityCode, HealthCardNo, HouseholdNo
from agent_app.domain.money import Dong
from agent_app.domain.names import clean, fold, look_alike_free, proper_case, unaccented
from agent_app.domain.phone import Phone
from agent_app.domain.written import SexCode, SexUnreadableError, read_sex
from agent_app.runtime.paths import resource
from agent_app.workbooks import cells
from agent_app.workbooks.captions import caption_key
from agent_app.workbooks.extraction import Cell
from agent_app.workbooks.layout import Line
from agent_app.workbooks.people import UnreadableLineError

T = TypeVar("T")

_DIGITS_10, _DIGITS_12 = re.compile(r"\d{10}"), re.compile(r"\d{12}")
_PHONE = re.compile(r"0[35789]\d{8}")
_OLD_CARD = 9
_SEVERAL = re.compile(r"[/;,\n|]|\s-\s|\s{2,}|\s(?=0\d{9})")
_DAY = r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})"
_PERIOD = re.compile(rf"\D*{_DAY}\s*(?:-|–|—|đến ngày|đến|den|tới|->|→|~)\s*{_DAY}\D*")
_AGENT = re.compile(r"[A-Za-z]{2,6}[-_.]?\d{3,}\w*|\d{3,}")
_GROUP = re.compile(r"([A-Z]{2})[1-5]?\b")
_PLACE = re.compile(r"(\d{2}\s*-?\s*[0-9A-Z]{3})(?:\s*[-–:.(]\s*\D.*|\s+\D.*)?")
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_POINT_ZERO = re.compile(r"(\d+)[.,]0+")
_MARKS = {"x", "v", "1", "co", "*", "✓", "✔", "true"}


@dataclass(slots=True)
class Notes:
    """What was mended and what is doubtful in one line."""

    corrections: list[Correction] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def mended(self, about: str, before: str, after: str, why: Change) -> None:
        """Note a cell that is kept otherwise than it stood."""
        self.corrections.append(Correction(about, before, after, why))

    def doubted(self, about: str, value: str, why: DoubtKind) -> None:
        """Note a value that somebody should look at."""
        self.doubts.append(Doubt(about, value, why))


@dataclass(slots=True)
class Reading:
    """How the lines of one sheet are read: what its columns as a whole tell, and what was read before.

    ``as_text`` says that the file cannot tell numbers from text; ``unit`` is what an amount's number
    counts, in đồng.
    """

    scheme: Scheme | None = None
    sex_code: SexCode | None = SexCode.OFFICE_LIST
    month_first: frozenset[str] = frozenset()
    whole_months: frozenset[str] = frozenset()
    unit: int = 1
    as_text: bool = False
    dates: dict[str, PartialDate] = field(default_factory=dict)
    known: dict[str, dict[Cell, object]] = field(default_factory=dict)
    last: dict[str, str | None] = field(default_factory=dict)

    def shared(self, about: str, told: str | None) -> str | None:
        """Keep what the lines of one household say alike only once."""
        if self.last.get(about) != told:
            self.last[about] = told
        return self.last.get(about)

    def once(self, about: str, cell: Cell, read: Callable[[Cell], T]) -> T:
        """Read a cell whose value comes again and again in its column."""
        seen = self.known.setdefault(about, {})
        if cell not in seen:
            seen[cell] = read(cell)
        return cast("T", seen[cell])


def due_row(line: Line, reading: Reading | None = None) -> DueRow:
    """Understand one person's line, or say what about it cannot be read."""
    reading = reading or Reading()
    notes = Notes()
    for column, before, after in line.converted:
        notes.mended(line.header.about(column), before, clean(after), Change.LETTERS)
    name = _name(line, notes)
    insurance_no, citizen_id = _identity(line, reading, notes)
    scheme, group = _scheme_and_group(line, reading, notes)
    birth, sex = _birth_and_sex(line, reading, notes)
    covered_from, covered_to = _cover(line, scheme, reading, notes)
    if birth and covered_to and birth.year > covered_to.year:
        notes.doubted("birth", birth.shown, DoubtKind.BORN_LATER)
    return DueRow(
        row=line.number,
        name=name,
        insurance_no=insurance_no,
        citizen_id=citizen_id,
        birth=birth,
        sex=sex,
        address=reading.shared("address", _address(line)),
        phone=reading.shared("phone", _phone(line, notes)),
        scheme=scheme,
        group=group,
        covered_from=covered_from,
        covered_to=covered_to,
        months=_months(line, reading, notes),
        amount=_amount(line, scheme, reading, notes),
        household_no=reading.shared("household_no", _household_no(line, reading)),
        facility=_facility(line, reading, notes),
        agent_code=_agent(line, reading),
        original=line.original_view,
        sheet=line.sheet,
        corrections=tuple(notes.corrections),
        doubts=tuple(notes.doubts),
    )


def _name(line: Line, notes: Notes) -> str:
    shown = cells.said(line.cell("name"))
    parts = [cells.said(line.cell("family_name")), cells.said(line.cell("given_name"))]
    if parts[1] and (parts[0] or not shown):
        shown = " ".join(filter(None, parts))
    proper = proper_case(shown)
    if not any(map(str.isalpha, proper)):
        raise UnreadableLineError("name", shown, line.caption("name"))
    if proper != shown:
        notes.mended("name", shown, proper, Change.CAPITALS)
    return proper


def _number(cell: Cell, width: int, lost: int, reading: Reading) -> tuple[str, bool]:
    """Read digits; a number, or digits in a file without numbers, gets back the zeros that it has lost."""
    if isinstance(cell, str) and reading.as_text:
        shown = cells.code(cell)
        if found := _POINT_ZERO.fullmatch(shown):
            shown = found[1]
        elif _EXPONENT.fullmatch(shown):
            shown = _without_exponent(shown)
        if shown.isdigit() and width - lost <= len(shown) < width:
            return shown.zfill(width), True
        return shown, False
    shown = cells.code(cell, width, lost)
    return shown, isinstance(cell, int | float) and shown.startswith("0") and len(shown) == width


def _without_exponent(shown: str) -> str:
    """Write 2.925735457E9 in digits, if it has kept them all."""
    mantissa, _, exponent = shown.upper().replace(",", ".").partition("E")
    digits = mantissa.replace(".", "")
    return digits.ljust(int(exponent) + 1, "0") if len(digits) == int(exponent) + 1 else shown


def _identity(line: Line, reading: Reading, notes: Notes) -> tuple[str | None, str | None]:
    """Ask for one good number at least; what else a line holds stays in its original cells."""
    insurance_no = _insurance_no(line, reading, notes)
    citizen_id = _citizen_id(line, reading, notes)
    if citizen_id is None and insurance_no is None and (moved := _citizen_id_in(line.cell("insurance_no"))):
        notes.doubts[:] = [each for each in notes.doubts if each.field != "insurance_no"]
        return None, moved
    if insurance_no is None and citizen_id is None:
        columns = [
            about for about in ("insurance_no", "citizen_id", "card_no") if cells.said(line.cell(about))
        ]
        given = " ".join(cells.text(line.cell(about)) for about in columns)
        about = columns[0] if columns else "insurance_no"
        raise UnreadableLineError("identity", given, line.caption(about) or line.caption("citizen_id"))
    return insurance_no, citizen_id


def _insurance_no(line: Line, reading: Reading, notes: Notes) -> str | None:
    cell = line.cell("insurance_no")
    if type(cell) is str and _DIGITS_10.fullmatch(cell) and cell.isascii():
        return cell
    for about in ("insurance_no", "card_no"):
        cell = line.cell(about)
        shown, repaired = _number(cell, 10, 3, reading)
        if not cells.said(cell):
            continue
        with suppress(InputError):
            card = HealthCardNo.parse(shown)
            found = card.insurance_no.value
            if len(card.value) > len(found) or about == "card_no":
                notes.mended("insurance_no", cells.text(cell), found, Change.CARD_NUMBER)
            elif repaired:
                notes.mended("insurance_no", cells.text(cell), found, Change.ZEROS)
            return found
        notes.doubted(about, cells.text(cell), DoubtKind.UNREADABLE)
    return None


def _citizen_id(line: Line, reading: Reading, notes: Notes) -> str | None:
    """Read the citizen id, doubtful or not; nine digits are an old card, not a number that lost zeros."""
    cell = line.cell("citizen_id")
    if type(cell) is str and _DIGITS_12.fullmatch(cell) and cell.isascii():
        return cell
    if not cells.said(cell):
        return None
    shown, repaired = _number(cell, 12, 2, reading)
    with suppress(InputError):
        found = CitizenId.listed(shown).value
        if repaired:
            notes.mended("citizen_id", cells.text(cell), found, Change.ZEROS)
        return found
    old = len(shown) == _OLD_CARD and shown.isdigit()
    notes.doubted("citizen_id", cells.text(cell), DoubtKind.OLD_CITIZEN_ID if old else DoubtKind.UNREADABLE)
    return None


def _citizen_id_in(cell: Cell) -> str | None:
    """Take the citizen id that offices write where the insurance number stood before."""
    with suppress(InputError):
        return CitizenId.listed(cells.code(cell, 12, 0)).value
    return None


def _scheme_and_group(line: Line, reading: Reading, notes: Notes) -> tuple[Scheme, str | None]:
    """Take the code TN on such a list for the scheme BHXH TN, not for the health group of that code."""
    cell = line.cell("group")
    group = reading.once("group", cell, _group)
    own, caption = line.cell("scheme"), line.caption("scheme")
    told = reading.once(f"scheme {caption}", own, partial(cells.scheme_under, caption))
    told = told or reading.once("", cell, cells.scheme)
    if told is None and group is None and cells.said(own) and not (line.scheme or reading.scheme):
        notes.doubted("scheme", cells.text(own), DoubtKind.UNREADABLE)
    told = told or line.scheme or (reading.scheme if line.cell("scheme") is None else None)
    paid_only = cells.said(line.cell("paid_to")) != "" and not cells.said(line.cell("to"))
    scheme = told or reading.scheme or (Scheme.PENSION if paid_only and group is None else Scheme.HEALTH)
    shown = cells.text(cell)
    if group is not None and group != shown.upper():
        alike = look_alike_free(shown).upper() == group
        notes.mended("group", shown, group, Change.LOOK_ALIKES if alike else Change.WORDS)
    return scheme, group


def _group(cell: Cell) -> str | None:
    """Read an object code, or the words for one; a scheme's name is none."""
    shown = cells.code(cell).upper()
    if not shown or cells.said(cell) == "":
        return None
    if words := _group_words().get(caption_key(cells.text(cell))):
        return words
    plain = unaccented(cells.text(cell)).upper()
    found = _GROUP.match(plain)
    if (
        found
        and cells.scheme(found[1]) is None
        and (len(plain) == len(found[0]) or not plain[len(found[0])].isalnum())
    ):
        return found[1]
    return shown if cells.scheme(cell) is None else None


@cache
def _group_words() -> Mapping[str, str]:
    table = tomllib.loads(resource("workbooks/group_words.toml").read_text(encoding="utf-8"))
    return {caption_key(words): code for code, some in table.items() for words in some}


def _birth_and_sex(line: Line, reading: Reading, notes: Notes) -> tuple[PartialDate | None, Sex | None]:
    birth = _date(line, "birth", reading, notes)
    sex = _sex(line, reading)
    if sex is None and cells.said(line.cell("sex")):
        notes.doubted("sex", cells.text(line.cell("sex")), DoubtKind.UNREADABLE)
    for about, meant in (("birth_male", Sex.MALE), ("birth_female", Sex.FEMALE)):
        if birth is None and (found := _date(line, about, reading, notes)):
            birth, sex = found, sex or meant
    if birth is None:
        birth = _birth_of_parts(line)
    if birth is not None and birth.month and fold(cells.text(line.cell("year_only"))) in _MARKS:
        birth = PartialDate(birth.year)
    return birth, sex


def _birth_of_parts(line: Line) -> PartialDate | None:
    year, month, day = (cells.said(line.cell(f"birth_{part}")) for part in ("year", "month", "day"))
    if not year:
        return None
    try:
        return cells.partial_date("/".join(filter(None, (day and month and day, month, year))))
    except ValueError as error:
        raise UnreadableLineError("date", f"{day}/{month}/{year}", line.caption("birth_year")) from error


def _sex(line: Line, reading: Reading) -> Sex | None:
    for about, meant in (("male", Sex.MALE), ("female", Sex.FEMALE)):
        if fold(cells.text(line.cell(about))) in _MARKS:
            return meant
    shown = reading.once("sex", line.cell("sex"), _sex_word)
    if reading.sex_code is SexCode.IMPORT_SHEET:
        return read_sex(shown, SexCode.IMPORT_SHEET) if shown in {"", "x"} else None
    if "female" in line.header.columns and "sex" not in line.header.columns:
        return Sex.MALE
    if not shown:
        return None
    for code in (SexCode.WORDS, reading.sex_code):
        with suppress(SexUnreadableError):
            if code is not None:
                return read_sex(shown, code)
    return None


def _sex_word(cell: Cell) -> str:
    return caption_key(cells.text(cell))


def _cover(
    line: Line, scheme: Scheme, reading: Reading, notes: Notes
) -> tuple[PartialDate | None, PartialDate | None]:
    """Read both ends of the cover; the end from whichever of two columns is the scheme's, else the other."""
    begin = _date(line, "from", reading, notes)
    cell = line.cell("to")
    if type(cell) is str and len(cell) > 15 and (period := _PERIOD.fullmatch(clean(cell))):  # noqa: PLR2004
        begin, card = (
            begin or _read_date(line, "to", period[1], reading),
            _read_date(line, "to", period[2], reading),
        )
    else:
        card = _date(line, "to", reading, notes)
    paid = _date(line, "paid_to", reading, notes)
    end = (card or paid) if scheme is Scheme.HEALTH else (paid or card)
    if begin and end and end.last_day < date(begin.year, begin.month or 1, begin.day or 1):
        notes.doubted("to", end.shown, DoubtKind.ENDS_BEFORE_START)
    return begin, end


def _date(line: Line, about: str, reading: Reading, notes: Notes) -> PartialDate | None:
    cell = line.cell(about)
    if cell is None:
        return None
    if type(cell) is str and cell in reading.dates and about not in reading.month_first:
        return reading.dates[cell]
    found = _read_date(line, about, cell, reading)
    if about in reading.whole_months and isinstance(cell, date) and cell.day == 1:
        month = PartialDate(cell.year, cell.month)
        notes.mended(about, cells.text(cell), month.shown, Change.WHOLE_MONTH)
        return month
    if found is not None and about in reading.month_first and not isinstance(cell, date):
        notes.mended(about, cells.text(cell), found.shown, Change.DATE_ORDER)
    elif found is not None and type(cell) is not date and cells.is_serial(cell):
        notes.mended(about, cells.text(cell), found.shown, Change.SERIAL_DATE)
    return found


def _read_date(line: Line, about: str, cell: Cell, reading: Reading) -> PartialDate | None:
    month_first = about in reading.month_first
    try:
        found = cells.partial_date(cell, month_first=month_first)
    except ValueError as error:
        raise UnreadableLineError("date", cells.text(cell), line.caption(about)) from error
    if found is not None and type(cell) is str and not month_first and not cells.is_serial(cell):
        reading.dates[cell] = found
    return found


def _address(line: Line) -> str | None:
    """Read the address, else put it together of its parts, else take the hamlet that the group names."""
    shown = cells.said(line.cell("address"))
    columns = line.header.columns
    if shown and ("," in shown or not {"hamlet", "commune"} & columns.keys()):
        return shown
    parts = [shown] + [
        part
        for about in ("hamlet", "commune", "district", "province")
        if about in columns and (part := cells.said(line.cell(about)))
    ]
    joined = [part for at, part in enumerate(parts) if part and fold(part) not in fold(", ".join(parts[:at]))]
    if shown and len(joined) == 1:
        return shown
    return ", ".join(joined) or (line.place if "address" not in columns else None)


def _phone(line: Line, notes: Notes) -> str | None:
    """Read the first of a cell's phone numbers; a line is not refused for a bad one."""
    cell = line.cell("phone")
    if type(cell) is str and _PHONE.fullmatch(cell) and cell.isascii():
        return cell
    shown = cells.said(cell)
    if not shown or shown == "0":
        return None
    if isinstance(cell, int | float):
        shown = cells.code(cell, 10, 1)
    found: list[str] = []
    for part in (shown, *_SEVERAL.split(shown)):
        with suppress(InputError):
            number = Phone.parse(part).value
            if number not in found:
                found.append(number)
    if not found:
        notes.doubted("phone", cells.text(cell), DoubtKind.UNREADABLE)
        return None
    if len(found) > 1:
        notes.doubted("phone", cells.text(cell), DoubtKind.SEVERAL_PHONES)
    if (len(found) == 1 and re.sub(r"\D", "", shown) != found[0]) or isinstance(cell, int | float):
        notes.mended("phone", cells.text(cell), found[0], Change.PHONE_FORM)
    return found[0]


def _months(line: Line, reading: Reading, notes: Notes) -> int | None:
    cell = line.cell("months")
    found = reading.once("months", cell, cells.months)
    if found is None and cells.said(cell) not in {"", "0"}:
        notes.doubted("months", cells.text(cell), DoubtKind.UNREADABLE)
    return found


def _amount(line: Line, scheme: Scheme, reading: Reading, notes: Notes) -> Dong | None:
    """Read the money, from the scheme's own column where there are two."""
    own = "pension_amount" if scheme is Scheme.PENSION else "amount"
    about = own if cells.said(line.cell(own)) else "amount"
    cell = line.cell(about)
    try:
        found = cells.amount(cell, reading.unit)
    except ValueError as error:
        raise UnreadableLineError("amount", cells.text(cell), line.caption(about)) from error
    if found is not None and reading.unit > 1:
        notes.mended("amount", cells.text(cell), str(found), Change.UNIT)
    return found


def _household_no(line: Line, reading: Reading) -> str | None:
    cell = line.cell("household_no")
    if type(cell) is str and _DIGITS_10.fullmatch(cell) and cell.isascii():
        return cell
    if not cells.said(cell):
        return line.household_no if "household_no" not in line.header.columns else None
    shown, _ = _number(cell, 10, 9 if isinstance(cell, int | float) else 3, reading)
    with suppress(InputError):
        return HouseholdNo.parse(shown).value
    return shown or None


def _facility(line: Line, reading: Reading, notes: Notes) -> str | None:
    """Read the code of the place of treatment, if it is one."""
    cell = line.cell("facility")
    if cell is None:
        return None
    found = reading.once("facility", cell, partial(_facility_code, reading))
    if found is None and cells.said(cell):
        notes.doubted("facility", cells.text(cell), DoubtKind.UNREADABLE)
    return found


def _facility_code(reading: Reading, cell: Cell) -> str | None:
    shown, _ = _number(cell, 5, 1, reading)
    with suppress(InputError):
        return FacilityCode.parse(shown).value
    found = _PLACE.fullmatch(cells.text(cell).upper())
    with suppress(InputError):
        return FacilityCode.parse(found[1]).value if found else None
    return None


def _agent(line: Line, reading: Reading) -> str | None:
    return reading.once("agent_code", line.cell("agent_code"), _agent_code) or line.collector


def _agent_code(cell: Cell) -> str | None:
    """Take the code, also where a name stands beside it."""
    shown = cells.said(cell)
    if " " not in shown:
        return cells.code(cell) if shown else None
    squeezed = cells.code(cell)
    if _AGENT.fullmatch(squeezed):
        return squeezed
    codes = _AGENT.findall(shown)
    return codes[0] if codes else shown
