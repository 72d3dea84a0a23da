"""What an import comes to, before and after it is made: news, proposals, undo, columns named by hand."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from agent_app.domain.due_layout import (
    ColumnReading,
    ListField,
    ListLayout,
    MonthSource,
    RowKind,
    SheetLayout,
)
from agent_app.domain.due_list import (
    Change,
    Correction,
    Doubt,
    DoubtKind,
    DueRow,
    RejectedRow,
    RepeatedRow,
    Scheme,
    SkippedRow,
)
from agent_app.domain.money import Dong
from agent_app.domain.text_encoding import StoredAs
from agent_app.services.access import AccessLog
from agent_app.services.due_lists import (
    ImportService,
    ImportUnknownError,
    ListNotCleanError,
    MappingFileError,
    NothingToUndoError,
    NoUsableRowError,
)
from agent_app.services.import_lines import (
    Comparison,
    FullReport,
    ListNote,
    NoteKind,
    SchemeSum,
)
from agent_app.services.lines import DueFilter
from agent_app.services.ports import CancelledWorkError
from tests.builders import AGENT, a_due_row, a_household, a_person, an_id
from tests.services.bench import LIST, MONTH, Bench

LAYOUT = ListLayout("xlsx", StoredAs.UTF_8, (SheetLayout("T12", 9, (3, 4), fingerprint="layout-1"),))


@dataclass(slots=True)
class KeptReports:
    """A writer that keeps what it is given."""

    given: list[FullReport] = field(default_factory=list)

    def write(self, report: FullReport) -> bytes:
        self.given.append(report)
        return report.watermark.code.encode()


def imports(bench: Bench, writer: KeptReports | None = None) -> ImportService:
    access = AccessLog(bench.open_unit, bench.clock)
    return ImportService(bench.open_unit, writer or KeptReports(), bench.clock, bench.ids, access)


def take(bench: Bench, *rows: DueRow, mark: bytes = b"list", month: str = MONTH) -> UUID:
    bench.put_list(*rows, mark=mark, month=month)
    bench.clock.instant += timedelta(minutes=1)
    return bench.due_lists.import_file(LIST).import_id


def listed(bench: Bench, month: str = MONTH) -> list[str]:
    with bench.open_unit() as unit:
        people = [each.person_id for each in bench.queries.due_lines(DueFilter(month))]
        return sorted(str(unit.households.person(each).insurance_no) for each in people)


def numbers(*which: int) -> list[str]:
    return [str(a_person(each).insurance_no) for each in which]


def notes(bench: Bench, import_id: UUID, *kinds: NoteKind) -> list[ListNote]:
    return list(imports(bench).record(import_id).report.of(*kinds))


def test_a_preview_stores_nothing_and_its_commit_does(bench: Bench) -> None:
    bench.put_list(a_due_row(1), a_due_row(2))
    prepared = bench.due_lists.prepare(LIST)
    counts = bench.queries.counts()

    assert (counts.people, counts.due) == (0, 0)
    assert (prepared.report.accepted, prepared.report.new_people, prepared.report.new_households) == (2, 2, 1)
    assert prepared.file_name == LIST.name

    done = bench.due_lists.commit(prepared)

    assert done.report == prepared.report
    assert listed(bench) == numbers(1, 2)


def test_a_preview_of_the_same_file_says_so(bench: Bench) -> None:
    known = take(bench, a_due_row(1))

    assert bench.due_lists.prepare(LIST).unchanged == known


def test_what_came_in_between_counts_when_a_preview_is_committed(bench: Bench) -> None:
    bench.put_list(a_due_row(1))
    prepared = bench.due_lists.prepare(LIST)
    bench.settle_in(a_person(1))

    done = bench.due_lists.commit(prepared)

    assert done.report.new_people == 0
    assert bench.queries.counts().people == 1


def test_a_list_without_a_usable_line_can_be_looked_at_but_not_committed(bench: Bench) -> None:
    bench.put_refused_list()
    prepared = bench.due_lists.prepare(LIST)

    assert prepared.report.rejected == 1
    with pytest.raises(NoUsableRowError):
        bench.due_lists.commit(prepared)


def test_a_strict_import_refuses_doubtful_and_rejected_lines(bench: Bench) -> None:
    good = replace(a_due_row(1), citizen_id=None)
    doubtful = replace(good, doubts=(Doubt("phone", "09", DoubtKind.UNREADABLE),))
    bench.put_list(doubtful)
    with pytest.raises(ListNotCleanError) as caught:
        bench.due_lists.import_file(LIST, strict=True)
    assert (caught.value.rejected, caught.value.doubtful) == (0, 1)
    assert bench.queries.counts().due == 0

    bench.put_list(good)
    assert bench.due_lists.import_file(LIST, strict=True).accepted == 1


def test_a_doubt_is_of_one_sheets_line_alone(bench: Bench) -> None:
    wrong = replace(a_due_row(1), citizen_id="098185123456", sheet="BHYT")
    fine = replace(a_due_row(2), citizen_id=None, row=wrong.row, sheet="BHXH")
    bench.put_list(wrong, fine)

    report = bench.due_lists.prepare(LIST).report

    assert [each.sheet for each in report.of(NoteKind.DOUBTFUL)] == ["BHYT"]


def test_a_report_is_kept_with_all_that_was_told(bench: Bench) -> None:
    mended = Correction("insurance_no", "123456789", "0123456789", Change.ZEROS)
    row = replace(a_due_row(1), corrections=(mended,), sheet="T12", original={"Họ tên": "Ánh"})
    other = replace(a_due_row(2, scheme=Scheme.PENSION), sheet="T12", citizen_id=None)
    bench.put_list(row, other)
    bench.source.readings[LIST] = replace(
        bench.source.readings[LIST],
        rejected=(RejectedRow(30, "date", "31/02", "Hạn", "T12", {"Hạn": "31/02"}),),
        repeated=(RepeatedRow(31, 12, "T12", {"Họ tên": "Ánh"}),),
        duplicates=1,
        skipped_rows=(SkippedRow(1, RowKind.TITLE, "T12"), SkippedRow(2, RowKind.TITLE, "T12")),
        skipped=2,
        month_from=MonthSource.TITLE,
    )
    done = bench.due_lists.import_file(LIST)

    kept = imports(bench).record(done.import_id)

    assert kept.report == done.report
    assert (kept.file_name, kept.shown, kept.undone_at) == (LIST.name, True, None)
    assert kept.report.month_from is MonthSource.TITLE
    assert kept.report.skipped == {RowKind.TITLE: 2}
    assert kept.report.sums == (
        SchemeSum(Scheme.HEALTH, 1, Dong(1_366_200)),
        SchemeSum(Scheme.PENSION, 1, Dong(3_168_000)),
    )
    assert [(each.kind, each.row, each.before) for each in kept.report.notes][:2] == [
        (NoteKind.REJECTED, 30, "31/02"),
        (NoteKind.REPEATED, 31, "12"),
    ]
    assert kept.report.notes[0].original == {"Hạn": "31/02"}
    corrected = kept.report.of(NoteKind.CORRECTED)
    assert [(each.before, each.after, each.why) for each in corrected] == [
        ("123456789", "0123456789", "zeros")
    ]


def test_a_workbook_is_made_of_a_report_and_every_accepted_line(bench: Bench) -> None:
    bench.enrol()
    writer = KeptReports()
    made = take(bench, replace(a_due_row(1), original={"Họ tên": "Ánh"}, sheet="T12"))

    content = imports(bench, writer).workbook(made)

    report = writer.given[0]
    assert content == report.watermark.code.encode()
    assert report.record.id == made
    assert [(each.row, each.sheet, each.cells) for each in report.accepted] == [
        (12, "T12", {"Họ tên": "Ánh"})
    ]
    assert report.watermark.actor == AGENT
    assert report.watermark.purpose == "báo cáo nhập danh sách tháng 12/2026"


def test_an_import_that_never_was_is_unknown(bench: Bench) -> None:
    with pytest.raises(ImportUnknownError):
        imports(bench).record(an_id(99))


def test_a_list_is_held_against_the_one_it_replaces_and_the_month_before(bench: Bench) -> None:
    take(bench, a_due_row(1), a_due_row(2), month="2026-11", mark=b"before")
    take(bench, a_due_row(1), a_due_row(2), a_due_row(3))
    cheaper = replace(a_due_row(2), amount=Dong(500_000), phone="0973000009")
    made = take(bench, a_due_row(1), cheaper, a_due_row(4), mark=b"newer")

    report = imports(bench).record(made).report

    assert report.last == Comparison(MONTH, new=1, gone=1, changed=1, same=1)
    assert report.previous == Comparison("2026-11", new=1, gone=0, changed=1, same=1)
    assert [each.after for each in report.of(NoteKind.NEW)] == [a_due_row(4).name]
    assert [each.row for each in report.of(NoteKind.GONE)] == [a_due_row(3).row]
    assert [(each.about, each.before, each.after) for each in report.of(NoteKind.CHANGED)] == [
        ("amount", "1366200", "500000"),
        ("phone", str(a_due_row(2).phone), "0973000009"),
    ]


def test_a_first_list_is_held_against_none(bench: Bench) -> None:
    report = imports(bench).record(take(bench, a_due_row(1))).report

    assert (report.last, report.previous) == (None, None)
    assert report.of(NoteKind.NEW, NoteKind.GONE, NoteKind.CHANGED) == ()


def test_two_lines_of_one_person_are_held_against_two(bench: Bench) -> None:
    twice = replace(a_due_row(1), row=40, months=6)
    take(bench, a_due_row(1), twice)

    report = imports(bench).record(take(bench, twice, a_due_row(1), mark=b"newer")).report

    assert report.last == Comparison(MONTH, new=0, gone=0, changed=0, same=2)


def test_january_is_held_against_december(bench: Bench) -> None:
    take(bench, a_due_row(1))

    report = imports(bench).record(take(bench, a_due_row(1), mark=b"new year", month="2027-01")).report

    assert report.previous == Comparison("2026-12", 0, 0, 0, 1)


def test_a_line_that_two_collectors_have_is_told_and_both_stay(bench: Bench) -> None:
    other = replace(a_due_row(1), row=40, agent_code="NVT068012002")
    pension = replace(a_due_row(1, scheme=Scheme.PENSION), row=41, agent_code="NVT068012003")
    made = take(bench, a_due_row(1), other, pension)

    told = notes(bench, made, NoteKind.COLLECTORS)

    assert [(each.row, each.before) for each in told] == [(12, "NVT068012002"), (40, "NVT068012001")]
    assert len(listed(bench)) == 3
    assert bench.queries.counts().people == 1


def test_a_phone_and_an_address_known_otherwise_are_told_and_not_overwritten(bench: Bench) -> None:
    bench.settle_in(a_person(1))
    row = replace(a_due_row(1), phone="0999999999", address="Số 9, Thôn Khác, xã Suối Trúc")

    made = take(bench, row)

    told = notes(bench, made, NoteKind.DIFFERENT)
    assert [(each.about, each.before, each.after) for each in told] == [
        ("phone", "0973000001", "0999999999"),
        ("address", a_household().address, row.address),
    ]
    assert bench.person(a_person(1).id) == a_person(1)


def test_an_address_in_other_letters_is_no_difference(bench: Bench) -> None:
    bench.settle_in(a_person(1))

    made = take(bench, replace(a_due_row(1), address="SỐ 8, THÔN LÁNG TRE,  XÃ SUỐI TRÚC"))

    assert notes(bench, made, NoteKind.DIFFERENT) == []


def test_undo_brings_back_the_list_before_and_then_none(bench: Bench) -> None:
    first = take(bench, a_due_row(1), a_due_row(2))
    second = take(bench, a_due_row(3), mark=b"newer")
    bench.clock.instant += timedelta(hours=1)

    done = imports(bench).undo()

    assert (done.undone.id, done.undone.shown, done.undone.undone_at) == (second, False, bench.clock.instant)
    assert done.back is not None
    assert (done.back.id, done.back.shown) == (first, True)
    assert listed(bench) == numbers(1, 2)
    assert imports(bench).undo(MONTH).back is None
    assert listed(bench) == []
    with pytest.raises(NothingToUndoError):
        imports(bench).undo()


def test_undo_takes_the_newest_import_of_any_month_or_the_month_named(bench: Bench) -> None:
    november = take(bench, a_due_row(1), month="2026-11", mark=b"november")
    december = take(bench, a_due_row(2))

    assert imports(bench).undo("2026-11").undone.id == november
    assert imports(bench).undo().undone.id == december
    with pytest.raises(NothingToUndoError):
        imports(bench).undo("2026-11")


def test_what_was_undone_can_be_imported_again(bench: Bench) -> None:
    take(bench, a_due_row(1))
    imports(bench).undo()

    done = bench.due_lists.import_file(LIST)

    assert not done.unchanged
    assert listed(bench) == numbers(1)


def with_layout(bench: Bench) -> None:
    bench.put_list(a_due_row(1))
    bench.source.readings[LIST] = replace(bench.source.readings[LIST], layout=LAYOUT)


def test_columns_named_by_hand_are_remembered_for_their_layout_once_imported(bench: Bench) -> None:
    with_layout(bench)
    bench.due_lists.prepare(LIST, columns={"Số lạ": "phone"})
    bench.due_lists.prepare(LIST)
    assert bench.source.columns == {}

    bench.due_lists.commit(bench.due_lists.prepare(LIST, columns={"Số lạ": "phone"}))
    bench.due_lists.prepare(LIST, columns={"B": "name"})

    assert bench.source.columns == {"Số lạ": "phone", "B": "name"}


def test_the_same_file_with_its_columns_taken_otherwise_is_another_list(bench: Bench) -> None:
    with_layout(bench)
    first = bench.due_lists.import_file(LIST)
    assert bench.due_lists.import_file(LIST).unchanged
    sheet = replace(LAYOUT.sheets[0], columns=(ColumnReading(0, "Số lạ", ListField.PHONE, by_hand=True),))
    bench.source.readings[LIST] = replace(
        bench.source.readings[LIST], layout=replace(LAYOUT, sheets=(sheet,))
    )

    assert bench.due_lists.prepare(LIST).unchanged is None
    second = bench.due_lists.import_file(LIST)

    assert (second.unchanged, second.import_id != first.import_id) == (False, True)
    assert bench.due_lists.import_file(LIST).unchanged


def test_remembered_columns_go_to_another_machine(bench: Bench) -> None:
    with_layout(bench)
    bench.due_lists.import_file(LIST, columns={"Số lạ": "phone", "Bỏ": ""})

    text = imports(bench).export_mappings().decode()

    assert json.loads(text)["layouts"] == {"layout-1": {"Bỏ": "", "Số lạ": "phone"}}
    other = text.replace("layout-1", "layout-2")
    assert imports(bench).import_mappings(other, "cot.json") == 1
    assert json.loads(imports(bench).export_mappings())["layouts"].keys() == {"layout-1", "layout-2"}


@pytest.mark.parametrize("text", ["{", "[]", '{"format": "other"}'])
def test_what_is_no_mapping_is_refused(text: str, bench: Bench) -> None:
    with pytest.raises(MappingFileError):
        imports(bench).import_mappings(text, "cot.json")


def test_an_import_can_be_given_up_at_every_report(bench: Bench) -> None:
    take(bench, a_due_row(1))
    before, last = bench.queries.counts(), 1
    bench.put_list(*(replace(a_due_row(at), household_no=None) for at in range(1, 20)), mark=b"newer")
    while True:
        try:
            bench.due_lists.import_file(LIST, GivingUp(last))
        except CancelledWorkError:
            assert bench.queries.counts() == before
            last += 1
        else:
            break

    assert last > 5
    assert bench.queries.counts().people == 19


class GivingUp:
    """Reports until the last one, then gives up."""

    def __init__(self, last: int) -> None:
        self._left = last

    def __call__(self, _done: int, _total: int) -> None:
        self._left -= 1
        if self._left == 0:
            raise CancelledWorkError
