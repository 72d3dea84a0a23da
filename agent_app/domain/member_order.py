"""Which place a member gets in the household's order of the payment year (Luật 51/2024/QH15, Điều 13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from agent_app.domain.household import PersonId
from agent_app.domain.receipt import PlaceSource


@dataclass(frozen=True, slots=True)
class TakenPlace:
    """A place that somebody holds this year and own receipts do not show, and how that is known.

    ``person_id`` names the holder where the holder is known: that person keeps the place.
    """

    place: int
    source: PlaceSource
    person_id: PersonId | None = None


@dataclass(frozen=True, slots=True)
class GivenPlace:
    """A member's place, with what it rests on; ``new`` where this payment takes it."""

    place: int
    source: PlaceSource
    new: bool


# From the surest to the least sure.
_SURENESS = (PlaceSource.OWN_RECEIPTS, PlaceSource.SYNCED, PlaceSource.ASKED)


def give_places(
    held: Mapping[PersonId, int], taken: Sequence[TakenPlace], payers: Iterable[PersonId]
) -> dict[PersonId, GivenPlace]:
    """Give each payer a place: the one already held, else the lowest free one in the order of naming.

    No place is given twice: own receipts win over ``taken``, and of two who hold one the first named does.

    Args:
        held: places of the payment year by own receipts.
        taken: places known from sync, or asked for at the door.
        payers: who pays now, in their order.

    """
    known = _known(held, taken)
    used = {*held.values(), *(each.place for each in taken)}
    free = (place for place in count(1) if place not in used)
    given: dict[PersonId, GivenPlace] = {}
    for payer in payers:
        if payer in held:
            given[payer] = GivenPlace(held[payer], PlaceSource.OWN_RECEIPTS, new=False)
        elif payer in known:
            given[payer] = GivenPlace(known[payer].place, known[payer].source, new=True)
        else:
            place = next(free)
            given[payer] = GivenPlace(place, rests_on(place, taken), new=True)
    return given


def held_by(held: Mapping[PersonId, int], taken: Iterable[TakenPlace]) -> dict[PersonId, int]:
    """Return the places of holders who are known though own receipts do not show them."""
    return {who: each.place for who, each in _known(held, taken).items()}


def _known(held: Mapping[PersonId, int], taken: Iterable[TakenPlace]) -> dict[PersonId, TakenPlace]:
    """Return the places of holders who are known, but for those that somebody surer holds already."""
    known: dict[PersonId, TakenPlace] = {}
    used = {*held.values()}
    for each in taken:
        who = each.person_id
        if who is not None and who not in held and who not in known and each.place not in used:
            known[who] = each
            used.add(each.place)
    return known


def rests_on(place: int, taken: Iterable[TakenPlace]) -> PlaceSource:
    """Return what a free place rests on: the least sure of the places that pushed it back."""
    below = (each.source for each in taken if each.place < place)
    return max(below, key=_SURENESS.index, default=PlaceSource.OWN_RECEIPTS)
