"""What a scanned or pasted code says of a person."""

from dataclasses import dataclass

from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.errors import AppError
from agent_app.domain.identity import HealthCardNo
from agent_app.domain.people_edit import RecordSource
from agent_app.domain.person_fields import PersonFields, from_card
from agent_app.services.people import read_card
from agent_app.ui.card_reader import Stranger

_LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class CardSaid:
    """The fields that a code has, what it stood on, and the address where it has one."""

    fields: PersonFields
    source: RecordSource = RecordSource.TYPED
    address: str | None = None


def card_said(text: str) -> CardSaid:
    """Read a code, or a number alone as barcodes have it."""
    if len(text.strip()) > _LONGEST_NUMBER:
        return CardSaid(*read_card(text))
    try:
        return CardSaid(PersonFields(citizen_id=CitizenId.parse(text).value))
    except AppError:
        return CardSaid(PersonFields(insurance_no=HealthCardNo.parse(text).insurance_no.value))


def stranger_said(stranger: Stranger) -> CardSaid:
    """Say what is known of somebody whose card nobody here has."""
    if stranger.card is not None:
        fields, source = from_card(stranger.card)
        return CardSaid(fields, source, stranger.card.address)
    number = str(stranger.number)
    is_citizen = isinstance(stranger.number, CitizenId)
    return CardSaid(PersonFields(citizen_id=number) if is_citizen else PersonFields(insurance_no=number))
