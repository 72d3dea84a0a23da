"""A door in memory that opens to a core."""

from dataclasses import dataclass, field
from threading import Event

from agent_app.runtime.key_failures import (
    PinVoidError,
    TooSoonError,
    WrongPasswordError,
    WrongPinError,
    WrongRecoveryCodeError,
)
from agent_app.ui.core import Core
from agent_app.ui.door import Ways
from tests.ui.fake_core import FakeCore

RIGHT = "mật khẩu đúng"
CODE = "T0VC-Z9MQ-QDC3-60DR-032C-1H3N-KZQQ"
PIN = "260914"


@dataclass
class FakeDoor:
    """Opens by one password, one code and, if it has one, one PIN; each opening gives another core."""

    cores: list[FakeCore]
    pin: str | None = None
    wait: int = 0
    wait_after: int = 0
    pins_left: int = 5
    password: str = RIGHT
    tries: list[str] = field(default_factory=list)
    gate: Event | None = None

    def ways(self) -> Ways:
        return Ways(self.pin is not None, self.wait)

    def by_password(self, password: str) -> Core:
        self._note(password)
        if password != self.password:
            raise WrongPasswordError(self.wait_after)
        return self._core()

    def by_pin(self, pin: str) -> Core:
        self._note(pin)
        if pin != self.pin:
            self.pins_left -= 1
            if not self.pins_left:
                self.pin = None
                raise PinVoidError(self.wait_after)
            raise WrongPinError(self.pins_left, self.wait_after)
        return self._core()

    def by_recovery(self, code: str, new_password: str) -> Core:
        self._note(code)
        if code != CODE:
            raise WrongRecoveryCodeError(self.wait_after)
        self.password = new_password
        return self._core()

    def _note(self, typed: str) -> None:
        self.tries.append(typed)
        if self.gate is not None:
            self.gate.wait(10)
        if self.wait:
            raise TooSoonError(self.wait)

    def _core(self) -> Core:
        return self.cores.pop(0) if len(self.cores) > 1 else self.cores[0]
