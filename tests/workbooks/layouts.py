"""Random layouts of the monthly list, each with the truth of what a right reading finds."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from agent_app.workbooks.extraction import Cell
from tests.domain.test_legacy_text import tcvn3_written, vni_written
from tests.workbooks.other_formats import table_as_text, write_ods, write_xls, write_xlsb
from tests.workbooks.practice import (
    CAPTIONS,
    EXTRA,
    Person,
    Truth,
    person,
    shown_amount,
    shown_code,
    shown_day,
    shown_phone,
)
from tests.workbooks.sheets import write_xlsx

Row = list[Cell]
Column = Callable[[Person], Cell]

AGENTS = ("NVT060085001", "NVT060085002", "NVT060085007")
TITLES = (
    "Tháng {m} năm 2026",
    "Kỳ: {m}/2026",
    "THÁNG {m}/2026",
    "(Kỳ tháng {m} năm 2026)",
    "Danh sách tháng {m}-2026",
)
SIGNED = "Lâm Đồng, ngày 05 tháng 11 năm 2026"


@dataclass(slots=True)
class Written:
    """A file, and the truth of it; rejected rows by sheet and row."""

    path: Path
    accepted: list[Truth] = field(default_factory=list)
    rejected: list[tuple[str, int, str]] = field(default_factory=list)
    duplicates: int = 0
    month: str | None = "2026-12"
    described: str = ""


@dataclass(slots=True)
class Styles:
    """How this file writes each kind of value; every choice is the office's habit."""

    code: str
    citizen: str
    birth: str
    day: str
    amount: str
    phone: str
    letters: str
    sex: str
    kind: str
    months: str


def write_layout(folder: Path, seed: int) -> Written:
    """Write a list in a layout that the seed decides."""
    chance = random.Random(seed)  # noqa: S311
    styles = _styles(chance)
    plan = _Plan(chance, styles)
    sheets = plan.sheets()
    if styles.sex == "mark" and not any("X" in row for rows in sheets.values() for row in rows):
        plan.accepted = [told | {"sex": None} if "sex" in told else told for told in plan.accepted]
    written = Written(folder / f"list-{seed}", plan.accepted, plan.rejected, plan.duplicates)
    if not plan.titled:
        written.month = max((str(told["to"])[:7] for told in plan.accepted), default=None)
    written.described = f"seed {seed}: {styles} {plan.described}"
    _save(written, sheets, styles, chance)
    return written


def _styles(chance: random.Random) -> Styles:
    kind = chance.choice(["xlsx", "xlsx", "xlsx", "xls", "ods", "xlsb", "csv", "csv"])
    letters = chance.choice(["nfc", "nfc", "nfc", "nfd", "nbsp", "upper", "tcvn3", "vni"])
    numbers = ["number"] if kind != "csv" else []
    return Styles(
        code=chance.choice(["text", "text", "apostrophe", "spaced", "invisible", *numbers]),
        citizen=chance.choice(["text", "text", "apostrophe", *numbers]),
        birth=chance.choice(
            ["text", "short", "dashes", "date", "serial", "dots", "iso", "time", "american", "spread"]
        ),
        day=chance.choice(["text", "short", "date", "serial", "iso", "dashes", "time", "digits"]),
        amount=chance.choice(
            ["number", "whole", "dots", "commas", "spaces", "words", "hard", "cents", "digits"]
        ),
        phone=chance.choice(["text", "country", "bare", "dots", "two", "apostrophe", *numbers]),
        letters=letters,
        sex=chance.choice(["words", "words", "capitals", "office", "vnpt", "mark"]),
        kind=kind,
        months=chance.choice(["number", "words", "text"]),
    )


