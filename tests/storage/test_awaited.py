"""What the pages tell of money that is awaited, so that nobody takes it once more."""

import pytest

from agent_app.domain.due_list import Scheme
from agent_app.domain.household import PersonId
from agent_app.domain.money import Dong
from agent_app.services.day_lines import DoorFilter
from agent_app.services.lines import AwaitedLine
from agent_app.services.route import RouteService
from agent_app.storage.store import Store
from tests.builders import TODAY, a_household
from tests.services.bench import Bench
from tests.services.teller import PAY_FIRST, PAY_SECOND, PRICE, Teller, a_line


@pytest.fixture
def teller(store: Store) -> Teller:
    made = Teller(Bench(store.unit, store.queries))
    made.open_day()
    RouteService(store.unit).plan([a_household().id], TODAY)
    return made


def told(store: Store) -> dict[PersonId, tuple[AwaitedLine, ...]]:
    """Say what the household's page tells of its members."""
    members = store.queries.household(a_household().id, TODAY.year).members
    return {each.id: each.awaited for each in members if each.awaited}


def at_the_door(store: Store) -> Dong:
    (door,) = store.queries.doors(DoorFilter(TODAY, planned=True))
    return door.awaited


def test_each_member_has_what_is_awaited_and_the_door_all_of_it(store: Store, teller: Teller) -> None:
    transfer = teller.wait(PAY_FIRST, PAY_SECOND)

    assert told(store) == {
        line.subject.person_id: (AwaitedLine(Scheme.HEALTH, transfer.code, line.quote.due),)
        for line in transfer.lines
    }
    assert at_the_door(store) == transfer.amount


def test_money_that_came_in_full_or_was_given_up_is_awaited_no_more(store: Store, teller: Teller) -> None:
    one, two = teller.wait(PAY_FIRST), teller.wait(PAY_SECOND)
    teller.take_in(a_line(one.code, PRICE))
    assert list(told(store)) == [PAY_SECOND.person_id]

    teller.transfers.give_up(two.id, "hộ nộp tiền mặt")

    assert (told(store), at_the_door(store)) == ({}, 0)
