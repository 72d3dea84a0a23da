"""What carries messages to the server and back, as the exchange sees it."""

from typing import Protocol

from agent_app.sync.steps import Step, no_step


class Transport(Protocol):
    """Carries a message to the server and brings its answer."""

    def exchange(self, message: bytes, step: Step = no_step) -> bytes:
        """Return the answer; raise an ``EnvironmentFailure`` where there is none.

        ``step`` is called while bytes move, and may raise to give the exchange up.
        """
        ...


class ClosableTransport(Transport, Protocol):
    """A transport that holds connections."""

    def close(self) -> None:
        """Let the connections go."""
        ...


def over_https(url: str, authority: str | None = None) -> ClosableTransport:
    """Connect to a server, by the province's own authority where it has one.

    What speaks to it takes 13 MiB, and comes with the first exchange.
    """
    from agent_app.sync.transport import HttpTransport  # noqa: PLC0415

    return HttpTransport(url, authority)
