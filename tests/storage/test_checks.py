"""What the check says of emptied bodies, visits, frozen books, and links behind a hole."""

from collections.abc import Iterator

import pytest

from agent_app.domain.operation import Entry, OperationKind
from agent_app.domain.operation_body import visit_body
from agent_app.runtime.paths import Home
from agent_app.services.ports import Finding, no_report
from agent_app.storage.engine import RawConnection, open_ours
from agent_app.storage.store import Store
from tests.builders import NOW, a_visit, an_id, an_outcome
from tests.storage.till import KEY, issue


@pytest.fixture
def lived(home: Home, till: Store) -> Iterator[tuple[Store, RawConnection]]:
    """A receipt, a visit, a receipt; and a connection that no trigger holds back."""
    issue(till)
    with till.unit() as unit:
        visit = a_visit(an_outcome())
        unit.visits.add(visit)
        unit.log.append(Entry(an_id(0x77), OperationKind.VISIT_RECORDED, 1, NOW, visit_body(visit)))
        unit.commit()
    issue(till)
    raw = open_ours(home.store, KEY)
    raw.execute("DROP TRIGGER operation_is_kept")
    raw.execute("DROP TRIGGER operation_stays")
    yield till, raw
    raw.close()


def found(store: Store) -> list[Finding]:
    return store.checker.check(no_report)


def test_a_body_that_was_emptied_after_the_office_had_it_is_known_by_its_hash(
    lived: tuple[Store, RawConnection],
) -> None:
    store, raw = lived
    raw.execute("UPDATE device SET acked_dseq = 3, acked_hash = (SELECT hash FROM oplog WHERE dseq = 3)")
    raw.execute("UPDATE oplog SET body = x''")

    assert found(store) == []


def test_a_body_that_was_emptied_before_the_office_had_it_is_named(
    lived: tuple[Store, RawConnection],
) -> None:
    store, raw = lived
    raw.execute("UPDATE oplog SET body = x'' WHERE dseq = 2")

    assert found(store) == [Finding("log.emptied_early", str(an_id(0x77)))]


@pytest.mark.parametrize("change", ["body_hash = zeroblob(32)", "prev_hash = zeroblob(32)", "epoch = 2"])
def test_an_emptied_body_does_not_loosen_its_link(lived: tuple[Store, RawConnection], change: str) -> None:
    store, raw = lived
    raw.execute("UPDATE device SET acked_dseq = 3")
    raw.execute("UPDATE oplog SET body = x'' WHERE dseq = 2")
    raw.execute(f"UPDATE oplog SET {change} WHERE dseq = 2")  # noqa: S608

    assert {each.code for each in found(store)} == {"log.link"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("DELETE FROM visit_outcome", "visit.differs"),
        ("UPDATE visit SET visited_on = '2026-01-01'", "visit.differs"),
        ("UPDATE visit_outcome SET outcome = 'moved'", "visit.differs"),
        ("DELETE FROM visit", "visit.missing"),
        ("UPDATE oplog SET body = x'00' WHERE dseq = 2", "visit.unreadable"),
    ],
)
def test_a_visit_that_is_not_what_was_logged_is_named(
    lived: tuple[Store, RawConnection], change: str, code: str
) -> None:
    store, raw = lived
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(change)

    assert code in {each.code for each in found(store)}


def test_what_was_erased_of_a_visits_people_is_no_difference(lived: tuple[Store, RawConnection]) -> None:
    store, raw = lived
    raw.execute("UPDATE visit SET met = 'x'")
    raw.execute("UPDATE visit_outcome SET subject_name = 'x', subject_citizen_id = NULL")

    assert found(store) == []


def test_a_frozen_book_is_named(lived: tuple[Store, RawConnection]) -> None:
    store, raw = lived
    raw.execute("UPDATE receipt_book SET frozen_at = 1")

    assert found(store) == [Finding("book.frozen", "AB/26 0001")]
    assert store.queries.books()[0].frozen


def test_an_operation_behind_a_hole_is_named(lived: tuple[Store, RawConnection]) -> None:
    store, raw = lived
    raw.execute("DELETE FROM oplog WHERE dseq = 2")

    [finding] = found(store)
    assert finding.code == "log.link"
