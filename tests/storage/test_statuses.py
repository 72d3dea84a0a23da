from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from agent_app.domain.erasure import ErasureId, ErasureRequest
from agent_app.domain.household import HouseholdId, PersonId, Subject
from agent_app.domain.household_status import StatusId, StatusRecord
from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.people_body import status_body
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.privacy_body import erasure_body
from agent_app.domain.support_decision import SupportDecision
from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from agent_app.storage.engine import DriverError, open_ours
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_household, a_person, an_id
from tests.storage.test_edits import let_in
from tests.storage.till import KEY

NEAR_POOR = SupportDecision("CN", "12/QĐ-UBND", "UBND xã Suối Trúc", date(2026, 1, 1), date(2026, 12, 31))
OWN = replace(NEAR_POOR, group="dtts-70", number="77/QĐ-UBND")


def keep(
    store: Store,
    decision: SupportDecision = NEAR_POOR,
    *,
    number: int = 1,
    person: PersonId | None = None,
    withdrawn: bool = False,
) -> StatusRecord:
    home: HouseholdId | None = None if person else a_household().id
    record = StatusRecord(
        StatusId(an_id(0x900 + number)), home, person, decision, RecordSource.TYPED, NOW, withdrawn
    )
    with store.unit() as unit:
        entry = Entry(an_id(0xE00 + number), OperationKind.STATUS_RECORDED, 1, NOW, status_body(record))
        unit.log.append(entry)
        unit.edits.add_status(record, entry.op_id)
        unit.commit()
    return record


def decision(store: Store, group: str, person: int = 1) -> SupportDecision | None:
    with store.unit() as unit:
        return unit.households.decision(a_person(person).id, group, TODAY)


@pytest.fixture
def till(store: Store) -> Store:
    """A store of a household that the office knows."""
    let_in(store)
    return store


def codes(store: Store) -> set[str]:
    return {each.code for each in store.checker.check(no_report)}


def test_a_households_decision_proves_everybodys_group_in_it(till: Store) -> None:
    keep(till)

    assert decision(till, "CN", 1) == decision(till, "CN", 2) == NEAR_POOR
    assert decision(till, "can-ngheo", 2) == replace(NEAR_POOR, group="can-ngheo")


def test_a_persons_own_decision_is_nobody_elses(till: Store) -> None:
    keep(till, OWN, person=a_person(1).id)

    assert decision(till, "dtts-70", 1) == OWN
    assert decision(till, "dtts-70", 2) is None


def test_every_decision_is_kept_in_its_order(till: Store) -> None:
    first = keep(till)
    second = keep(till, number=2, withdrawn=True)

    with till.unit() as unit:
        assert list(unit.edits.statuses(a_household().id)) == [first, second]
    assert decision(till, "CN") is None


def test_a_decision_is_never_changed_or_deleted(home: Home, till: Store) -> None:
    keep(till)

    with closing(open_ours(home.store, KEY)) as raw:
        with pytest.raises(DriverError, match="household_status rows never change"):
            raw.execute("UPDATE household_status SET until = '2027-12-31'")
        with pytest.raises(DriverError, match="household_status rows stay"):
            raw.execute("DELETE FROM household_status")


def test_a_check_finds_a_decision_that_was_changed_past_the_program(home: Home, till: Store) -> None:
    keep(till)
    assert codes(till) == set()

    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("DROP TRIGGER household_status_is_kept")
        raw.execute("UPDATE household_status SET until = '2027-12-31'")
    assert codes(till) == {"status.differs"}

    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("DROP TRIGGER household_status_stays")
        raw.execute("DELETE FROM household_status")
    assert codes(till) == {"status.missing"}


def test_whoever_is_erased_takes_their_decisions_along(till: Store) -> None:
    keep(till)
    keep(till, OWN, number=2, person=a_person(1).id)
    subject = Subject.of(a_person(1), a_household())
    request = ErasureRequest(ErasureId(an_id(0x77)), subject, "yêu cầu", TODAY, NOW)

    with till.unit() as unit:
        entry = Entry(an_id(0x78), OperationKind.ERASURE_REQUESTED, 1, NOW, erasure_body(request))
        unit.log.append(entry)
        unit.privacy.erase(request, entry.op_id)
        unit.commit()

    with till.unit() as unit:
        assert [each.person_id for each in unit.edits.statuses(a_household().id)] == [None]
    assert codes(till) == set()
