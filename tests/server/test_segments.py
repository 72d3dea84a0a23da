from dataclasses import replace

from agent_app.domain.due_list import AreaReading, AreaRow
from agent_app.domain.replica import change_sum
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import MAX_ROWS, Cursor, Pull, Segment
from provincial_server.areas import load_area
from provincial_server.segments import Holder, segments
from tests.server.conftest import OFFICER, Office
from tests.server.laptop import Laptop


def load(office: Office, persons: int, *, area: str = "22999", phone: str = "0973000001") -> None:
    rows = tuple(
        AreaRow(row, f"Nguyễn Thị {row}", f"{row // 3:010d}", f"{row:010d}", phone=phone, address="Thôn 1")
        for row in range(1, persons + 1)
    )
    load_area(office.database, area, AreaReading(rows, ()), office.folder / "area.xlsx", OFFICER)


def pull(office: Office, laptop: Laptop, *cursors: Cursor, rows: int = MAX_ROWS) -> tuple[Segment, ...]:
    return office.ask(pack((laptop.hello(cursors), Pull(rows)))).segments


def cursor_after(segment: Segment) -> Cursor:
    return Cursor(segment.scope, segment.gen, segment.to, segment.sum, segment.mver)


def total_of(segment: Segment) -> int:
    total = segment.base_sum
    for row in segment.rows:
        total = change_sum(total, row.seq, (row.entity, row.id, row.ver), row.body)
    return total


def test_an_area_comes_down_whole_and_then_nothing_more(office: Office) -> None:
    laptop = office.laptop()
    load(office, 9)

    (segment,) = pull(office, laptop)

    assert (segment.scope, segment.after, segment.more) == ("area:22999", 0, False)
    assert [row.entity for row in segment.rows].count("person") == 9
    assert [row.seq for row in segment.rows] == list(range(1, segment.to + 1))
    assert total_of(segment) == segment.sum
    assert pull(office, laptop, cursor_after(segment)) == ()


def test_an_area_in_pieces_is_the_same_area(office: Office) -> None:
    laptop = office.laptop()
    load(office, 9)
    (whole,) = pull(office, laptop)
    pieces: list[Segment] = []
    cursors: tuple[Cursor, ...] = ()

    while not pieces or pieces[-1].more:
        (piece,) = pull(office, laptop, *cursors, rows=5)
        pieces.append(piece)
        cursors = (cursor_after(piece),)

    assert tuple(row for piece in pieces for row in piece.rows) == whole.rows
    assert all(total_of(piece) == piece.sum for piece in pieces)
    assert len(pieces) == 3


def test_only_what_changed_comes_after_the_cursor(office: Office) -> None:
    laptop = office.laptop()
    load(office, 2)
    (first,) = pull(office, laptop)
    load(office, 2, phone="0973000002")

    (news,) = pull(office, laptop, cursor_after(first))

    assert (news.after, news.base_sum) == (first.to, first.sum)
    assert [(row.entity, row.ver) for row in news.rows] == [("person", 2), ("person", 2)]


def test_a_cursor_that_does_not_fit_begins_again(office: Office) -> None:
    laptop = office.laptop()
    load(office, 2)
    (whole,) = pull(office, laptop)
    good = cursor_after(whole)

    for bad in (replace(good, sum=good.sum ^ 1), replace(good, gen=7), replace(good, seq=99)):
        (again,) = pull(office, laptop, bad)
        assert again == whole


def test_an_emptied_log_empties_the_copy(office: Office) -> None:
    laptop = office.laptop()

    (segment,) = pull(office, laptop, Cursor("area:22999", 7, 5, 5, 1))

    assert (segment.after, segment.to, segment.rows, segment.more) == (0, 0, (), False)


def test_a_device_gets_its_own_areas_only(office: Office) -> None:
    laptop = office.laptop()
    load(office, 2, area="other")

    assert pull(office, laptop, Cursor("area:other", 1, 0, 0, 1)) == ()


def two_areas(office: Office) -> Laptop:
    office.enrol(area="second", book="AB/26:0009:901:950")
    load(office, 9)
    rows = tuple(AreaRow(row, f"Trần {row}", f"9{row:09d}", f"9{row:09d}") for row in range(1, 10))
    load_area(office.database, "second", AreaReading(rows, ()), office.folder / "area.xlsx", OFFICER)
    return office.laptop()


def test_an_area_that_fits_an_answer_of_its_own_waits_for_one(office: Office) -> None:
    laptop = two_areas(office)

    first, waiting = pull(office, laptop, rows=20)
    again = pull(office, laptop, cursor_after(first), cursor_after(waiting), rows=20)

    assert (first.scope, len(first.rows), first.more) == ("area:22999", 13, False)
    assert (waiting.rows, waiting.to, waiting.sum, waiting.more) == ((), 0, 0, True)
    assert [(each.scope, len(each.rows), each.more) for each in again] == [("area:second", 18, False)]


def test_areas_larger_than_an_answer_come_in_pieces_one_after_the_other(office: Office) -> None:
    laptop = two_areas(office)
    cursors: dict[str, Cursor] = {}
    pieces: list[tuple[str, int]] = []

    while answer := pull(office, laptop, *cursors.values(), rows=8):
        cursors |= {segment.scope: cursor_after(segment) for segment in answer}
        pieces += [(segment.scope, len(segment.rows)) for segment in answer if segment.rows]

    assert pieces == [
        ("area:22999", 8),
        ("area:22999", 5),
        ("area:second", 3),
        ("area:second", 8),
        ("area:second", 7),
    ]


def test_an_answer_is_bounded_in_bytes(office: Office) -> None:
    laptop = two_areas(office)

    with office.database.read() as session:
        first, waiting = segments(
            session, Holder(laptop.agent_code, laptop.device, 1), (), Pull(), most_bytes=300
        )

    assert 0 < len(first.rows) < 13
    assert first.more
    assert (waiting.rows, waiting.more) == ((), True)
