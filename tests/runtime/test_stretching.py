"""What a guess costs: as much as this machine can bear, within bounds that any machine keeps."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_app.runtime.key_failures import NoMemoryError
from agent_app.runtime.stretching import (
    LEAST_COST,
    SECONDS,
    Argon2Cost,
    calibrated,
    seconds_of,
    stretch,
)

MIB = 1024


def machine(seconds: float) -> Callable[[Argon2Cost], float]:
    """A machine on which the least cost takes so long, and more cost in proportion."""

    def measure(cost: Argon2Cost) -> float:
        return seconds * cost.time * cost.memory / (LEAST_COST.time * LEAST_COST.memory)

    return measure


@given(st.floats(0.03, 0.36))
def test_a_guess_takes_about_as_long_as_it_should(least: float) -> None:
    measure = machine(least)

    assert 0.25 <= measure(calibrated(measure)) <= 0.5


@given(st.floats(0, 60))
def test_no_machine_is_asked_for_too_little_or_too_much(least: float) -> None:
    cost = calibrated(machine(least))

    assert 64 * MIB <= cost.memory <= 256 * MIB
    assert 2 <= cost.time <= 16
    assert cost.bearable


def test_a_slow_machine_pays_the_least() -> None:
    assert calibrated(machine(4)) == LEAST_COST


def test_memory_is_raised_before_time() -> None:
    assert calibrated(machine(SECONDS / 4)) == Argon2Cost(2, 256 * MIB)
    assert calibrated(machine(SECONDS / 8)) == Argon2Cost(4, 256 * MIB)


def test_what_else_the_machine_does_makes_no_guess_cheaper() -> None:
    seconds = [9.0, SECONDS / 4, 3.0]

    def measure(_cost: Argon2Cost) -> float:
        return seconds.pop()

    assert calibrated(measure) == Argon2Cost(2, 256 * MIB)


def test_this_machine_is_measured() -> None:
    assert seconds_of(Argon2Cost(1, 64, 1)) > 0
    assert calibrated().bearable


def test_too_little_memory_is_said_and_is_no_damage() -> None:
    with pytest.raises(NoMemoryError):
        stretch("", bytes(16), Argon2Cost(1, 2**31 - 1, 1))
