"""A laptop is lost; its backup makes another one, to which the office gives a new book. By commands alone."""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import PASSWORD, make_guesses_cheap
from tests.end_to_end.office import Office
from tests.end_to_end.test_main_job import AGENT, Laptop
from tests.workbooks.sheets import SAMPLES


def enrol(office: Office, folder: Path, book: str) -> str:
    path = folder / f"enrol-{book.replace(':', '-').replace('/', '-')}.json"
    command = ["agent", "enrol", "--agent-code", AGENT, "--name", "Trần Văn Bình", "--area", "22999"]
    office.quick(*command, "--book", book, "--url", office.url, "--out", str(path))
    return str(path)


def receipt(laptop: Laptop, at: int) -> dict[str, object]:
    due = [each for each in json.loads(laptop.quick("due", "list", "--json").out) if each["group"] == "GD"]
    line = due[at]
    said = laptop.quick(
        "receipt", "issue", "--person", f"{line['person_id']}:bhyt:3", "--payer", line["name"], "--json"
    )
    assert said.code == 0, said.err
    answer: dict[str, object] = json.loads(said.out)
    return answer


@pytest.mark.timeout(240)
@pytest.mark.logs_warning("journal")
def test_a_lost_laptop_goes_on_as_another_one_and_no_number_comes_twice(tmp_path: Path) -> None:
    office = Office.at(tmp_path, f"sqlite:///{tmp_path / 'office.db'}")
    office.quick("init")
    (tmp_path / "password.txt").write_text(PASSWORD, "utf-8")
    (tmp_path / "USB").mkdir()
    lost = Laptop(tmp_path / "Máy chị Hoa", tmp_path / "password.txt")
    found = Laptop(tmp_path / "Máy mới", tmp_path / "password.txt")
    assert lost.quick("init", "--enrolment", enrol(office, tmp_path, "AB/26:0001:1:50")).code == 0
    make_guesses_cheap(lost.home)
    assert lost.quick("due", "import", str(SAMPLES / "01-clean.xlsx")).code == 0
    first = receipt(lost, 0)
    with office.serving():
        assert lost.quick("sync").code == 0
        assert lost.quick("backup", "--to", str(tmp_path / "USB")).code == 0
        assert len(list((lost.home / "backups").glob("*.dtnbak"))) == 2  # the sync had made one by itself
        [file] = (tmp_path / "USB").glob("*.dtnbak")

        assert found.quick("restore", str(file), "--yes").code == 0
        refused = found.quick("sync")
        assert (refused.code, "enrol.json mới" in refused.err) == (5, True)
        assert found.quick("init", "--enrolment", enrol(office, tmp_path, "AB/26:0002:51:100")).code == 0
        second = receipt(found, 1)
        synced = found.quick("sync")
        late = lost.quick("sync")

    assert (first["number"], second["number"]) == ("0000001", "0000051")
    assert synced.code == 0, synced.err
    assert late.code == 5
    money = office.quick("money")
    assert money["accepted"] == money["total"] == int(str(first["total"])) + int(str(second["total"]))
    log = (tmp_path / "server.log").read_text("utf-8")
    assert "was restored from a backup" in log
