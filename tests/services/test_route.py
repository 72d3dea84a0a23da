from collections.abc import Sequence

import pytest

from agent_app.domain.household import HouseholdId
from agent_app.services.route import RouteService
from tests.builders import TODAY, an_id
from tests.services.bench import Bench

A, B, C, D = (HouseholdId(an_id(number)) for number in range(1, 5))


@pytest.fixture
def route(bench: Bench) -> RouteService:
    """Orders of doors."""
    return RouteService(bench.open_unit)


def order(bench: Bench) -> Sequence[HouseholdId]:
    with bench.open_unit() as unit:
        return unit.route.order()


def test_an_order_is_kept(bench: Bench, route: RouteService) -> None:
    route.arrange([C, A, B])

    assert order(bench) == [C, A, B]


def test_who_is_not_shown_stays_where_they_were(bench: Bench, route: RouteService) -> None:
    route.arrange([A, B, C])
    route.arrange([C, A])

    assert order(bench) == [C, B, A]


def test_an_order_that_is_forgotten_leaves_the_others_theirs(bench: Bench, route: RouteService) -> None:
    route.arrange([D, A, B, C])
    route.forget([A, B])

    assert order(bench) == [D, C]


def test_whom_one_means_to_visit_has_no_place_of_their_own(bench: Bench, route: RouteService) -> None:
    route.arrange([B])
    route.plan([A, B], TODAY)
    assert order(bench) == [B]
    route.forget([B])
    route.plan([A], None)

    assert order(bench) == []
