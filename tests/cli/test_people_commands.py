"""People who stand on no list, at the command line: added, mended, moved, merged, proven, and paid for."""

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.card_qr import CitizenCardCode, HealthCardCode
from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.due_list import Sex
from agent_app.domain.identity import FacilityCode, HealthCardNo
from tests.cli.terminal import Run

Found = dict[str, object]

DOOR = "Số 12, Thôn Đồng Xoan, xã Suối Trúc"
KY = CitizenCardCode(CitizenId("068085123456"), "TRẦN VĂN KỲ", PartialDate(1985, 3, 12), Sex.MALE)
MEN = HealthCardCode(
    "Lê Thị Mến",
    PartialDate(1990),
    HealthCardNo("0123456789"),
    sex=Sex.FEMALE,
    facility=FacilityCode.parse("68-012"),
)


def answered(run: Run, *command: str) -> Found:
    return dict(run(*command, "--json").answer())


def someone(run: Run, text: str = "") -> Found:
    return dict(run("person", "search", text, "--json").lines()[0])


def a_home(run: Run, address: str = DOOR) -> str:
    return str(answered(run, "household", "add", "--address", address)["id"])


def test_a_new_household_pays_the_day_it_is_met(run: Run) -> None:
    home = a_home(run)
    first = answered(run, "person", "add", "--household", home, "--scan", KY.text, "--phone", "02633822123")
    second = answered(run, "person", "add", "--household", home, "--scan", MEN.text, "--relation", "Vợ")
    wishes = [word for each in (first, second) for word in ("--person", f"{each['id']}:bhyt:12")]

    receipt = answered(run, "receipt", "issue", *wishes, "--payer", "Trần Văn Kỳ")
    shown = answered(run, "household", "show", home)

    assert (first["name"], first["birth"], first["sex"]) == ("Trần Văn Kỳ", "1985-03-12", "nam")
    assert (first["source"], first["phone"]) == ("citizen-card", "02633822123")
    assert (second["source"], second["insurance_no"], second["facility"]) == (
        "health-card",
        "0123456789",
        "68-012",
    )
    lines = receipt["lines"]
    assert isinstance(lines, list)
    assert [line["order"] for line in lines] == [1, 2]
    assert (shown["address"], shown["hamlet"]) == (DOOR, "Thôn Đồng Xoan")
    assert someone(run, "ky")["id"] == first["id"]
    assert answered(run, "check")["ok"] is True


def test_a_known_number_is_refused_and_names_who_bears_it(run: Run) -> None:
    known, home = someone(run), a_home(run)

    said = run(
        "person", "add", "--household", home, "--name", "Ai Đó", "--insurance-no", str(known["insurance_no"])
    )

    assert said.code == 3
    assert str(known["name"]) in said.err
    assert str(known["id"]) in said.err


def test_a_namesake_is_a_question_that_new_answers(run: Run) -> None:
    known, home = someone(run), a_home(run)
    words = ("person", "add", "--household", home, "--name", str(known["name"]), "--birth")

    assert run(*words, str(known["birth"])[:4]).code == 3
    assert run(*words, str(known["birth"])[:4], "--new").code == 0


def test_an_edit_says_what_is_another_now_and_the_history_has_it(run: Run) -> None:
    home = a_home(run)
    made = answered(
        run, "person", "add", "--household", home, "--name", "Trần Văn Kỳ", "--phone", "0973000009"
    )

    done = answered(run, "person", "edit", str(made["id"]), "--phone", "", "--relation", "Chủ hộ")

    assert done["changed"] == [
        {"field": "phone", "before": "0973000009", "after": None},
        {"field": "relation", "before": None, "after": "Chủ hộ"},
    ]
    said = run("person", "edit", str(made["id"]), "--phone", "0911222333")
    assert "(trống)" in said.out
    history = run("person", "history", str(made["id"]), "--json").lines()
    assert [(dict(each)["field"], dict(each)["source"]) for each in history] == [
        ("phone", "agent"),
        ("relation", "agent"),
        ("phone", "agent"),
    ]
    assert run("person", "edit", str(made["id"])).code == 4
    assert run("person", "edit", str(made["id"]), "--birth", "31/02/1985").code == 4


def test_a_household_is_edited_and_its_members_move(run: Run) -> None:
    home, other = a_home(run), a_home(run, "Số 3, Thôn Láng Tre")
    made = answered(run, "person", "add", "--household", home, "--name", "Trần Văn Kỳ")

    done = answered(run, "household", "edit", home, "--household-no", "4059900123")
    moved = answered(run, "person", "move", str(made["id"]), "--household", other, "--relation", "Con")

    assert done["changed"] == [{"field": "household_no", "before": None, "after": "4059900123"}]
    assert (moved["household_id"], moved["relation"]) == (other, "Con")
    members = answered(run, "household", "show", other)["members"]
    assert isinstance(members, list)
    assert [each["id"] for each in members] == [made["id"]]
    assert run("person", "move", str(made["id"]), "--household", other).code == 4


def test_a_merge_is_looked_at_first_and_asked_for_twice(run: Run) -> None:
    known, home = someone(run), a_home(run)
    twin = answered(
        run, "person", "add", "--household", home, "--name", str(known["name"]), "--phone", "0973000009"
    )
    pair = ("person", "merge", str(known["id"]), str(twin["id"]))

    seen = answered(run, *pair, "--dry-run")
    assert (seen["merged"], seen["id"], seen["merged_id"]) == (False, known["id"], twin["id"])
    assert run(*pair).code == 3
    done = answered(run, *pair, "--yes")

    assert done["merged"] is True
    found = run("person", "search", str(known["name"]), "--json").lines()
    assert [dict(each)["id"] for each in found if dict(each)["name"] == known["name"]] == [known["id"]]
    assert run("person", "history", str(twin["id"])).code == 0
    assert run(*pair, "--yes").code == 4
    assert answered(run, "check")["ok"] is True


def test_a_decision_is_shown_with_the_household(run: Run) -> None:
    home = str(someone(run)["household_id"])
    words = ("household", "status", home, "--group", "CN", "--decision", "12/QĐ-UBND", "--issuer", "UBND xã")

    made = answered(run, *words, "--from", "2026-01-01", "--to", "2099-06-30")
    shown = answered(run, "household", "show", home)["statuses"]

    assert (made["state"], made["person_id"]) == ("in_force", None)
    assert shown == [made]
    assert "CN theo 12/QĐ-UBND (UBND xã)" in run("household", "show", home).out
    taken = answered(run, *words, "--from", "2026-01-01", "--to", "2099-06-30", "--withdraw")
    assert taken["state"] == "withdrawn"
    assert run(*words, "--from", "2026-12-31", "--to", "2026-01-01").code == 4


@pytest.mark.parametrize(
    "wrong",
    [
        ("--citizen-id", "123"),
        ("--citizen-id", "068185123456", "--sex", "nam"),
        ("--phone", "0263382212"),
        ("--scan", "không phải thẻ"),
        ("--source", "nghe nói"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(run: Run, wrong: tuple[str, ...]) -> None:
    said = run("person", "add", "--household", a_home(run), "--name", "Trần Văn Kỳ", *wrong)

    assert said.code == 4
    assert "Chưa" in said.err