class _Plan:
    """Lays out one file: which columns, in which order, under which captions, on how many sheets."""

    def __init__(self, chance: random.Random, styles: Styles) -> None:
        self.chance, self.styles = chance, styles
        self.accepted: list[Truth] = []
        self.rejected: list[tuple[str, int, str]] = []
        self.duplicates = 0
        self.by_sheet = chance.random() < 0.2 and styles.kind != "csv"
        self.by_group = chance.random() < 0.25
        self.header = chance.choice(["one", "one", "two", "three"]) if styles.kind != "csv" else "one"
        self.fields = self._fields()
        self.captions = {about: chance.choice(CAPTIONS[about]) for about in CAPTIONS}
        self.titled = chance.random() < 0.8 or styles.kind == "csv"
        self.described = f"{self.header} {self.fields} {self.by_sheet=} {self.by_group=}"

    def sheets(self) -> dict[str, list[Row]]:
        schemes = {"BHYT": "BHYT", "BHXH TN": "BHXH TN"} if self.by_sheet else {"D08a": None}
        out: dict[str, list[Row]] = {}
        if self.styles.kind != "csv" and self.chance.random() < 0.2:
            out["Bìa"] = [["BẢO HIỂM XÃ HỘI TỈNH LÂM ĐỒNG"], [], ["DANH SÁCH ĐẾN HẠN"], [SIGNED]]
        for name, scheme in schemes.items():
            out[name] = self._sheet(name, scheme)
        return out

    def _fields(self) -> list[str]:
        chance = self.chance
        always = ["name", "insurance_no", "to", "amount"]
        often = [
            "citizen_id",
            "birth",
            "sex",
            "address",
            "phone",
            "from",
            "months",
            "household_no",
            "facility",
        ]
        fields = always + [about for about in often if chance.random() < 0.75]
        if not self.by_group:
            fields.append("agent_code")
        fields.append("group")
        if not self.by_sheet:
            fields.append("scheme")
        if self.styles.sex in {"vnpt", "mark"} and "sex" in fields and "citizen_id" not in fields:
            fields.append("citizen_id")
        fields += chance.sample(EXTRA, chance.randrange(4))
        chance.shuffle(fields)
        return ["ordinal_", *fields] if chance.random() < 0.9 else fields

    def _sheet(self, name: str, scheme: str | None) -> list[Row]:
        chance = self.chance
        rows: list[Row] = []
        if self.titled:
            rows += [["BẢO HIỂM XÃ HỘI TỈNH LÂM ĐỒNG", None, None, "Mẫu D08a-TS"], []]
            rows.append([None, "DANH SÁCH NGƯỜI THAM GIA ĐẾN HẠN PHẢI ĐÓNG BHXH TỰ NGUYỆN, BHYT"])
            rows += [[None, chance.choice(TITLES).format(m=12)], *([[]] * chance.randrange(3))]
        rows += self._header()
        if chance.random() < 0.4:
            rows.append([chr(65 + at) if at < 2 else float(at - 1) for at in range(len(self.fields))])
        self._people(rows, name, scheme)
        if chance.random() < 0.6:
            rows += [[], [SIGNED], [None, "NGƯỜI LẬP", None, None, "GIÁM ĐỐC"], [None, "(Ký, ghi rõ họ tên)"]]
        return rows

    def _header(self) -> list[Row]:
        captions = [self._caption(about) for about in self.fields]
        if self.header == "one":
            return [list(captions)]
        above: Row = [*captions]
        below: Row = [None] * len(captions)
        for about, caption in (("from", "Từ ngày"), ("to", "Đến ngày")):
            if about in self.fields:
                below[self.fields.index(about)] = caption
        ends = [at for at, caption in enumerate(below) if caption]
        for place, at in enumerate(ends):
            above[at] = None if place and ends[place - 1] == at - 1 else "Hạn sử dụng"
        if self.header == "two" or len(ends) < 2:
            return [above, below]
        top: Row = [None if at in ends else caption for at, caption in enumerate(above)]
        top[ends[0]] = "Thẻ BHYT"
        middle: Row = [above[at] if at in ends else None for at in range(len(captions))]
        return [top, middle, below] if ends[1] == ends[0] + 1 else [above, below]

    def _caption(self, about: str) -> str:
        caption = self.captions.get(about, about)
        if self.styles.letters in {"tcvn3", "vni"} or self.styles.kind == "csv":
            caption = caption.replace("Х", "X")  # noqa: RUF001 (no old font has Cyrillic letters)
        if self.styles.letters in {"tcvn3", "vni"} or caption.isascii():
            return caption
        change = self.chance.randrange(6)
        if change == 0:
            return caption.upper()
        if change == 1:
            return caption.replace(" ", "\n", 1)
        if change == 2:
            return unicodedata.normalize("NFD", caption)
        return caption + ":" if change == 3 else caption

    def _people(self, rows: list[Row], sheet: str, scheme: str | None) -> None:
        chance = self.chance
        groups = AGENTS if self.by_group else (None,)
        number = 0
        for agent in groups:
            if agent:
                rows.append([f"Nhân viên thu: {agent}"])
            for _ in range(chance.randrange(4, 12)):
                number += 1
                self._person(rows, sheet, number, agent or chance.choice(AGENTS), scheme)
            if agent and chance.random() < 0.5:
                rows.append([None, "Cộng"])
        if chance.random() < 0.6:
            total: Row = [None] * len(self.fields)
            total[self.fields.index("name")] = "Tổng cộng"
            rows.append(total)

    def _person(self, rows: list[Row], sheet: str, number: int, agent: str, scheme: str | None) -> None:
        chance = self.chance
        made = person(chance, scheme or chance.choice(["BHYT", "BHYT", "BHXH TN"]))
        made.told["agent_code"] = agent
        year_only = "birth" in self.fields and self.styles.birth != "american" and chance.random() < 0.1
        row = [self._cell(about, made, number, year_only=year_only) for about in self.fields]
        bad = chance.random()
        if bad < 0.03:
            row[self.fields.index("name")] = None
            self._reject(rows, row, sheet, "name")
        elif bad < 0.06:
            row[self.fields.index("insurance_no")] = "12345"
            if "citizen_id" in self.fields:
                row[self.fields.index("citizen_id")] = None
            self._reject(rows, row, sheet, "identity")
        elif bad < 0.09:
            row[self.fields.index("to")] = "32/13/2026"
            self._reject(rows, row, sheet, "date")
        else:
            rows.append(row)
            self.accepted.append(self._truth(made, year_only=year_only))
            if chance.random() < 0.04:
                again = zip(self.fields, row, strict=True)
                rows.append([number + 1000.0 if about == "ordinal_" else cell for about, cell in again])
                self.duplicates += 1
        if chance.random() < 0.04:
            rows.append([])

    def _reject(self, rows: list[Row], row: Row, sheet: str, about: str) -> None:
        rows.append(row)
        self.rejected.append((sheet if self.styles.kind != "csv" else "", len(rows), about))

    def _cell(self, about: str, made: Person, number: int, *, year_only: bool) -> Cell:
        value = made.told.get(about)
        if about == "ordinal_":
            return float(number)
        if about in EXTRA:
            return self._extra(about, number)
        if value is None:
            return "TN" if about == "group" and self.chance.random() < 0.5 else None
        if isinstance(value, date):
            return self._day(about, value, year_only=year_only)
        return self._value(about, value)

    def _day(self, about: str, value: date, *, year_only: bool) -> Cell:
        if about != "birth":
            return shown_day(value, self.styles.day)
        return float(value.year) if year_only else shown_day(value, self.styles.birth)

    def _value(self, about: str, value: object) -> Cell:
        styles, told = self.styles, str(value)
        ways: dict[str, Callable[[], Cell]] = {
            "insurance_no": lambda: shown_code(told, styles.code),
            "citizen_id": lambda: shown_code(told, styles.citizen),
            "phone": lambda: shown_phone(told, styles.phone),
            "amount": lambda: shown_amount(int(told), styles.amount),
            "months": lambda: float(told) if styles.months == "number" else f"{told}{self._unit}",
            "sex": lambda: self._sex(told),
            "facility": lambda: told.replace("-", self.chance.choice(["-", " - ", ""])),
            "name": lambda: self._lettered(told, upper=True),
            "address": lambda: self._lettered(told, upper=False),
        }
        return ways[about]() if about in ways else told

    @property
    def _unit(self) -> str:
        return " tháng" if self.styles.months == "words" else ""

    def _extra(self, about: str, number: int) -> Cell:
        extras: dict[str, Cell] = {
            "Dân tộc": "Kinh",
            "Mức lương cơ sở": 2530000.0,
            "Tỷ lệ NSNN hỗ trợ": "30%",
            "Chủ hộ": "Nguyễn Văn Hai",
            "Quan hệ với chủ hộ": "Con",
            "Mã đơn vị": "BI0099S",
            "Số biên lai gần nhất": f"{number:07d}",
            "Email": "a@example.vn",
            "Trạng thái": "Đang dùng",
            "Mã xã": "22987",
            "Ngày cấp CCCD": "01/02/2021",
            "Tên nhân viên thu": "Trần Thị Thu",
            "Số ngày còn lại": float(number % 30),
        }
        return extras.get(about)

    def _sex(self, sex: str) -> Cell:
        female = sex == "nữ"
        forms: dict[str, Cell] = {
            "words": "Nữ" if female else "Nam",
            "capitals": "NỮ" if female else "NAM",
            "office": "2" if female else "1",
            "vnpt": "0" if female else "1",
            "mark": "X" if female else None,
        }
        return forms[self.styles.sex]

    def _lettered(self, text: str, *, upper: bool) -> str:
        letters = self.styles.letters
        if letters == "nbsp":
            return f"  {text} ".replace(" ", " \u00a0", 2)
        if letters == "upper" and upper:
            return text.upper()
        return text

    def _truth(self, made: Person, *, year_only: bool) -> Truth:
        told: Truth = {}
        for about, value in made.told.items():
            if about in self.fields or about in {"scheme", "agent_code"}:
                told[about] = value.isoformat() if isinstance(value, date) else value
        if year_only:
            told["birth"] = str(told["birth"])[:4]
        return told


