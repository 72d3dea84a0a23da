from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.walking_order import Stop, merged
from tests.builders import TODAY

ORDERS = st.lists(st.integers(0, 12), unique=True)


def in_turn(*stops: Stop) -> list[Stop]:
    return sorted(stops, key=lambda stop: stop.turn(TODAY))


def days(count: int) -> date:
    return TODAY + timedelta(count)


def test_promises_for_today_come_first_then_the_longest_expired_then_the_soonest_to_end() -> None:
    promised, missed = Stop(promised_on=TODAY, due_on=days(9)), Stop(promised_on=days(-2), due_on=days(3))
    expired, late, soon, unknown = Stop(due_on=days(-40)), Stop(due_on=days(-1)), Stop(due_on=days(5)), Stop()
    later = Stop(promised_on=days(1), due_on=days(-90))

    assert in_turn(later, unknown, soon, late, expired, promised, missed) == [
        missed,
        promised,
        expired,
        late,
        soon,
        unknown,
        later,
    ]


def test_within_a_hamlet_the_agents_own_order_comes_before_the_due_days() -> None:
    second, first = Stop(due_on=days(-40), place=2), Stop(due_on=days(20), place=1)
    new, elsewhere = Stop(due_on=days(-90)), Stop(due_on=days(-99), hamlet=1, place=0)

    assert in_turn(elsewhere, new, second, first) == [first, second, new, elsewhere]


def test_a_promise_for_today_goes_before_the_agents_own_order() -> None:
    placed, promised = Stop(place=1), Stop(promised_on=TODAY, place=7)

    assert in_turn(placed, promised) == [promised, placed]


@given(known=ORDERS, shown=ORDERS)
def test_what_is_shown_keeps_its_order_and_the_others_keep_theirs(known: list[int], shown: list[int]) -> None:
    order = merged(known, shown)

    assert sorted(order) == sorted({*known, *shown})
    assert [each for each in order if each in shown] == shown
    assert [each for each in order if each not in shown] == [each for each in known if each not in shown]


@given(known=ORDERS, data=st.data())
def test_the_others_stay_at_their_places(known: list[int], data: st.DataObject) -> None:
    shown = data.draw(st.permutations(known).map(lambda each: each[: len(each) // 2]))
    order = merged(known, shown)

    assert [each if each not in shown else None for each in order] == [
        each if each not in shown else None for each in known
    ]


def test_a_newcomer_comes_behind_whom_it_is_shown_behind() -> None:
    assert merged(["a", "b", "c"], ["c", "new", "a"]) == ["c", "b", "new", "a"]
    assert merged(["a", "b"], ["a", "new"]) == ["a", "new", "b"]
    assert merged([], ["x", "y"]) == ["x", "y"]
