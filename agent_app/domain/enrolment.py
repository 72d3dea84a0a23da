"""The file with which an office makes a laptop an agent's: ``enrol.json``."""

import json
import re
from dataclasses import asdict, dataclass, replace
from typing import ClassVar

from agent_app.domain.errors import InputError
from agent_app.domain.plain import NotPlainError, as_int, as_list, as_map, as_text, as_text_or_none
from agent_app.domain.signed_document import OfficeFileUnreadableError, SignedDocument, read_shown

FORMAT = "ditungnha.enrolment/1"

_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(eq=False)
class EnrolmentUnreadableError(InputError):
    """The file is no enrolment of this program."""

    code: ClassVar[str] = "enrolment.unreadable"


@dataclass(frozen=True, slots=True)
class BookGrant:
    """A block of receipt numbers that an office gives to an agent, for one device."""

    symbol: str
    book: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Office:
    """What papers say of the office, the organisation and the agent; every word is the office's own."""

    office_name: str = ""
    organisation: str = ""
    budget_code: str = ""
    agent_card_no: str = ""
    agent_phone: str = ""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One-time code, agent, areas, first book, the server's address and public keys (hex), settings.

    ``server_ca`` (PEM) is the province's own authority: then its certificates alone are trusted.
    """

    code: str
    agent_code: str
    agent_name: str
    areas: tuple[str, ...]
    books: tuple[BookGrant, ...]
    server_url: str | None
    server_sign_keys: tuple[str, ...]
    server_seal_key: str
    office: Office
    documents: tuple[SignedDocument, ...] = ()
    server_ca: str | None = None

    def text(self) -> str:
        """Write the file; without documents or an authority as offices wrote it before there were any."""
        held = {"format": FORMAT} | asdict(replace(self, documents=()))
        del held["documents"]
        if self.server_ca is None:
            del held["server_ca"]
        if not self.office.agent_phone:
            del held["office"]["agent_phone"]
        if self.documents:
            held["documents"] = [each.shown() for each in self.documents]
        return json.dumps(held, ensure_ascii=False, indent=2) + "\n"

    def after(self, former: "Enrolment | None") -> "Enrolment":
        """Renew an enrolment: the agent's phone stays as it was told where this one tells none."""
        if former is None or self.office.agent_phone:
            return self
        return replace(self, office=replace(self.office, agent_phone=former.office.agent_phone))

    @classmethod
    def read(cls, text: str) -> "Enrolment":
        """Read the file; raise ``EnrolmentUnreadableError`` where it is none."""
        try:
            value = as_map(json.loads(text))
            if value["format"] != FORMAT:
                raise EnrolmentUnreadableError
            return cls(
                as_text(value["code"]),
                as_text(value["agent_code"]),
                as_text(value["agent_name"]),
                tuple(as_text(each) for each in as_list(value["areas"])),
                tuple(_grant(each) for each in as_list(value["books"])),
                as_text_or_none(value["server_url"]),
                tuple(_public_key(each) for each in as_list(value["server_sign_keys"])),
                _public_key(value["server_seal_key"]),
                Office(**{name: as_text(word) for name, word in as_map(value["office"]).items()}),
                tuple(read_shown(each) for each in as_list(value.get("documents", []))),
                as_text_or_none(value.get("server_ca")),
            )
        except (json.JSONDecodeError, RecursionError, NotPlainError, KeyError, TypeError) as error:
            raise EnrolmentUnreadableError from error
        except OfficeFileUnreadableError as error:
            raise EnrolmentUnreadableError from error


def _public_key(value: object) -> str:
    key = as_text(value)
    if _PUBLIC_KEY.fullmatch(key) is None:
        raise NotPlainError("no public key")
    return key


def _grant(value: object) -> BookGrant:
    grant = as_map(value)
    first, last = as_int(grant["first"]), as_int(grant["last"])
    if not 0 < first <= last:
        raise NotPlainError("no block of numbers")
    return BookGrant(as_text(grant["symbol"]), as_text(grant["book"]), first, last)
