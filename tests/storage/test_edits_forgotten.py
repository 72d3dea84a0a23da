"""What is left of edits when a person is erased, asks for their file, or a store is rescued."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from agent_app.domain.erasure import ErasureId, ErasureRequest
from agent_app.domain.household import Household, HouseholdId, Subject
from agent_app.domain.operation import Entry, OperationKind, OperationState
from agent_app.domain.people_edit import (
    FieldEdit,
    HouseholdAdded,
    HouseholdEdited,
    PersonAdded,
    RecordSource,
)
from agent_app.domain.privacy_body import erasure_body
from agent_app.runtime.paths import Home
from agent_app.services.ports import SweepLimits
from agent_app.storage.engine import open_ours
from agent_app.storage.rescue.rescuing import Rescuing
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, an_id
from tests.storage.test_edits import ANH, MADE, NEW_PHONE, answer, codes, edit, known, log, person
from tests.storage.till import KEY, opened
from tests.storage.traces import traces

NEVER = datetime(1970, 1, 1, tzinfo=UTC)

__all__ = ["known"]


def test_nothing_but_custody_keeps_what_was_edited_of_somebody_who_is_erased(
    home: Home, known: Store
) -> None:
    hermit = replace(MADE, name="Lý Thị Độc", household_id=HouseholdId(an_id(0xC1)), phone="0900000111")
    lonely = Household(HouseholdId(an_id(0xC1)), None, "Số 99, Thôn Đèo Cả", "Thôn Đèo Cả")
    log(known, HouseholdAdded(lonely, RecordSource.TYPED), 11)
    log(known, PersonAdded(hermit, RecordSource.TYPED), 12)
    edit(known, FieldEdit("phone", hermit.phone, "0900000222"), number=13, who=hermit.id)
    moved = (FieldEdit("address", lonely.address, "Số 98, Thôn Đèo Cả"),)
    log(known, HouseholdEdited(lonely.id, moved, RecordSource.TYPED), 14)
    words = [hermit.name, hermit.citizen_id, "0900000111", "0900000222", "Số 99, Thôn Đèo Cả", "Số 98, Thôn"]
    request = ErasureRequest(ErasureId(an_id(0x77)), Subject.of(hermit, lonely), "yêu cầu", TODAY, NOW)

    with known.unit() as unit:
        entry = Entry(an_id(0x78), OperationKind.ERASURE_REQUESTED, 1, NOW, erasure_body(request))
        unit.log.append(entry)
        unit.privacy.erase(request, entry.op_id)
        unit.commit()
    with known.unit() as unit:
        unit.log.confirm(unit.log.head(), b"custody", NOW)
        unit.log.settle((each.op_id, OperationState.ACCEPTED, None) for each in unit.log.after(0, 100))
        unit.commit()
    with known.unit() as unit:
        unit.privacy.sweep(SweepLimits(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER), TODAY, NOW)
        unit.commit()

    with closing(open_ours(home.store, KEY)) as raw:
        assert traces(raw, words) == []
    assert codes(known) == set()


def test_a_persons_file_has_what_waits_and_what_was_decided(known: Store) -> None:
    edit(known, NEW_PHONE)

    sections = known.privacy_queries.person_file(ANH.id).sections

    assert sections["edits"] == [
        {
            "entity": "person",
            "id": str(ANH.id),
            "field": "phone",
            "server_value": ANH.phone,
            "op_id": str(an_id(0xE01)),
        }
    ]
    assert sections["statuses"] == []


def test_a_rescue_carries_edits_and_their_bases(home: Home, known: Store, tmp_path: Path) -> None:
    edit(known, NEW_PHONE)
    known.close()
    target = Home(tmp_path / "cứu")

    rescued = Rescuing(home, target, KEY, NOW, uuid4, b"{}").run()

    assert {each.name: each.rows for each in rescued.tables}["base"] == 1
    with closing(opened(target)) as store:
        assert person(store).phone == "0911222333"
        assert codes(store) <= {"journal.rebuilt"}
        answer(store, an_id(0xE01), OperationState.REFUSED)
        assert person(store).phone == ANH.phone
