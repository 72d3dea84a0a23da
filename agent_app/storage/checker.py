"""Verifies a store against itself and against its journal; it changes nothing.

What is damaged hides nothing of the rest: the check that meets it breaks off, the next ones go on.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.services.ports import Finding, Report
from agent_app.storage.checks.books import books, numbers
from agent_app.storage.checks.evening import batches, envelopes, remittances
from agent_app.storage.checks.imports import imports
from agent_app.storage.checks.log import chain, witness
from agent_app.storage.checks.money import places, receipts
from agent_app.storage.checks.office import office
from agent_app.storage.checks.office_keys import office_keys
from agent_app.storage.checks.pages import pages, references
from agent_app.storage.checks.people import edits, people, statuses
from agent_app.storage.checks.signatures import signatures
from agent_app.storage.checks.transfers import transfers
from agent_app.storage.checks.undoing import cancellations, refunds
from agent_app.storage.checks.visits import visits
from agent_app.storage.errors import StoreDamagedError, StoreUnusableError
from agent_app.storage.failure import environment_failure
from agent_app.storage.journal import Journal
from agent_app.storage.search_index import differs

_Check = Callable[[Session], Iterator[Finding]]


class SqlChecker:
    """Fulfils ``ports.Checker``; with the device's public key ``own`` it looks at signatures, too."""

    def __init__(self, read: Engine, journal: Journal, own: bytes | None = None) -> None:
        self._read = read
        self._journal = journal
        self._own = own

    def check(self, report: Report) -> list[Finding]:
        checks: tuple[_Check, ...] = (
            pages,
            references,
            chain,
            self._witness,
            receipts,
            transfers,
            cancellations,
            refunds,
            visits,
            people,
            edits,
            statuses,
            books,
            numbers,
            places,
            envelopes,
            remittances,
            batches,
            imports,
            office,
            office_keys,
            _search,
            *((self._signatures,) if self._own else ()),
        )
        findings: list[Finding] = []
        session = Session(self._read)
        try:
            for done, check in enumerate(checks):
                report(done, len(checks))
                try:
                    findings.extend(check(session))
                except DBAPIError as error:
                    _refuse_others(error)
                    findings.append(Finding("store.unread", check.__name__.strip("_")))
                    session.close()  # such a connection reads nothing more, elsewhere either
                    session = Session(self._read)
        except OSError as error:
            raise StoreUnusableError from error
        finally:
            session.close()
        report(len(checks), len(checks))
        return findings

    def _signatures(self, session: Session) -> Iterator[Finding]:
        return signatures(session, self._own) if self._own else iter(())

    def _witness(self, session: Session) -> Iterator[Finding]:
        return witness(session, self._journal)


def _refuse_others(error: DBAPIError) -> None:
    """Let damage alone be a finding; whatever else stands in the way ends the check."""
    failure = environment_failure(error) or StoreUnusableError()
    if not isinstance(failure, StoreDamagedError):
        raise failure from error


def _search(session: Session) -> Iterator[Finding]:
    """Hold what finds people and lays out the due list against the tables."""
    yield from (Finding("search.differs", index) for index in differs(session))
