"""What can go wrong on the server, as codes and facts; the words are in ``provincial_server.messages``."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, InputError, RuleError


@dataclass(eq=False)
class DatabaseUrlError(InputError):
    """No address of PostgreSQL or SQLite; it may hold a password, so it is no fact."""

    code: ClassVar[str] = "server.database_url"


@dataclass(eq=False)
class DatabaseUrlFileError(EnvironmentFailure):
    """The file with the address of the database cannot be read."""

    code: ClassVar[str] = "server.database_url_file"
    path: str


@dataclass(eq=False)
class DatabaseUnreachableError(EnvironmentFailure):
    """The database does not answer, or is too busy to."""

    code: ClassVar[str] = "server.database_unreachable"


@dataclass(eq=False)
class DatabaseContendedError(EnvironmentFailure):
    """Others wrote the same at the same moment, and the database let them go first."""

    code: ClassVar[str] = "server.database_contended"


@dataclass(eq=False)
class DatabaseDamagedError(EnvironmentFailure):
    """The file of the database is damaged, or none of a database."""

    code: ClassVar[str] = "server.database_damaged"


@dataclass(eq=False)
class DiskFullError(EnvironmentFailure):
    """Hardly any room is left where the database lies."""

    code: ClassVar[str] = "server.disk_full"


@dataclass(eq=False)
class NotInitialisedError(EnvironmentFailure):
    """The database holds no provincial server yet."""

    code: ClassVar[str] = "server.not_initialised"


@dataclass(eq=False)
class SchemaOutdatedError(EnvironmentFailure):
    """The tables are of an earlier version than this program."""

    code: ClassVar[str] = "server.schema_outdated"


@dataclass(eq=False)
class SchemaNewerError(EnvironmentFailure):
    """The tables are of a later version than this program knows."""

    code: ClassVar[str] = "server.schema_newer"


@dataclass(eq=False)
class KeysMissingError(EnvironmentFailure):
    """The file of the server's private keys is not where it must be."""

    code: ClassVar[str] = "server.keys_missing"
    path: str


@dataclass(eq=False)
class KeysUnreadableError(EnvironmentFailure):
    """The file of the server's private keys holds none, or may not be read."""

    code: ClassVar[str] = "server.keys_unreadable"
    path: str


@dataclass(eq=False)
class KeysMismatchError(EnvironmentFailure):
    """The private keys are not the ones that this database was made with."""

    code: ClassVar[str] = "server.keys_mismatch"
    path: str


@dataclass(eq=False)
class FileNotWrittenError(EnvironmentFailure):
    """A file could not be written."""

    code: ClassVar[str] = "server.file_not_written"
    path: str


@dataclass(eq=False)
class PortTakenError(EnvironmentFailure):
    """The address to listen on is taken or not of this machine."""

    code: ClassVar[str] = "server.port_taken"
    host: str
    port: int


@dataclass(eq=False)
class RolesUnknownError(RuleError):
    """Only PostgreSQL has roles."""

    code: ClassVar[str] = "role.sqlite"


@dataclass(eq=False)
class RoleMissingError(InputError):
    """PostgreSQL knows no such role."""

    code: ClassVar[str] = "role.missing"
    role: str


@dataclass(eq=False)
class RoleTooMightyError(RuleError):
    """A superuser, or whoever owns the tables, cannot be given fewer rights."""

    code: ClassVar[str] = "role.too_mighty"
    role: str


@dataclass(eq=False)
class DatabaseRightsError(EnvironmentFailure):
    """The role of this database address may not do what was asked."""

    code: ClassVar[str] = "server.database_rights"


@dataclass(eq=False)
class TokenUnreadableError(EnvironmentFailure):
    """The file with the word that figures are told for cannot be read, or holds none."""

    code: ClassVar[str] = "server.token_unreadable"
    path: str


@dataclass(eq=False)
class SingleWriterError(RuleError):
    """SQLite has one writer at a time: several processes would only wait for each other."""

    code: ClassVar[str] = "server.workers_sqlite"


@dataclass(eq=False)
class WorkerFailedError(EnvironmentFailure):
    """A process of the server ended before it could serve."""

    code: ClassVar[str] = "server.worker_failed"


@dataclass(eq=False)
class CertificateUnreadableError(EnvironmentFailure):
    """The certificate or its key cannot be used."""

    code: ClassVar[str] = "server.certificate_unreadable"
    path: str


@dataclass(eq=False)
class CertificateExpiredError(EnvironmentFailure):
    """The certificate has run out: no laptop speaks to this server."""

    code: ClassVar[str] = "server.certificate_expired"


@dataclass(eq=False)
class AuthorityUnreadableError(EnvironmentFailure):
    """The file holds no certificate of an authority."""

    code: ClassVar[str] = "server.authority_unreadable"
    path: str


@dataclass(eq=False)
class PlainHttpError(RuleError):
    """Without TLS the server listens on loopback only."""

    code: ClassVar[str] = "server.plain_http"
    host: str


@dataclass(eq=False)
class HalfTlsError(InputError):
    """TLS needs a certificate and its key, both."""

    code: ClassVar[str] = "server.half_tls"


@dataclass(eq=False)
class AreaFileMissingError(InputError):
    """There is no such file to load."""

    code: ClassVar[str] = "area.file_missing"
    path: str


@dataclass(eq=False)
class AreaFileEmptyError(InputError):
    """A register without one usable row."""

    code: ClassVar[str] = "area.file_empty"
    path: str
    rejected: int


@dataclass(eq=False)
class AreaNameError(InputError):
    """A name of an area that is empty or holds signs that a name cannot."""

    code: ClassVar[str] = "area.name"
    area: str


@dataclass(eq=False)
class AgentCodeError(InputError):
    """A code or a name of an agent that is empty or holds signs that it cannot."""

    code: ClassVar[str] = "agent.code"
    value: str


@dataclass(eq=False)
class BookFormatError(InputError):
    """A block of numbers that is not written SYMBOL:BOOK:FROM:TO."""

    code: ClassVar[str] = "book.format"
    value: str


@dataclass(eq=False)
class BookOverlapError(RuleError):
    """Some numbers of a block have been given out before."""

    code: ClassVar[str] = "book.overlap"
    symbol: str
    book: str
    taken_book: str
    first: int
    last: int


@dataclass(eq=False)
class ExchangeRefusedError(InputError):
    """A message that is not taken, with the code that the laptop is told; nothing of it is stored.

    ``retry_after`` says after how many seconds it may come again.
    """

    code: ClassVar[str] = "exchange.refused"
    reason: str
    status: int = 400
    retry_after: int | None = None
