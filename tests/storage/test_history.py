"""The history of fields, and what is deleted but remembered."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from agent_app.domain.history import Author, ChangeSource
from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.replica import HOUSEHOLD, PERSON, ServerRow
from agent_app.runtime.paths import Home
from agent_app.services.failures import HouseholdUnknownError, PersonUnknownError
from agent_app.services.lines import DueFilter
from agent_app.services.ports import ReplicaChange, ScopeCursor
from agent_app.storage.engine import open_ours, scalar
from agent_app.storage.store import Store
from tests.builders import NOW, TODAY, a_household, a_person, an_id
from tests.storage.test_replica import put_list
from tests.storage.till import KEY, issue

AREA = "area:1"
HOME = replace(a_household(), id=HouseholdId(an_id(0xA1)), household_no="9")
ANH = replace(a_person(), id=PersonId(an_id(0xB1)), household_id=HOME.id, insurance_no="6080000777")
ANH = replace(ANH, citizen_id="068180000777")
SYNCED = Author(ChangeSource.SYNC, NOW)


def come(content: Household | Person, ver: int = 1) -> ReplicaChange:
    entity = HOUSEHOLD if isinstance(content, Household) else PERSON
    return ReplicaChange(entity, content.id, ver, ServerRow(content, ver, AREA))


def go(content: Household | Person, ver: int = 9) -> ReplicaChange:
    return ReplicaChange(HOUSEHOLD if isinstance(content, Household) else PERSON, content.id, ver, None)


def apply(store: Store, *changes: ReplicaChange, author: Author = SYNCED) -> None:
    with store.unit() as unit:
        unit.history.begin(author)
        unit.replica.apply(ScopeCursor(AREA, 1, 1, 1, 1), changes)
        unit.commit()


def told(store: Store, person_id: UUID = ANH.id) -> list[tuple[str, str | None, str | None]]:
    found = store.privacy_queries.history(PersonId(person_id))
    return [(each.field, each.before, each.after) for each in found]


def is_there(store: Store, person: Person) -> bool:
    return store.queries.search_count(person.insurance_no or "") == 1


def test_a_first_pull_writes_no_history(store: Store) -> None:
    apply(store, come(HOME), come(ANH))

    assert told(store) == []


def test_a_household_that_comes_behind_its_people_has_changed_nothing(store: Store) -> None:
    apply(store, come(ANH))
    apply(store, come(HOME))

    assert told(store) == []


def test_what_the_server_changes_is_kept_with_its_instant_and_source(store: Store) -> None:
    apply(store, come(HOME), come(ANH))
    later = Author(ChangeSource.SYNC, datetime(2026, 12, 1, 8, tzinfo=UTC))

    apply(store, come(replace(ANH, phone="0973999999", name="Nguyễn Thị Ánh Hồng"), 2), author=later)
    apply(store, come(replace(HOME, address="Số 9"), 2), author=later)

    assert told(store) == [
        ("name", "Nguyễn Thị Ánh", "Nguyễn Thị Ánh Hồng"),
        ("phone", "0973000001", "0973999999"),
        ("address", HOME.address, "Số 9"),
    ]
    assert {each.author for each in store.privacy_queries.history(ANH.id)} == {later}


def test_the_same_row_again_changes_nothing(store: Store) -> None:
    apply(store, come(HOME), come(ANH))
    apply(store, come(HOME, 2), come(ANH, 2))

    assert told(store) == []


def test_an_older_version_leaves_no_trace(store: Store) -> None:
    apply(store, come(HOME), come(ANH, 5))
    apply(store, come(replace(ANH, phone="0973999999"), 4))

    assert told(store) == []


def test_what_is_filled_in_from_one_made_here_is_kept_too(till: Store) -> None:
    server = replace(a_person(), id=ANH.id, household_id=HOME.id, phone=None, facility=None)
    apply(till, come(HOME), come(server))

    assert told(till, a_person().id) == [
        ("phone", None, "0973000001"),
        ("facility", None, "68-012"),
    ]


def test_a_change_that_nobody_signs_is_kept_as_such(store: Store, home: Home) -> None:
    apply(store, come(HOME), come(ANH))
    raw = open_ours(home.store, KEY)
    raw.execute("UPDATE person SET phone = '1'")
    raw.close()

    (change,) = store.privacy_queries.history(ANH.id)

    assert (change.author.source, change.author.actor) == (ChangeSource.OTHER, None)


def test_an_author_is_named_for_one_unit_of_work_only(store: Store, home: Home) -> None:
    op_id = an_id(0x77)
    apply(store, come(HOME), come(ANH))
    apply(store, come(replace(ANH, phone="1"), 2), author=Author(ChangeSource.AGENT, NOW, "NVT", op_id))

    (change,) = store.privacy_queries.history(ANH.id)
    assert change.author == Author(ChangeSource.AGENT, NOW, "NVT", op_id)
    raw = open_ours(home.store, KEY)
    assert scalar(raw, "SELECT count(*) FROM change_author") == 0
    raw.close()


def test_history_that_is_not_committed_is_not_kept(store: Store) -> None:
    apply(store, come(HOME), come(ANH))
    with store.unit() as unit:
        unit.history.begin(SYNCED)
        unit.replica.apply(ScopeCursor(AREA, 1, 1, 1, 1), [come(replace(ANH, phone="1"), 2)])

    assert told(store) == []


def test_who_is_gone_is_not_found_and_facts_about_them_stay(till: Store) -> None:
    server = replace(a_person(), id=ANH.id, household_id=HOME.id)
    apply(till, come(HOME), come(server))
    receipt, _ = issue(till)
    before = till.queries.counts().people

    apply(till, go(server))

    assert not is_there(till, server)
    assert till.queries.counts().people == before - 1
    page = till.queries.household(HOME.id, TODAY.year)
    assert server.id not in {each.id for each in page.members}
    assert till.queries.receipt(receipt.id).receipt == receipt
    assert [each[0] for each in told(till)] == ["deleted_at"]


def test_who_has_come_again_is_found_again(till: Store) -> None:
    server = replace(a_person(), id=ANH.id, household_id=HOME.id)
    apply(till, come(HOME), come(server))
    issue(till)
    apply(till, go(server, 3))

    apply(till, come(server, 4))

    assert is_there(till, server)


@pytest.mark.parametrize(("ver", "there"), [(3, False), (8, False), (9, True), (10, True)])
def test_older_news_do_not_bring_back_what_was_removed(store: Store, ver: int, *, there: bool) -> None:
    apply(store, come(HOME), come(ANH, 3))
    apply(store, go(ANH, 9))

    apply(store, come(ANH, ver))

    assert is_there(store, ANH) is there


def test_a_scope_that_begins_again_may_bring_any_version(store: Store) -> None:
    apply(store, come(HOME), come(ANH, 3))
    apply(store, go(ANH, 9))
    with store.unit() as unit:
        unit.replica.restart(AREA)
        unit.commit()

    apply(store, come(HOME), come(ANH, 1))

    assert is_there(store, ANH)


def test_what_nothing_refers_to_goes_and_only_its_id_is_remembered(store: Store, home: Home) -> None:
    apply(store, come(HOME), come(ANH))
    apply(store, go(ANH), go(HOME))

    with store.unit() as unit, pytest.raises(PersonUnknownError):
        unit.households.person(ANH.id)
    with store.unit() as unit, pytest.raises(HouseholdUnknownError):
        unit.households.get(HOME.id)
    raw = open_ours(home.store, KEY)
    rows = raw.execute("SELECT entity, id, ver, scope, deleted_at, source FROM tombstone").fetchall()
    raw.close()
    millis = int(NOW.timestamp() * 1000)
    assert sorted(map(tuple, rows)) == sorted(
        [
            ("person", ANH.id.hex, 9, AREA, millis, "sync"),
            ("household", HOME.id.hex, 9, AREA, millis, "sync"),
        ]
    )


def test_a_list_of_the_office_brings_back_whom_it_names(till: Store) -> None:
    server = replace(a_person(), id=ANH.id, household_id=HOME.id)
    apply(till, come(HOME), come(server))
    issue(till)
    apply(till, go(server), go(HOME))
    assert not is_there(till, server)

    put_list(till, [server])

    assert is_there(till, server)
    assert len(till.queries.due_lines(DueFilter())) == 1
    apply(till, come(HOME, 1))
    assert till.queries.household(HOME.id, TODAY.year).household == HOME
