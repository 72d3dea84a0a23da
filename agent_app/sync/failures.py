"""What can go wrong between the laptop and the server; in every case the log keeps everything."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import EnvironmentFailure, InputError, RuleError


@dataclass(eq=False)
class OfflineError(EnvironmentFailure):
    """The server cannot be reached."""

    code: ClassVar[str] = "sync.offline"


@dataclass(eq=False)
class ServerFailedError(EnvironmentFailure):
    """The server answered with an error of its own."""

    code: ClassVar[str] = "sync.server_failed"
    status: int


@dataclass(eq=False)
class ServerBusyError(EnvironmentFailure):
    """The server is there and takes nothing for now; ``seconds`` says when it may be asked again."""

    code: ClassVar[str] = "sync.server_busy"
    seconds: int


@dataclass(eq=False)
class CaptivePortalError(EnvironmentFailure):
    """The network answers in the server's place with a page of its own, such as one to log in."""

    code: ClassVar[str] = "sync.captive_portal"


@dataclass(eq=False)
class CertificateRefusedError(EnvironmentFailure):
    """Whoever answers cannot prove to be the office's server; nothing was sent."""

    code: ClassVar[str] = "sync.certificate"


@dataclass(eq=False)
class AuthorityUnreadableError(InputError):
    """The certificate of the province's authority, as the enrolment has it, is none."""

    code: ClassVar[str] = "sync.authority"


@dataclass(eq=False)
class ProxyRefusedError(EnvironmentFailure):
    """The proxy that this machine is set to use lets nothing through."""

    code: ClassVar[str] = "sync.proxy"


@dataclass(eq=False)
class ServerUnknownError(RuleError):
    """No address of a server is known."""

    code: ClassVar[str] = "sync.server_unknown"


@dataclass(eq=False)
class ServerAddressError(InputError):
    """What was given as the server's address is none."""

    code: ClassVar[str] = "sync.address"


@dataclass(eq=False)
class InsecureServerError(RuleError):
    """Outside this machine only an encrypted connection is used."""

    code: ClassVar[str] = "sync.insecure_server"


@dataclass(eq=False)
class DeviceUnknownError(EnvironmentFailure):
    """The server does not know this device, or its one-time code is spent or too old."""

    code: ClassVar[str] = "sync.device_unknown"


@dataclass(eq=False)
class DeviceRevokedError(EnvironmentFailure):
    """The office has withdrawn this device."""

    code: ClassVar[str] = "sync.device_revoked"


@dataclass(eq=False)
class UpgradeNeededError(EnvironmentFailure):
    """The server asks for a newer program."""

    code: ClassVar[str] = "sync.upgrade_needed"


@dataclass(eq=False)
class HistoryDiffersError(EnvironmentFailure):
    """This device's log and the server's copy of it do not agree; ``verdict`` says how."""

    code: ClassVar[str] = "sync.history_differs"
    verdict: str


@dataclass(eq=False)
class CustodyUnprovenError(EnvironmentFailure):
    """The acknowledgement does not prove, under the office's signature, that it has what was just sent."""

    code: ClassVar[str] = "sync.custody_unproven"


@dataclass(eq=False)
class SegmentBrokenError(EnvironmentFailure):
    """A piece of news does not add up; it was not taken in."""

    code: ClassVar[str] = "sync.segment_broken"
    scope: str
