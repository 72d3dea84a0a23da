"""Consents and requests to be erased as plain maps for the log, and back."""

from datetime import date

from agent_app.domain.consent import Consent, ConsentHow, ConsentId, Purpose
from agent_app.domain.erasure import ErasureId, ErasureRequest
from agent_app.domain.errors import InputError
from agent_app.domain.operation import from_millis, to_millis
from agent_app.domain.operation_body import BodyUnreadableError, read_subject, subject_body
from agent_app.domain.plain import as_flag, as_int, as_map, as_text, as_uuid, canonical, decode

_MISREAD = (KeyError, ValueError, OverflowError, InputError)


def consent_body(consent: Consent) -> bytes:
    """Encode a consent or its withdrawal."""
    return canonical(
        {
            "id": consent.id.bytes,
            "subject": subject_body(consent.subject),
            "purpose": consent.purpose.value,
            "how": consent.how.value,
            "on": consent.on.isoformat(),
            "recorded_at": to_millis(consent.recorded_at),
            "withdrawn": consent.withdrawn,
        }
    )


def read_consent(body: bytes) -> Consent:
    """Read a consent back; raise ``BodyUnreadableError`` where it is not one."""
    try:
        value = as_map(decode(body))
        return Consent(
            ConsentId(as_uuid(value["id"])),
            read_subject(as_map(value["subject"])),
            Purpose(as_text(value["purpose"])),
            ConsentHow(as_text(value["how"])),
            date.fromisoformat(as_text(value["on"])),
            from_millis(as_int(value["recorded_at"])),
            as_flag(value["withdrawn"]),
        )
    except _MISREAD as error:
        raise BodyUnreadableError("consent.recorded") from error


def erasure_body(request: ErasureRequest) -> bytes:
    """Encode a request to be erased."""
    return canonical(
        {
            "id": request.id.bytes,
            "subject": subject_body(request.subject),
            "reason": request.reason,
            "on": request.on.isoformat(),
            "recorded_at": to_millis(request.recorded_at),
        }
    )


def read_erasure(body: bytes) -> ErasureRequest:
    """Read a request to be erased; raise ``BodyUnreadableError`` where it is none."""
    try:
        value = as_map(decode(body))
        return ErasureRequest(
            ErasureId(as_uuid(value["id"])),
            read_subject(as_map(value["subject"])),
            as_text(value["reason"]),
            date.fromisoformat(as_text(value["on"])),
            from_millis(as_int(value["recorded_at"])),
        )
    except _MISREAD as error:
        raise BodyUnreadableError("person.erasure_requested") from error
