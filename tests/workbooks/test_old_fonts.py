import json

import pytest

from agent_app.domain.calendar import PartialDate
from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.due_list import Sex
from agent_app.domain.legacy_text import Lettering, detect, to_unicode
from agent_app.domain.names import clean
from agent_app.workbooks.extraction import Extraction
from tests.workbooks.sheets import SAMPLES, no_report

TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))


def texts(sample: str) -> list[str]:
    sheets = Extraction().sheets(SAMPLES / sample, no_report)
    return [cell for sheet in sheets for row in sheet.rows for cell in row if isinstance(cell, str)]


def test_a_whole_list_in_an_old_font_is_known_and_every_name_and_address_comes_out_right() -> None:
    cells = texts("03-tcvn3.xls")
    found = detect(cells)
    read = {clean(to_unicode(cell, found.lettering)).casefold() for cell in cells}
    told = [person[field] for person in TRUTH["03-tcvn3.xls"]["accepted"] for field in ("name", "address")]

    assert found.lettering is Lettering.TCVN3
    assert [text for text in told if clean(text).casefold() not in read] == []


@pytest.mark.parametrize("sample", ["01-clean.xlsx", "02-messy.xlsx", "04-officer-export.csv"])
def test_a_unicode_list_raises_no_alarm(sample: str) -> None:
    cells = texts(sample)

    assert detect(cells).lettering is Lettering.UNICODE
    assert {detect([cell]).lettering for cell in cells} <= {Lettering.UNICODE, Lettering.ASCII}


def test_the_numbers_of_the_samples_agree_with_birth_and_sex() -> None:
    people = [
        person for sample in TRUTH.values() for person in sample["accepted"] if person.get("citizen_id")
    ]
    mismatches = [
        person["name"]
        for person in people
        if CitizenId.parse(person["citizen_id"]).mismatches(
            PartialDate.parse(person["birth"]) if person.get("birth") else None,
            Sex(person["sex"]) if person.get("sex") else None,
        )
    ]

    assert len(people) > 100
    assert mismatches == []
