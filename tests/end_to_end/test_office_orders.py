"""What the office decides reaches a laptop: over real HTTP, by file, by enrolment, in any order, twice."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from agent_app.bootstrap import open_home
from agent_app.domain.receipt import Receipt, ReceiptForm
from agent_app.runtime.paths import Home
from agent_app.services.receipt_maker import ReceiptMaker
from tests.builders import a_household, a_person, a_receipt
from tests.cli.terminal import PASSWORD, Answer, Said, make_guesses_cheap
from tests.end_to_end.office import Office
from tests.end_to_end.test_main_job import Laptop
from tests.long_run import rounds

AGENT, OTHER = "NVT060085001", "NVT060085002"
ORDERS = list(permutations(("settings", "book", "sync")))
TRIED = rounds("orders of files and sync", quick=2, full=6)
ACCOUNT = "970436:0011001234567:BHXH cơ sở Suối Trúc"
BOOKS = [("AB/26", "0001", 1, 50), ("AB/26", "0002", 51, 100)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that has settled how much cash may be held."""
    made = Office.at(tmp_path, f"sqlite:///{tmp_path / 'office.db'}")
    made.quick("init")
    made.quick("setting", "set", "cash_limit", "20000000", "--from", "2026-01-01")
    return made


def enrol(office: Office, agent: str = AGENT, book: str = "AB/26:0001:1:50") -> Path:
    out = office.folder / f"{agent}.json"
    who = ("--agent-code", agent, "--name", "Trần Văn Bình", "--area", "22999", "--url", office.url)
    office.quick("agent", "enrol", *who, "--book", book, "--out", out)
    return out


def a_laptop(office: Office, agent: str = AGENT, book: str = "AB/26:0001:1:50") -> Laptop:
    """Make a home of an agent; nobody has heard of it yet."""
    password_file = office.folder / "password.txt"
    password_file.write_text(PASSWORD, "utf-8")
    laptop = Laptop(office.folder / f"Máy {agent}", password_file)
    assert laptop.quick("init", "--enrolment", str(enrol(office, agent, book)), "--json").code == 0
    make_guesses_cheap(laptop.home)
    return laptop


def plain(said: Said) -> dict[str, object]:
    assert said.code == 0, said.err
    found: dict[str, object] = json.loads(said.out)
    return found


def settings(laptop: Laptop) -> dict[str, object]:
    return plain(laptop.quick("setting", "show", "--on", "2026-11-21", "--json"))


def books(laptop: Laptop) -> list[tuple[str, str, int, int]]:
    found: list[Answer] = laptop.quick("book", "list", "--json").lines()
    rows: list[dict[str, object]] = json.loads(json.dumps(found))
    return [(str(r["symbol"]), str(r["book"]), int(str(r["from"])), int(str(r["to"]))) for r in rows]


def is_sound(laptop: Laptop) -> bool:
    return plain(laptop.quick("check", "--json"))["ok"] is True


def decide(office: Office, device: str) -> tuple[Path, Path]:
    """Settle an account, give a second book; return the files that say so."""
    office.quick("setting", "set", "account", ACCOUNT, "--from", "2026-01-01")
    office.quick("setting", "export", "--out", office.folder / "settings.json")
    words = ("--agent", AGENT, "--device", device, "--book", "AB/26:0002:51:100")
    office.quick("book", "assign", *words, "--out", office.folder / "book.json")
    return office.folder / "settings.json", office.folder / "book.json"


def device_of(office: Office) -> str:
    found = office.quick("device", "list")["devices"]
    assert isinstance(found, list)
    (device,) = (each["device_id"] for each in found if each["agent_code"] == AGENT)
    return str(device)


@pytest.mark.parametrize("order", [ORDERS[3], ORDERS[4], *ORDERS[:3], ORDERS[5]][:TRIED])
def test_every_way_in_any_order_and_twice_leads_to_the_same(office: Office, order: tuple[str, ...]) -> None:
    laptop = a_laptop(office)
    assert settings(laptop)["cash_limit"] == 20_000_000
    assert settings(laptop)["accounts"] == []
    with office.serving():
        assert laptop.quick("sync").code == 0
        settings_file, book_file = decide(office, device_of(office))
        ways: dict[str, Callable[[], Said]] = {
            "settings": lambda: laptop.quick("setting", "receive", str(settings_file), "--json"),
            "book": lambda: laptop.quick("book", "receive", str(book_file), "--json"),
            "sync": lambda: laptop.quick("sync", "--json"),
        }
        for way in (*order, *order):
            assert ways[way]().code == 0

    assert plain(ways["settings"]())["new"] == []
    assert plain(ways["book"]()) == {"new": [], "known": 1}
    accounts = settings(laptop)["accounts"]
    assert isinstance(accounts, list)
    assert [(each["account"], each["holder"]) for each in accounts] == [
        ("0011001234567", "BHXH cơ sở Suối Trúc")
    ]
    assert settings(laptop)["cash_limit"] == 20_000_000
    assert books(laptop) == BOOKS
    assert is_sound(laptop)


