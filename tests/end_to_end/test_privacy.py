"""A person asks to be forgotten: from the laptop to the officer, and through a restore of the server."""

import shutil
from pathlib import Path
from typing import cast

import pytest

from tests.end_to_end.office import Office
from tests.end_to_end.test_main_job import (  # noqa: F401 (fixtures)
    TRUTH,
    Laptop,
    laptop,
    office,
    open_home,
    open_office,
    take_money,
)


def database_files(office: Office) -> list[Path]:  # noqa: F811
    return sorted(office.folder.glob("office.db*"))


def sync(laptop: Laptop, office: Office) -> dict[str, object]:  # noqa: F811
    with office.serving():
        return dict(laptop.quick("sync", "--json").answer())


@pytest.mark.timeout(300)
@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
def test_an_erasure_reaches_the_officer_and_outlives_a_restore_of_the_server(
    office: Office,  # noqa: F811
    laptop: Laptop,  # noqa: F811
) -> None:
    open_office(office)
    lines = open_home(laptop, office.folder / "enrol.json")
    line = next(each for each in lines if each["name"] == TRUTH[0]["name"])
    sync(laptop, office)
    kept = office.folder / "yesterday"
    kept.mkdir()
    for path in database_files(office):
        shutil.copy(path, kept)
    # Whose numbers the server knows has been taken over by its row meanwhile; the old id is as good.
    receipt = take_money(laptop, line)
    said = laptop.quick("privacy", "erase", line["person_id"], "--reason", "Tự yêu cầu", "--yes", "--json")
    assert dict(said.answer())["waiting"] == 2

    assert sync(laptop, office)["waiting"] == {"operations": 0, "total": 0}

    (request,) = cast("list[dict[str, object]]", office.quick("privacy", "requests")["requests"])
    assert (request["name"], request["reason"]) == (line["name"], "Tự yêu cầu")
    assert request["known"] is True
    assert laptop.quick("person", "search", TRUTH[0]["insurance_no"], "--json").lines() == []
    assert laptop.quick("privacy", "sweep", "--json").answer() == {
        "bodies": 0,
        "list_lines": 0,
        "accesses": 0,
    }
    assert laptop.quick("check").code == 0

    for path in database_files(office):
        path.unlink()
    for path in kept.iterdir():
        shutil.copy(path, office.folder)
    assert sync(laptop, office)["waiting"] == {"operations": 0, "total": 0}

    status = dict(laptop.quick("sync", "status", "--json").answer())
    held = [(each["kind"], each["reason"]) for each in cast("list[dict[str, object]]", status["held"])]
    assert held == [
        ("visit.recorded", "body_emptied"),
        ("person.erasure_requested", "body_emptied"),
    ]
    assert office.quick("money")["accepted"] == receipt["total"]
    assert laptop.quick("check").code == 0
