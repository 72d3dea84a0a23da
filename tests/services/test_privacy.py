"""Consents, exports, erasures and sweeps as use cases, on a real store."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest

from agent_app.domain.consent import ConsentHow, Purpose
from agent_app.domain.household import PersonId
from agent_app.domain.operation import OperationState
from agent_app.printing.person_files import PersonFiles, UnmarkedExportError
from agent_app.runtime.paths import Home
from agent_app.runtime.retention import load_retention
from agent_app.services.access import AccessLog
from agent_app.services.failures import PersonUnknownError
from agent_app.services.lines import PersonFile
from agent_app.services.ports import AccessFilter
from agent_app.services.privacy import (
    ConsentInFutureError,
    ErasureReasonMissingError,
    PrivacyService,
    RecordConsent,
)
from agent_app.storage.store import Store, open_store
from tests.builders import AGENT, DEVICE, TODAY, a_person, an_enrolment, an_id
from tests.fakes import CountingIds, FixedClock
from tests.ready_home import new_store
from tests.services.bench import Bench

ANH = a_person()


@dataclass
class Followers:
    """Notes what must follow an erasure, and what the store looked like then."""

    bench: Bench
    seen: list[int] = field(default_factory=list)

    def after_erasure(self) -> None:
        self.seen.append(self.bench.queries.search_count("Ánh"))


@dataclass
class Desk:
    """A store with one person in it and the use cases of privacy."""

    home: Home
    store: Store
    bench: Bench
    followers: Followers

    @property
    def privacy(self) -> PrivacyService:
        """The use cases."""
        clock = self.bench.clock
        return PrivacyService(
            self.store.unit,
            self.store.privacy_queries,
            clock,
            self.bench.ids,
            AccessLog(self.store.unit, clock),
            PersonFiles(),
            load_retention(),
            (self.followers, self.store),
        )

    def log_size(self) -> int:
        """How much lies in the write-ahead log."""
        return (self.home.folder / "store.db-wal").stat().st_size

    def bodies(self) -> list[bool]:
        return [bool(each.body) for each in self.bench.operations()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store with one enrolled agent and one person."""
    home, key = Home(tmp_path / "Máy chị Hoa"), bytes(range(32))
    new_store(home, key, DEVICE)
    store = open_store(home, key, FixedClock(), CountingIds())
    bench = Bench(store.unit, store.queries)
    bench.enrol(enrolment=an_enrolment())
    bench.settle_in(ANH)
    yield Desk(home, store, bench, Followers(bench))
    store.close()


def consent(desk: Desk, on: date | None = None) -> None:
    desk.privacy.record_consent(
        RecordConsent(ANH.id, Purpose.REMINDER, ConsentHow.PAPER, withdrawn=False, on=on)
    )


def test_a_consent_is_logged_and_kept_together(desk: Desk) -> None:
    consent(desk)

    assert [each.kind for each in desk.bench.operations()] == ["consent.recorded"]
    (kept,) = desk.privacy.queries.consents(ANH.id)
    assert (kept.purpose, kept.how, kept.on) == (Purpose.REMINDER, ConsentHow.PAPER, TODAY)


def test_a_consent_of_tomorrow_is_refused(desk: Desk) -> None:
    with pytest.raises(ConsentInFutureError):
        consent(desk, TODAY + timedelta(days=1))
    assert desk.bench.operations() == []


def test_an_export_says_who_made_it_and_is_logged_under_its_code(desk: Desk) -> None:
    consent(desk)
    made = desk.privacy.export(ANH.id, "theo yêu cầu", archive=False)

    held = json.loads(made.content)
    assert held["watermark"]["actor"] == AGENT
    assert held["watermark"]["purpose"] == "theo yêu cầu"
    assert held["person"]["name"] == ANH.name
    assert made.counts["consents"] == 1
    (entry,) = desk.privacy.queries.accesses(AccessFilter(ANH.id))
    assert entry.fields == ("all", made.watermark.code)


def test_nobody_unknown_is_exported_or_logged(desk: Desk) -> None:
    with pytest.raises(PersonUnknownError):
        desk.privacy.export(PersonId(an_id(77)), "x", archive=False)
    assert desk.privacy.queries.accesses(AccessFilter()) == []


def test_no_file_is_made_without_its_watermark() -> None:
    with pytest.raises(UnmarkedExportError):
        PersonFiles().json(PersonFile(ANH.id, {}))


def test_what_must_follow_an_erasure_follows_when_it_is_kept(desk: Desk) -> None:
    assert desk.log_size() > 0

    done = desk.privacy.erase(ANH.id, "  Tự yêu cầu ")

    assert (done.person_id, done.erased.waiting) == (ANH.id, 1)
    assert desk.followers.seen == [0]
    assert desk.log_size() == 0


def test_an_erasure_without_a_reason_changes_nothing(desk: Desk) -> None:
    with pytest.raises(ErasureReasonMissingError):
        desk.privacy.erase(ANH.id, "   ")
    assert desk.bench.operations() == []
    assert desk.followers.seen == []


def test_the_daily_sweep_comes_once_a_day(desk: Desk) -> None:
    days = []
    for hours in (0, 5, 30):
        desk.bench.clock.instant += timedelta(hours=hours)
        desk.privacy.sweep_daily()
        with desk.store.unit() as unit:
            days.append(unit.privacy.last_sweep())

    assert days == [TODAY, TODAY, TODAY + timedelta(days=1)]


def acknowledge(desk: Desk) -> None:
    with desk.store.unit() as unit:
        (operation,) = unit.log.after(0, 10)
        unit.log.confirm(operation.position, bytes(64), desk.bench.clock.now())
        unit.log.settle([(operation.op_id, OperationState.ACCEPTED, None)])
        unit.commit()


def test_a_sweep_after_custody_empties_what_is_old(desk: Desk) -> None:
    consent(desk)
    desk.bench.clock.instant += timedelta(days=89)
    acknowledge(desk)
    desk.privacy.after_sync()
    assert desk.bodies() == [True]

    desk.bench.clock.instant += timedelta(days=3)
    acknowledge(desk)
    desk.privacy.after_sync()

    assert desk.bodies() == [False]


def test_a_clock_that_runs_ahead_of_the_office_empties_nothing(desk: Desk) -> None:
    consent(desk)
    acknowledge(desk)
    desk.bench.clock.instant += timedelta(days=4000)

    desk.privacy.sweep_daily()

    assert desk.bodies() == [True]


def test_a_clock_before_every_rule_removes_nothing(desk: Desk) -> None:
    consent(desk)
    desk.bench.clock.instant -= timedelta(days=400)

    desk.privacy.sweep_daily()
    desk.privacy.after_sync()

    assert desk.bodies() == [True]
