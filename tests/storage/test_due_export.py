from dataclasses import replace
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from agent_app.domain.access import AccessAction
from agent_app.domain.due_list import DueRow
from agent_app.domain.money import Dong
from agent_app.domain.visit import Outcome
from agent_app.runtime.clock import SystemIds
from agent_app.services.access import AccessLog
from agent_app.services.due_export import DueExportService, NoLinesError
from agent_app.services.lines import DueFilter
from agent_app.services.ports import AccessFilter, CancelledWorkError, no_report
from agent_app.storage.store import Store
from agent_app.workbooks.due_sheet import DueListWriter
from tests.builders import (
    AGENT,
    TODAY,
    a_due_row,
    a_household,
    a_person,
    a_subject,
    a_visit,
    an_enrolment,
    an_id,
    an_outcome,
)
from tests.fakes import FixedClock
from tests.storage.test_queries import put

HOME = a_household(1, address="Số 8, Thôn 2", hamlet="Thôn 2")
ROW: DueRow = replace(a_due_row(), amount=Dong(956_340))


@pytest.fixture
def listed(store: Store) -> Store:
    """A store with a list of three people, one of whom has the name of a formula."""
    people = [a_person(1, "Trần Văn Em"), a_person(2, "=1+1"), a_person(3, "Lê Thị Ánh")]
    put(store, [(person, HOME) for person in people], row=ROW)
    with store.unit() as unit:
        unit.device.enrol(an_enrolment())
        unit.visits.add(a_visit(an_outcome(Outcome.PROMISED, a_subject(1), promised_on=TODAY)))
        unit.commit()
    return store


def exports(store: Store) -> DueExportService:
    access = AccessLog(store.unit, FixedClock())
    return DueExportService(store.unit, store.queries, DueListWriter(), FixedClock(), SystemIds(), access)


def rows_of(content: bytes) -> list[list[object]]:
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return [list(row) for row in sheet.to_python()]


def test_lines_are_written_in_the_order_asked_for_with_what_is_known_of_them(listed: Store) -> None:
    ids = listed.queries.due_rows(DueFilter()).ids
    (mark, *_), captions, first, second = rows_of(exports(listed).workbook("2026-12", ids[1:], no_report))[:4]
    told = [dict(zip(captions, row, strict=True)) for row in (first, second)]

    assert [each["Họ và tên"] for each in told] == ["=1+1", "Lê Thị Ánh"]
    assert {each["Số tiền"] for each in told} == {956_340}
    assert {each["Địa chỉ"] for each in told} == {HOME.address}
    assert {str(each["Hạn"]) for each in told} == {"2026-12-31"}
    assert f"Xuất bởi {AGENT}" in str(mark)
    assert "danh sách đến hạn tháng 12/2026, 2 dòng" in str(mark)


def test_the_last_visit_and_its_promise_stand_beside_a_line(listed: Store) -> None:
    ids = listed.queries.due_rows(DueFilter()).ids
    rows = rows_of(exports(listed).workbook("2026-12", ids[:1], no_report))
    told = dict(zip(rows[1], rows[2], strict=True))

    assert told["Lần trước"] == "Hẹn ngày"
    assert str(told["Hẹn ngày"]) == TODAY.isoformat()


def test_the_access_log_knows_of_an_export_by_the_code_in_the_file(listed: Store) -> None:
    content = exports(listed).workbook("2026-12", listed.queries.due_rows(DueFilter()).ids, no_report)
    (entry,) = listed.privacy_queries.accesses(AccessFilter())

    assert (entry.action, entry.entity, entry.actor) == (AccessAction.EXPORT, "list", AGENT)
    assert f"mã {entry.fields[-1]}" in str(rows_of(content)[0][0])


def test_lines_that_are_gone_are_not_exported_and_not_logged(listed: Store) -> None:
    with pytest.raises(NoLinesError):
        exports(listed).workbook("2026-12", [an_id(0x77)], no_report)

    assert listed.privacy_queries.accesses(AccessFilter()) == []


def test_an_export_that_is_stopped_is_not_logged(listed: Store) -> None:
    def stop(_done: int, _total: int) -> None:
        raise CancelledWorkError

    with pytest.raises(CancelledWorkError):
        exports(listed).workbook("2026-12", listed.queries.due_rows(DueFilter()).ids, stop)

    assert listed.privacy_queries.accesses(AccessFilter()) == []
