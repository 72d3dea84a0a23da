"""What imports keep of people, and how it goes: by an erasure at once, by a sweep when it is old."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from agent_app.domain.erasure import pseudonym
from agent_app.domain.history import ChangeSource
from agent_app.domain.household import Person, PersonId
from agent_app.runtime.clock import SystemIds
from agent_app.runtime.paths import Home
from agent_app.services.access import AccessLog
from agent_app.services.due_lists import DueListService, ImportResult, ImportService, NoUsableRowError
from agent_app.services.import_lines import NoteKind
from agent_app.services.lines import DueFilter
from agent_app.services.ports import no_report
from agent_app.services.privacy import ERASED
from agent_app.storage.engine import RawConnection, open_ours
from agent_app.storage.store import Store
from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.report import ImportReportWriter
from tests.builders import NOW
from tests.fakes import FixedClock
from tests.storage.test_privacy import acknowledge, erase, sweep
from tests.storage.till import KEY
from tests.storage.traces import traces

MONTH = "2026-12"
FAR = NOW + timedelta(days=4000)
CAPTIONS = "Họ và tên;Mã số BHXH;CCCD;Ngày sinh;Giới tính;Địa chỉ;SĐT;Loại;Đến ngày;Số tiền;Mã hộ"
REST = "BHYT;31/12/2026;631800"
LUA = f"Đặng Thị Lụa;6880000071;;12/03/1980;nữ;Số 71, Thôn Đèo Cả;0973000071;{REST};HO71"
KHOI = f"Võ Minh Khôi;6880000072;;05/05/1975;nam;Số 72, Thôn Đèo Cả;0973000072;{REST};HO72"
NGAN = f"Bùi Thị Kim Ngân;6880000073;;01/02/1990;nữ;Số 73, Thôn Đèo Cả;0973000073;{REST};HO73"
OTHERWISE = LUA.replace("0973000071", "+84 973.000.971").replace("Số 71,", "Số 17,")
ALIKE = f"Đặng Thị Lụa;;068180000712;12/03/1980;nữ;Số 71, Thôn Đèo Cả;;{REST};"
# Lines that cannot be taken, with a name, a number without its zero, a name in old letters.
REFUSED = (
    "Đặng Thị Lụa;12;;;nữ;Số 71, Thôn Đèo Cả;;BHYT;31/12/2026;-5;",
    ";;68180000712;;nữ;;;BHYT;31/12/2026;;",
    "§Æng ThÞ Lôa;;;;nữ;;;BHYT;31/13/2026;;",
)
OF_LUA = ("Đặng Thị Lụa", "6880000071", "068180000712", "0973000071", "Số 71", "973.000.971", "Số 17")
OLD_LETTERS = "§Æng ThÞ Lôa"


def file_of(folder: Path, *lines: str, name: str = "danh-sach.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((CAPTIONS, *lines, "")), "utf-8")
    return path


@dataclass(slots=True)
class Desk:
    """Where lists come in from real files."""

    store: Store
    folder: Path
    clock: FixedClock = field(default_factory=FixedClock)

    @property
    def lists(self) -> DueListService:
        return DueListService(self.store.unit, DueListReader(), self.clock, SystemIds())

    @property
    def imports(self) -> ImportService:
        access = AccessLog(self.store.unit, self.clock)
        return ImportService(self.store.unit, ImportReportWriter(), self.clock, SystemIds(), access)

    def take_in(self, *lines: str, month: str = MONTH, name: str = "danh-sach.csv") -> ImportResult:
        self.clock.instant += timedelta(seconds=1)
        return self.lists.import_file(file_of(self.folder, *lines, name=name), no_report, month)

    def person(self, number: str) -> Person:
        with self.store.unit() as unit:
            (found,) = unit.households.people_by_numbers({number}, ())
        return found


@pytest.fixture
def desk(till: Store, tmp_path: Path) -> Desk:
    """An open store that takes in files."""
    return Desk(till, tmp_path)


@pytest.fixture
def raw(home: Home, desk: Desk) -> Iterator[RawConnection]:
    """A bare connection to that store."""
    del desk
    connection = open_ours(home.store, KEY)
    yield connection
    connection.close()


def filled(desk: Desk) -> Person:
    """Take in three lists of a month that say of one person all that a list can say."""
    first = desk.take_in(LUA, KHOI, LUA, *REFUSED)
    assert first.report.counts[NoteKind.REJECTED] == len(REFUSED)
    assert NoteKind.REPEATED in first.report.counts
    second = desk.take_in(OTHERWISE, KHOI, NGAN, ALIKE)
    told = {NoteKind.CHANGED, NoteKind.NEW, NoteKind.DIFFERENT, NoteKind.CORRECTED, NoteKind.PROPOSED}
    assert told <= set(second.report.counts)
    third = desk.take_in(KHOI, NGAN, name="thiếu Đặng Thị Lụa.csv")
    assert NoteKind.GONE in third.report.counts
    lua = desk.person("6880000071")
    for each in desk.imports.proposals():
        desk.imports.settle(each.id, joined=True)
    return lua


def forget(store: Store, person_id: PersonId) -> None:
    erase(store, person_id)
    acknowledge(store)
    sweep(store)


def test_nothing_of_an_import_says_anything_of_who_was_erased(desk: Desk, raw: RawConnection) -> None:
    lua = filled(desk)
    everything = (*OF_LUA, "68180000712", OLD_LETTERS)
    assert traces(raw, everything) == list(everything)

    forget(desk.store, lua.id)

    assert traces(raw, everything) == []
    of_others = ("Võ Minh Khôi", "6880000072", "0973000072", "Số 72", "Bùi Thị Kim Ngân")
    assert traces(raw, of_others) == list(of_others)


def test_reports_of_before_an_erasure_can_still_be_read(desk: Desk) -> None:
    first = desk.take_in(LUA, KHOI, LUA)
    second = desk.take_in(KHOI, NGAN)
    lua = desk.person("6880000071")
    forget(desk.store, lua.id)

    (repeated,) = desk.imports.record(first.import_id).report.of(NoteKind.REPEATED)
    (gone,) = desk.imports.record(second.import_id).report.of(NoteKind.GONE)
    assert (repeated.before, repeated.original) == ("2", {})
    assert gone.before == pseudonym(lua.id)
    assert len(desk.imports.workbook(first.import_id)) > 0
    assert desk.store.checker.check(no_report) == []


def test_an_older_list_does_not_bring_the_erased_back_and_its_preview_says_so(
    desk: Desk, raw: RawConnection
) -> None:
    desk.take_in(LUA, KHOI)
    forget(desk.store, desk.person("6880000071").id)
    path = file_of(desk.folder, LUA, NGAN, LUA)

    prepared = desk.lists.prepare(path, no_report, MONTH)
    assert [(each.row, each.about) for each in prepared.reading.rejected] == [(2, ERASED)]
    assert [(each.kind, each.about) for each in prepared.report.of(NoteKind.REJECTED)] == [
        (NoteKind.REJECTED, ERASED)
    ]
    result = desk.lists.commit(prepared)

    assert (result.accepted, result.rejected) == (1, 1)
    assert {line.name for line in desk.store.queries.due_lines(DueFilter())} == {"Bùi Thị Kim Ngân"}
    assert traces(raw, OF_LUA) == []
    with pytest.raises(NoUsableRowError):
        desk.take_in(LUA)


def test_who_is_erased_between_the_look_and_the_swap_stays_out(desk: Desk, raw: RawConnection) -> None:
    desk.take_in(LUA, KHOI)
    prepared = desk.lists.prepare(file_of(desk.folder, LUA, NGAN), no_report, MONTH)
    assert prepared.reading.rejected == ()

    forget(desk.store, desk.person("6880000071").id)
    result = desk.lists.commit(prepared)

    assert [each.about for each in result.rejected_rows] == [ERASED]
    assert traces(raw, OF_LUA) == []


def test_proposals_about_the_erased_are_closed(desk: Desk) -> None:
    desk.take_in(LUA, KHOI)
    desk.take_in(ALIKE, month="2027-01")
    with desk.store.unit() as unit:
        assert [each.what for each in unit.imports.proposals()] == ["Đặng Thị Lụa"]

    forget(desk.store, desk.person("6880000071").id)

    with desk.store.unit() as unit:
        assert unit.imports.proposals() == []


def test_a_join_is_told_as_the_agents_doing(desk: Desk) -> None:
    desk.take_in(LUA.replace("0973000071", ""), KHOI)
    desk.take_in(ALIKE.replace("Cả;;", "Cả;0973000079;"), month="2027-01")
    (proposal,) = desk.imports.proposals()

    desk.imports.settle(proposal.id, joined=True)

    told = desk.store.privacy_queries.history(desk.person("6880000071").id)
    assert {(each.field, each.after) for each in told} >= {
        ("phone", "0973000079"),
        ("citizen_id", "068180000712"),
    }
    assert {each.author.source for each in told} == {ChangeSource.AGENT}


def test_a_list_that_was_replaced_goes_with_its_report_and_nothing_refers_to_it(desk: Desk) -> None:
    old = desk.take_in(LUA, KHOI, LUA)
    new = desk.take_in(LUA, NGAN)
    sweep(desk.store, lists=FAR)

    with desk.store.unit() as unit:
        assert unit.imports.record(new.import_id).replaced_id is None
        assert unit.imports.lines(old.import_id) == []
    assert desk.store.checker.check(no_report) == []
    undone = desk.imports.undo(MONTH)
    assert (undone.undone.id, undone.back) == (new.import_id, None)


def test_what_a_report_says_line_by_line_goes_when_it_is_old_and_its_counts_stay(desk: Desk) -> None:
    made = desk.take_in(LUA, KHOI, LUA)
    sweep(desk.store, reports=NOW)
    with desk.store.unit() as unit:
        assert unit.imports.record(made.import_id).report.notes != ()
    sweep(desk.store, reports=FAR)

    with desk.store.unit() as unit:
        report = unit.imports.record(made.import_id).report
    assert report.notes == ()
    assert (report.accepted, report.duplicates) == (2, 1)
    assert len(desk.store.queries.due_lines(DueFilter())) == 2
