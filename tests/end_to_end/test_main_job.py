"""The main job by commands alone: from an empty folder to money that the office has exactly once."""

import csv
import io
import json
import random
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pypdfium2
import pytest

from agent_app.cli.program import main_with_exit_code
from agent_app.domain.names import fold
from tests.cli.terminal import PASSWORD, Answer, Said, make_guesses_cheap, run_program
from tests.end_to_end.killing_proxy import Moment, killing
from tests.end_to_end.office import Office
from tests.end_to_end.silence import forms, found_in, needles
from tests.long_run import rounds
from tests.postgres import fresh_database
from tests.workbooks.sheets import SAMPLES

TRUTH = json.loads((SAMPLES / "truth.json").read_text("utf-8"))["01-clean.xlsx"]["accepted"]
AREA_FIELDS = ["name", "household_no", "insurance_no", "citizen_id", "birth", "sex", "address", "phone"]
AT_HOME = {
    "name": "Nguyễn Thị Phương Ở Nhà",
    "household_no": TRUTH[0]["household_no"],
    "insurance_no": "1234509876",
    "citizen_id": "060199012345",
    "birth": "1999-02-03",
    "sex": "nữ",
    "address": TRUTH[0]["address"],
    "phone": "0912000111",
}
AGENT = "NVT060085001"
ON = "2026-11-21"
WORDS = "Một triệu ba trăm sáu mươi sáu nghìn hai trăm đồng"
KILLINGS = rounds("server killed in the middle of a request", quick=3, full=60)


@dataclass(frozen=True, slots=True)
class Laptop:
    """Runs ``agent-app`` on one home."""

    home: Path
    password_file: Path

    def command(self, *arguments: str) -> Said:
        """Run a command in a process of its own."""
        return run_program("--password-file", str(self.password_file), *arguments, home=self.home)

    def quick(self, *arguments: str) -> Said:
        """Run a command in this process, where many are needed."""
        start = ["--home", str(self.home), "--password-file", str(self.password_file)]
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "excepthook", sys.excepthook)
            patch.setattr("agent_app.sync.pace._FIRST_PAUSE", 0.01)
            code = main_with_exit_code([*start, *arguments])
        return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An office with an empty database."""
    if request.param == "sqlite":
        yield Office.at(tmp_path, f"sqlite:///{tmp_path / 'office.db'}")
        return
    postgres_url: str = request.getfixturevalue("postgres_url")
    with fresh_database(postgres_url) as make:
        yield Office.at(tmp_path, make())


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A laptop without a home."""
    password_file = tmp_path / "password.txt"
    password_file.write_text(PASSWORD, "utf-8")
    return Laptop(tmp_path / "home", password_file)


def open_office(office: Office) -> None:
    """Make the office, its area of three households, and an agent's enrolment."""
    office.command("init", "--public-url", "https://thu.example.vn")
    area = office.folder / "area.csv"
    with area.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, AREA_FIELDS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows([*TRUTH[:6], AT_HOME])
    loaded = office.quick("area", "load", area, "--area", "22999")
    assert (loaded["persons"], loaded["rejected"]) == (7, 0)
    who = ("--agent-code", AGENT, "--name", "Trần Văn Bình", "--area", "22999", "--url", office.url)
    office.quick("agent", "enrol", *who, "--book", "AB/26:0001:1:500", "--out", office.folder / "enrol.json")


def open_home(laptop: Laptop, enrolment: Path) -> list[Answer]:
    """Make the home, import the list, and return what is due."""
    made = laptop.command("init", "--enrolment", str(enrolment), "--json").answer()
    assert made["agent_code"] == AGENT
    make_guesses_cheap(laptop.home)
    imported = laptop.quick("due", "import", str(SAMPLES / "01-clean.xlsx"), "--json").answer()
    assert (imported["accepted"], imported["rejected"]) == (120, 0)
    lines = laptop.quick("due", "list", "--json").lines()
    assert len(lines) == 120
    found = laptop.quick("person", "search", "nguyen", "--json").lines()
    wanted = [each["name"] for each in TRUTH if "nguyen" in fold(each["name"]).split()]
    assert sorted(each["name"] for each in found) == sorted(wanted)
    return lines


