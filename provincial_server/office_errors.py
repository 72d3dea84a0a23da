"""What can go wrong where the office decides for its agents; the words are in ``office_messages``."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError


@dataclass(eq=False)
class SettingValueMissingError(InputError):
    """A setting needs either a value or the word that it is withdrawn."""

    code: ClassVar[str] = "setting.value_missing"
    key: str


@dataclass(eq=False)
class NothingSettledError(RuleError):
    """This office has settled nothing that a file could carry."""

    code: ClassVar[str] = "setting.none"


@dataclass(eq=False)
class VersionFormatError(InputError):
    """A version that is not written in numbers with dots."""

    code: ClassVar[str] = "version.format"
    value: str


@dataclass(eq=False)
class DateFormatError(InputError):
    """A date that is not written 2026-11-21."""

    code: ClassVar[str] = "date.format"
    value: str


@dataclass(eq=False)
class DeviceFormatError(InputError):
    """What was typed is no id of a device or a receipt."""

    code: ClassVar[str] = "id.format"
    value: str


@dataclass(eq=False)
class NoSuchDeviceError(InputError):
    """No device has this id."""

    code: ClassVar[str] = "device.unknown"
    device_id: str


@dataclass(eq=False)
class DeviceOfOtherAgentError(RuleError):
    """The device is another agent's."""

    code: ClassVar[str] = "device.other_agent"
    device_id: str
    agent_code: str


@dataclass(eq=False)
class DeviceNotActiveError(RuleError):
    """The device was withdrawn: it gets no numbers any more."""

    code: ClassVar[str] = "device.not_active"
    device_id: str


@dataclass(eq=False)
class EReceiptUnknownError(InputError):
    """No receipt of this id has come."""

    code: ClassVar[str] = "e_receipt.unknown"
    receipt_id: str


@dataclass(eq=False)
class NotElectronicError(RuleError):
    """The receipt has a number of its own book."""

    code: ClassVar[str] = "e_receipt.not_electronic"
    receipt_id: str


@dataclass(eq=False)
class EReceiptNumberFormatError(InputError):
    """Symbol or number of an e-receipt that cannot be one."""

    code: ClassVar[str] = "e_receipt.format"
    value: str


@dataclass(eq=False)
class EReceiptNamedError(RuleError):
    """The receipt has its symbol and number."""

    code: ClassVar[str] = "e_receipt.named"
    receipt_id: str
    symbol: str
    number: str


@dataclass(eq=False)
class EReceiptNumberTakenError(RuleError):
    """Symbol and number are another receipt's."""

    code: ClassVar[str] = "e_receipt.number_taken"
    symbol: str
    number: str
    receipt_id: str


@dataclass(eq=False)
class BookTakenError(RuleError):
    """The database has seen a block that shares numbers, whoever gave it out."""

    code: ClassVar[str] = "book.taken"
    symbol: str
    book: str
