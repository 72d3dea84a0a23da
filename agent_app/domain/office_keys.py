"""The signing keys of an office, each signed by the one before it: whoever trusts one finds the next."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure
from agent_app.domain.plain import canonical

_SIGNED = "server-key/1"
SignedBy = Callable[[bytes, bytes, bytes], bool]
"""Tells whether a public key made a signature over a payload: rules know no cryptography."""


@dataclass(eq=False)
class KeyChainBrokenError(EnvironmentFailure):
    """The keys that a server announces do not follow from the ones that this device trusts."""

    code: ClassVar[str] = "sync.key_chain"


@dataclass(frozen=True, slots=True)
class KeyLink:
    """One step: the former public key signs the next one, and the key to seal bundles to from then on."""

    former: bytes
    key: bytes
    seal: bytes
    signature: bytes = b""

    def payload(self) -> bytes:
        """Return the bytes that the former key signs."""
        return canonical([_SIGNED, self.former, self.key, self.seal])


def is_chain(links: Sequence[KeyLink], signed: SignedBy) -> bool:
    """Tell whether every link continues the one before it under a true signature, and no key comes twice."""
    path = _path(links)
    if len(set(path)) != len(path):
        return False
    if any(one.key != following.former for one, following in pairwise(links)):
        return False
    return all(signed(each.former, each.signature, each.payload()) for each in links)


def unknown_links(links: Sequence[KeyLink], newest: bytes, signed: SignedBy) -> tuple[KeyLink, ...]:
    """Return what a chain adds behind the newest key that is trusted.

    Raise ``KeyChainBrokenError`` for a chain that does not hold, and for one that passes that key by: whoever
    has stolen a former key could branch off from it.
    """
    if not links:
        return ()
    path = _path(links)
    if newest not in path or not is_chain(links, signed):
        raise KeyChainBrokenError
    return tuple(links[path.index(newest) :])


def trusted(keys: Iterable[bytes], held: Iterable[KeyLink], signed: SignedBy) -> tuple[bytes, ...]:
    """Return the keys of an enrolment (its newest first) and those that follow, the newest of all first."""
    true = {each.former: each for each in held if signed(each.former, each.signature, each.payload())}
    found: list[bytes] = []
    for key in keys:
        found += [each for each in reversed(_followed(key, true)) if each not in found]
    return tuple(found)


def _followed(key: bytes, links: dict[bytes, KeyLink]) -> list[bytes]:
    path = [key]
    while (link := links.get(path[-1])) is not None and link.key not in path:
        path.append(link.key)
    return path


def _path(links: Sequence[KeyLink]) -> list[bytes]:
    return [each.former for each in links[:1]] + [each.key for each in links]
