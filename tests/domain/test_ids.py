from uuid import RFC_4122

from hypothesis import given
from hypothesis import strategies as st

from agent_app.domain.ids import COUNTER_BITS, TAIL_BITS, uuid7

PARTS = st.tuples(
    st.integers(0, 2**48 - 1), st.integers(0, 2**COUNTER_BITS - 1), st.integers(0, 2**TAIL_BITS - 1)
)


@given(PARTS)
def test_an_id_is_a_uuid_of_version_seven(parts: tuple[int, int, int]) -> None:
    made = uuid7(*parts)

    assert (made.version, made.variant) == (7, RFC_4122)


@given(PARTS, PARTS)
def test_ids_sort_by_time_then_counter(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    assert (uuid7(*one) < uuid7(*other)) == (one < other)
