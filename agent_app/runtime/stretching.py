"""Makes a guess of a password dear, as dear as this machine can bear at each opening."""

import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from agent_app.runtime.key_failures import NoMemoryError
from agent_app.runtime.sealing import KEY_BYTES

SALT_BYTES = 16
SECONDS = 0.36
"""How long one guess is to take on the machine that sets the password."""

_MEASURES = 3
_LANES = 2
_LEAST_TIME, _MOST_CALIBRATED_TIME = 2, 16
_MEMORIES = (65536, 131072, 262144)  # an old laptop has two gigabytes for everything
# A damaged file must not make us work for hours, or ask for more memory than there is.
_MOST_TIME = 100
_MOST_MEMORY = 1024 * 1024
_MOST_LANES = 16


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """How dear one guess of the password is; ``memory`` in KiB."""

    time: int = _LEAST_TIME
    memory: int = _MEMORIES[0]
    lanes: int = _LANES

    @property
    def bearable(self) -> bool:
        """Whether any machine of ours could have asked for it."""
        return self.time <= _MOST_TIME and self.memory <= _MOST_MEMORY and self.lanes <= _MOST_LANES


LEAST_COST = Argon2Cost()
"""What a guess costs at least, however slow the machine."""


def stretch(secret: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """Derive a key from what somebody typed; raise ``NoMemoryError``."""
    # One password, however its letters were put together on the way to us.
    letters = unicodedata.normalize("NFC", secret).encode()
    try:
        return hash_secret_raw(letters, salt, cost.time, cost.memory, cost.lanes, KEY_BYTES, Type.ID)
    except HashingError as error:
        if "allocat" in str(error).lower():
            raise NoMemoryError from error
        raise


def seconds_of(cost: Argon2Cost) -> float:
    """Measure one guess."""
    began = perf_counter()
    stretch("", os.urandom(SALT_BYTES), cost)
    return perf_counter() - began


def calibrated(measure: Callable[[Argon2Cost], float] = seconds_of) -> Argon2Cost:
    """Choose the cost of a guess for this machine: memory first, it hurts a guesser most, then time."""
    # The quickest of several: what else the machine does must not make guesses cheaper.
    room = SECONDS / max(min(measure(LEAST_COST) for _each in range(_MEASURES)), 0.001)
    memory = max((each for each in _MEMORIES if each <= LEAST_COST.memory * room), default=LEAST_COST.memory)
    time = round(LEAST_COST.time * room * LEAST_COST.memory / memory)
    return Argon2Cost(min(max(time, _LEAST_TIME), _MOST_CALIBRATED_TIME), memory)
