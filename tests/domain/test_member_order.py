"""Places in the order of a payment year, with what each rests on."""

from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.household import PersonId
from agent_app.domain.member_order import GivenPlace, TakenPlace, give_places, held_by, rests_on
from agent_app.domain.receipt import PlaceSource
from tests.builders import an_id

ANH, BINH, CHI = (PersonId(an_id(number)) for number in (1, 2, 3))
members = st.sampled_from([ANH, BINH, CHI])
OWN, SYNCED, ASKED = PlaceSource.OWN_RECEIPTS, PlaceSource.SYNCED, PlaceSource.ASKED


def test_own_receipts_give_the_place_that_they_held() -> None:
    assert give_places({ANH: 2}, [], [ANH, BINH]) == {
        ANH: GivenPlace(2, OWN, new=False),
        BINH: GivenPlace(1, OWN, new=True),
    }


def test_what_was_asked_at_the_door_pushes_others_back_and_shows() -> None:
    assert give_places({}, [TakenPlace(1, ASKED)], [ANH, BINH]) == {
        ANH: GivenPlace(2, ASKED, new=True),
        BINH: GivenPlace(3, ASKED, new=True),
    }


def test_the_least_sure_source_below_a_place_is_told() -> None:
    taken = [TakenPlace(1, SYNCED), TakenPlace(3, ASKED)]

    assert give_places({}, taken, [ANH, BINH]) == {
        ANH: GivenPlace(2, SYNCED, new=True),
        BINH: GivenPlace(4, ASKED, new=True),
    }


def test_a_place_rests_on_those_below_it_alone() -> None:
    taken = [TakenPlace(1, SYNCED), TakenPlace(2, ASKED)]

    assert [rests_on(place, taken) for place in (1, 2, 3)] == [OWN, SYNCED, ASKED]


def test_holders_whom_own_receipts_do_not_show_are_named_with_their_places() -> None:
    taken = [TakenPlace(1, SYNCED, ANH), TakenPlace(2, ASKED, BINH), TakenPlace(3, ASKED)]

    assert held_by({CHI: 2}, taken) == {ANH: 1}


def test_a_holder_who_is_known_keeps_the_place_with_its_source() -> None:
    taken = [TakenPlace(1, SYNCED, ANH), TakenPlace(2, ASKED, BINH)]

    assert give_places({BINH: 3}, taken, [ANH, BINH, CHI]) == {
        ANH: GivenPlace(1, SYNCED, new=True),
        BINH: GivenPlace(3, OWN, new=False),
        CHI: GivenPlace(4, ASKED, new=True),
    }


@given(
    st.lists(st.integers(1, 8), unique=True, max_size=4),
    st.lists(st.builds(TakenPlace, st.integers(1, 8), st.sampled_from(PlaceSource)), max_size=4),
    st.integers(1, 5),
)
def test_nobody_gets_a_place_that_somebody_has(held: list[int], taken: list[TakenPlace], payers: int) -> None:
    holders = {PersonId(an_id(100 + place)): place for place in held}
    given_places = give_places(holders, taken, [PersonId(an_id(number)) for number in range(payers)])

    places = [each.place for each in given_places.values()]
    assert len(set(places)) == payers
    assert not {*held, *(each.place for each in taken)}.intersection(places)


def test_own_receipts_win_over_a_synced_place_and_the_other_gets_the_lowest_free_one() -> None:
    assert give_places({ANH: 1}, [TakenPlace(1, SYNCED, BINH)], [ANH, BINH]) == {
        ANH: GivenPlace(1, OWN, new=False),
        BINH: GivenPlace(2, SYNCED, new=True),
    }


def test_of_two_who_are_said_to_hold_one_place_the_first_named_keeps_it() -> None:
    taken = [TakenPlace(1, SYNCED, BINH), TakenPlace(1, ASKED, CHI)]

    assert [each.place for each in give_places({}, taken, [CHI, BINH]).values()] == [2, 1]


@given(
    st.dictionaries(members, st.integers(1, 3)).filter(lambda held: len({*held.values()}) == len(held)),
    st.lists(
        st.builds(TakenPlace, st.integers(1, 3), st.sampled_from(PlaceSource), members),
        max_size=4,
    ),
)
def test_known_holders_never_share_a_place(held: dict[PersonId, int], taken: list[TakenPlace]) -> None:
    places = [each.place for each in give_places(held, taken, [ANH, BINH, CHI]).values()]

    assert len(set(places)) == 3
