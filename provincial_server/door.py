"""How often somebody may knock: wrong codes and signatures of one address, exchanges of one laptop.

It is kept in memory and small. Every process counts for itself, its share of what all may take; so the bounds
are rough, and codes of a hundred random bits need no more: what is bounded is the work that guessing makes.
"""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from uuid import UUID

from provincial_server.errors import ExchangeRefusedError

_MOST_KEYS = 10_000
_NETWORK_BITS = 64
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and so many more with every second."""

    burst: float
    per_second: float

    def shared(self, workers: int) -> "Allowance":
        """Give each of several processes its part, at least one at once."""
        return Allowance(max(1.0, self.burst / workers), self.per_second / workers)


WRONG_CODES = Allowance(10, 1 / 60)
WRONG_CODES_OF_ALL = Allowance(200, 1)
UNPROVEN = Allowance(20, 1 / 6)
LEARNING = Allowance(1, 1 / 5)
# A laptop that catches up over a bad line asks hundreds of times in a row.
EXCHANGES = Allowance(600, 2)


class Buckets:
    """What each of many has left of one allowance; who has not been seen for longest is forgotten first."""

    def __init__(self, allowance: Allowance, clock: Callable[[], float], most: int = _MOST_KEYS) -> None:
        self._allowance = allowance
        self._clock = clock
        self._most = most
        self._held: OrderedDict[object, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: object) -> int:
        """Return after how many seconds the next one is free: 0 for now."""
        with self._lock:
            left = self._left(key)
        return 0 if left >= 1 else math.ceil((1 - left) / self._allowance.per_second)

    def take(self, key: object) -> bool:
        """Take one; tell whether there was one left. Asking too early takes nothing of what grows back."""
        with self._lock:
            left = self._left(key)
            self._held[key] = left - 1 if left >= 1 else left, self._clock()
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return left >= 1

    def __len__(self) -> int:
        return len(self._held)

    def _left(self, key: object) -> float:
        now = self._clock()
        left, at = self._held.get(key, (self._allowance.burst, now))
        return min(self._allowance.burst, left + (now - at) * self._allowance.per_second)


@dataclass(frozen=True, slots=True)
class Door:
    """The bounds of one process that is one of several; addresses are those that the web server sees."""

    workers: int = 1
    clock: Callable[[], float] = time.monotonic
    _wrong: Buckets = field(init=False)
    _wrong_of_all: Buckets = field(init=False)
    _unproven: Buckets = field(init=False)
    _learning: Buckets = field(init=False)
    _exchanges: Buckets = field(init=False)
    _keys: OrderedDict[UUID, bytes] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        """Begin with nothing taken."""
        for name, allowance in (
            ("_wrong", WRONG_CODES),
            ("_wrong_of_all", WRONG_CODES_OF_ALL),
            ("_unproven", UNPROVEN),
            ("_exchanges", EXCHANGES),
        ):
            object.__setattr__(self, name, Buckets(allowance.shared(self.workers), self.clock))
        object.__setattr__(self, "_learning", Buckets(LEARNING, self.clock))

    def require_codes(self, address: str) -> None:
        """Look at no further code while too many were wrong, of this address or of all."""
        wait = max(self._wrong.wait(network(address)), self._wrong_of_all.wait(_ALL))
        if wait:
            raise ExchangeRefusedError("enrolment.too_many", HTTPStatus.TOO_MANY_REQUESTS, wait)

    def count_wrong(self, address: str) -> None:
        """Remember a code that was good for nothing."""
        self._wrong.take(network(address))
        self._wrong_of_all.take(_ALL)

    def key_of(self, device: UUID) -> bytes | None:
        """Return the key that a laptop has proven to hold, as far as this process remembers."""
        return self._keys.get(device)

    def remember(self, device: UUID, key: bytes) -> None:
        """Keep which key a laptop has proven to hold: it goes on whatever comes from its address."""
        with self._lock:
            self._keys[device] = key
            self._keys.move_to_end(device)
            while len(self._keys) > _MOST_KEYS:
                self._keys.popitem(last=False)

    def suspect(self, address: str) -> int:
        """Return for how many seconds nobody is looked up for an address; many came who proved nothing."""
        return self._unproven.wait(network(address))

    def may_learn(self) -> bool:
        """Tell whether it is time to learn the keys of all laptops again: none waits for such an address."""
        return self._learning.take(_ALL)

    def count_unproven(self, address: str) -> None:
        """Remember somebody who could not prove who they are."""
        self._unproven.take(network(address))

    def require_pace(self, device: UUID) -> None:
        """Let a laptop that has proven who it is exchange no more often than any laptop needs to."""
        if not self._exchanges.take(device):
            wait = self._exchanges.wait(device)
            raise ExchangeRefusedError("device.too_often", HTTPStatus.TOO_MANY_REQUESTS, wait)


def network(address: str) -> str:
    """Name whom an address belongs to: with IPv6 everybody has a network of them."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, _NETWORK_BITS), strict=False))
