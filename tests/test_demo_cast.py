from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.health_premium import HOUSEHOLD_GROUP
from scripts.commune import make_commune
from scripts.demo_cast import choose_cast
from tests.builders import TODAY


@given(seed=st.integers(0, 10_000))
def test_every_commune_has_households_to_visit(seed: int) -> None:
    cast = choose_cast(make_commune(seed, today=TODAY))

    numbers = {cast.promising.household_no, cast.paying.household_no, cast.last.household_no}
    assert len(numbers) == 3
    assert len({row.insurance_no for row in cast.paying.payers}) >= 2
    assert {row.group for row in (*cast.paying.payers, *cast.last.payers)} == {HOUSEHOLD_GROUP}
    assert len(cast.promising.due) >= 2


@given(seed=st.integers(0, 10_000))
def test_the_household_that_promises_can_be_told_its_price(seed: int) -> None:
    promising = choose_cast(make_commune(seed, today=TODAY)).promising

    assert promising.payers == promising.due
    assert len({row.insurance_no for row in promising.due}) > 1