def take_money(laptop: Laptop, line: Answer) -> Answer:
    """Take twelve months from a first member."""
    person = f"{line['person_id']}:bhyt:12"
    words = ("receipt", "issue", "--person", person, "--payer", line["name"], "--method", "cash")
    receipt = laptop.command(*words, "--on", ON, "--json").answer()
    assert (receipt["total"], receipt["words"], receipt["state"]) == (1_366_200, WORDS, "saved")
    return receipt


def print_paper(laptop: Laptop, receipt: Answer, line: Answer) -> None:
    """Print it and read the paper."""
    paper = laptop.home.parent / "receipt.pdf"
    assert laptop.quick("print", "receipt", receipt["id"], "--out", str(paper)).code == 0
    with pypdfium2.PdfDocument(paper) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    text = " ".join(normalize("NFC", " ".join(pages)).split())
    for words in ("1.366.200", WORDS, receipt["number"], line["name"]):
        assert words in text


def money(office: Office) -> tuple[object, ...]:
    """Return what the office has: accepted, held, total, receipts."""
    answer = office.quick("money")
    by = answer["by"]
    assert isinstance(by, list)
    return answer["accepted"], answer["held"], answer["total"], sum(each["receipts"] for each in by)


def kill_in_the_middle(laptop: Laptop, office: Office, line: Answer) -> int:
    """Take money and kill the server while the laptop tells it, again and again; return what was taken."""
    dice = random.Random(20261121)  # noqa: S311 (which moment a server dies at is no secret)
    moments = list(Moment)
    taken = 0
    for number in range(KILLINGS):
        person = f"{line['person_id']}:bhyt:3"
        issued = laptop.quick("receipt", "issue", "--person", person, "--payer", line["name"], "--json")
        taken += issued.answer()["total"]
        moment, delay = moments[number % len(moments)], dice.random() / 30
        with office.serving() as server, killing(server, office.port, moment, delay) as proxy:
            said = laptop.quick("sync", "--url", proxy.url)
        assert said.code == 5, said
        assert "an toàn trên máy" in said.err
    return taken


def say_nothing_about_anybody(home: Path) -> None:
    """Find nobody in the bytes of a home, but find whoever is planted there."""
    wanted = needles([*TRUTH, AT_HOME])
    assert found_in(home, wanted) == []
    for label, planted in {**forms(TRUTH[0]["name"]), **forms(TRUTH[0]["citizen_id"])}.items():
        (home / "logs" / "planted").write_bytes(b"\x00\x01" + planted + b"\x02")
        assert (str(Path("logs") / "planted"), label) in found_in(home / "logs" / "..", {label: planted})
    (home / "logs" / "planted").unlink()


@pytest.mark.timeout(1800)
def test_the_main_job_by_commands_alone(office: Office, laptop: Laptop) -> None:
    open_office(office)
    lines = open_home(laptop, office.folder / "enrol.json")
    line = next(each for each in lines if each["name"] == TRUTH[0]["name"])
    receipt = take_money(laptop, line)
    print_paper(laptop, receipt, line)

    with office.serving():
        first = laptop.command("sync", "--json").answer()
        # The people of the area and their homes, and the book of the enrolment, which the office has signed.
        area = 7 + len({each["household_no"] for each in TRUTH[:6]})
        assert (first["sent"], first["received"]) == (2, area + 1)
        assert money(office) == (1_366_200, 0, 1_366_200, 1)
        second = laptop.quick("sync", "--json").answer()
        assert (second["sent"], second["received"]) == (0, 0)

    assert laptop.quick("receipt", "show", receipt["id"], "--json").answer()["state"] == "received"
    assert len(laptop.quick("due", "list", "--json").lines()) == 120
    at_home = laptop.quick("person", "search", AT_HOME["name"], "--json").lines()
    assert [each["household_no"] for each in at_home] == [TRUTH[0]["household_no"]]

    taken = 1_366_200 + kill_in_the_middle(laptop, office, line)
    with office.serving():
        laptop.quick("sync", "--json").answer()
        assert laptop.quick("sync", "--json").answer()["sent"] == 0
    assert money(office) == (taken, 0, taken, 1 + KILLINGS)
    assert laptop.quick("sync", "status", "--json").answer()["waiting"]["total"] == 0
    assert laptop.quick("check", "--json").answer()["ok"] is True

    say_nothing_about_anybody(laptop.home)