def test_a_file_says_what_it_has_changed(office: Office) -> None:
    laptop = a_laptop(office)
    with office.serving():
        assert laptop.quick("sync").code == 0
    settings_file, book_file = decide(office, device_of(office))

    came = laptop.quick("setting", "receive", str(settings_file))
    given = laptop.quick("book", "receive", str(book_file))

    assert "Tài khoản nhận chuyển khoản: 970436:0011001234567" in came.out
    assert given.out == "Nhận quyển 0002, ký hiệu AB/26, số 0000051–0000100\n"
    assert "không có gì thay đổi" in laptop.quick("book", "receive", str(book_file)).out
    assert "0011001234567 (Vietcombank, BHXH cơ sở Suối Trúc)" in laptop.quick("setting", "show").out


def test_a_book_of_another_machine_or_altered_is_refused_and_nothing_changes(office: Office) -> None:
    laptop, other = a_laptop(office), a_laptop(office, OTHER, "CD/26:0001:1:50")
    with office.serving():
        assert laptop.quick("sync").code == 0
        assert other.quick("sync").code == 0
    _settings, book_file = decide(office, device_of(office))
    altered = office.folder / "altered.json"
    altered.write_text(book_file.read_text("utf-8").replace('"last": 100', '"last": 999'), "utf-8")
    junk = office.folder / "junk.json"
    junk.write_text("xin chào", "utf-8")

    elsewhere = other.quick("book", "receive", str(book_file))
    forged = laptop.quick("book", "receive", str(altered))

    assert (elsewhere.code, forged.code) == (3, 3)
    assert "máy khác" in elsewhere.err
    assert "chữ ký" in forged.err
    assert laptop.quick("book", "receive", str(junk)).code == 4
    assert laptop.quick("book", "receive", str(office.folder / "none.json")).code == 4
    assert (books(other), books(laptop)) == ([("CD/26", "0001", 1, 50)], BOOKS[:1])
    assert is_sound(laptop)
    assert is_sound(other)


def electronic(laptop: Laptop) -> Receipt:
    """Take money for which the provider has yet to give a number."""
    with closing(open_home(Home(laptop.home), PASSWORD)) as core, core.open_unit() as unit:
        unit.households.add_households([a_household()], "test")
        unit.households.add_people([a_person()], "test")
        draft = replace(
            a_receipt(1),
            form=ReceiptForm.ELECTRONIC,
            symbol=None,
            book=None,
            number=None,
            agent_code=AGENT,
            device_id=unit.device.identity().device_id,
        )
        made = ReceiptMaker(core.ids, core.sync.exchange.signer).make(unit, draft, {a_person().id: 1}, 2026)
        unit.commit()
    return made


def shown(laptop: Laptop, receipt: Receipt) -> object:
    return plain(laptop.quick("receipt", "show", str(receipt.id), "--json"))["e_receipt"]


@pytest.mark.parametrize("by_file", [False, True])
def test_the_number_of_an_e_receipt_reaches_the_laptop_that_took_the_money(
    office: Office, *, by_file: bool
) -> None:
    laptop = a_laptop(office)
    receipt = electronic(laptop)
    out = office.folder / "number.json"
    words = ("e-receipt", "number", str(receipt.id), "BH26-PT/0001/E", "0000042", "--on", "2026-11-22")
    assert "0000042" not in office.refused(*words)
    with office.serving():
        assert laptop.quick("sync").code == 0
        assert shown(laptop, receipt) is None
        named = office.quick(*words, "--out", out)
        if by_file:
            assert laptop.quick("setting", "receive", str(out)).code == 0
        for _ in range(2):
            assert laptop.quick("sync").code == 0
    again = laptop.quick("setting", "receive", str(out), "--json")

    assert (named["receipt_id"], named["number"]) == (str(receipt.id), 42)
    assert shown(laptop, receipt) == {"symbol": "BH26-PT/0001/E", "number": "0000042", "on": "2026-11-22"}
    assert plain(again) == {"new": [], "known": 1}
    assert "đã có ký hiệu" in office.refused(*words)
    assert is_sound(laptop)
