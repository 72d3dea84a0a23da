"""Offices' signing keys that follow one another, for tests of either side."""

from dataclasses import replace
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.domain.office_keys import KeyLink


def a_key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def a_link(former: Ed25519PrivateKey, key: Ed25519PrivateKey) -> KeyLink:
    """Let a key announce the next one."""
    link = KeyLink(public(former), public(key), b"\x07" * 32)
    return replace(link, signature=former.sign(link.payload()))


def a_chain(*keys: Ed25519PrivateKey) -> tuple[KeyLink, ...]:
    return tuple(a_link(former, key) for former, key in pairwise(keys))
