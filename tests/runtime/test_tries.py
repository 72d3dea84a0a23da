from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.runtime.tries import LONGEST_WAIT, Tries, load_tries, save_tries

NOW = 1_795_000_000_000


def test_three_wrong_tries_are_free_and_then_the_wait_doubles_to_five_minutes() -> None:
    waits = [Tries(wrong, 0, NOW).wait(NOW) for wrong in range(14)]

    assert waits == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_a_wait_ends_when_its_time_is_over_and_not_before() -> None:
    tries = Tries(4, 0, NOW)

    assert [tries.wait(NOW + after) for after in (0, 1, 1000, 3999, 4000, 90_000)] == [4, 4, 3, 1, 0, 0]


@given(st.integers(0, 10**9), st.integers(-(10**15), 10**15))
def test_no_clock_makes_anybody_wait_longer(wrong: int, later: int) -> None:
    tries = Tries(wrong, 0, NOW)

    assert 0 <= tries.wait(NOW + later) <= tries.penalty <= LONGEST_WAIT


def test_the_count_outlives_the_program(tmp_path: Path) -> None:
    tries = Tries().with_wrong(NOW).with_wrong(NOW + 1, pin=True)
    save_tries(tmp_path / "tries.json", tries)

    assert load_tries(tmp_path / "tries.json") == tries == Tries(2, 1, NOW + 1)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "5", '{"wrong": 9}', '{"wrong": "x", "wrong_pins": 0, "last": 0}', "\xff"]
)
def test_a_damaged_count_keeps_nobody_out(content: str, tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    assert load_tries(path) == Tries()
    path.write_text(content, "latin-1")

    assert load_tries(path) == Tries()


def test_a_count_beyond_all_reason_waits_no_longer_than_others(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    path.write_text(f'{{"wrong": {"9" * 40}, "wrong_pins": -4, "last": {"9" * 40}}}', "utf-8")

    assert load_tries(path).wait(NOW) == LONGEST_WAIT
    assert load_tries(path).wrong_pins == 0