def _save(written: Written, sheets: dict[str, list[Row]], styles: Styles, chance: random.Random) -> None:
    written.path = written.path.with_suffix(f".{styles.kind}")
    write = {"tcvn3": tcvn3_written, "vni": vni_written}.get(styles.letters)
    if styles.letters == "nfd":
        write = _decomposed
    if write:
        sheets = {
            name: [[write(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
            for name, rows in sheets.items()
        }
    if styles.kind == "csv":
        ((_, rows),) = sheets.items()
        text = table_as_text(rows, chance.choice(",;\t"))
        written.path.write_bytes(_bytes(text, styles, chance))
    elif styles.kind == "xls":
        write_xls(written.path, sheets, ".VnTime" if styles.letters == "tcvn3" else None)
    elif styles.kind == "ods":
        write_ods(written.path, sheets)
    else:
        (write_xlsx if styles.kind == "xlsx" else write_xlsb)(written.path, sheets)


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _bytes(text: str, styles: Styles, chance: random.Random) -> bytes:
    if styles.letters in {"tcvn3", "vni"}:
        return text.replace("\u200b", "").encode("cp1252", "replace")
    codec = chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1258"])
    if codec == "cp1258":
        return _code_page(text)
    return text.encode(codec)


def _code_page(text: str) -> bytes:
    """Write as Windows does: a letter with its hat, then its tone by itself."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next((mark for mark in parts if mark in "\u0300\u0309\u0303\u0301\u0323"), "")
            base = unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)
            out.append((base + tone).encode("cp1258", "ignore"))
    return b"".join(out)
