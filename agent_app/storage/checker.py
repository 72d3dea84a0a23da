"""Verifies a store against itself and against its journal; it changes nothing."""

from collections.abc import Callable, Iterator

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.services.ports import Finding, Report
from agent_app.storage.checks.imports import imports
from agent_app.storage.checks.log import chain, witness
from agent_app.storage.checks.money import books, places, receipts
from agent_app.storage.checks.pages import pages, references
from agent_app.storage.checks.visits import visits
from agent_app.storage.errors import StoreUnusableError
from agent_app.storage.failure import environment_failure
from agent_app.storage.journal import Journal
from agent_app.storage.search_index import differs

_Check = Callable[[Session], Iterator[Finding]]


class SqlChecker:
    """Fulfils ``ports.Checker``."""

    def __init__(self, read: Engine, journal: Journal) -> None:
        self._read = read
        self._journal = journal

    def check(self, report: Report) -> list[Finding]:
        checks: tuple[_Check, ...] = (
            pages,
            references,
            chain,
            self._witness,
            receipts,
            visits,
            books,
            places,
            imports,
            _search,
        )
        findings: list[Finding] = []
        try:
            with Session(self._read) as session:
                for done, check in enumerate(checks):
                    report(done, len(checks))
                    findings += check(session)
        except (DBAPIError, OSError) as error:
            raise environment_failure(error) or StoreUnusableError() from error
        report(len(checks), len(checks))
        return findings

    def _witness(self, session: Session) -> Iterator[Finding]:
        return witness(session, self._journal)


def _search(session: Session) -> Iterator[Finding]:
    """Hold what finds people and lays out the due list against the tables."""
    yield from (Finding("search.differs", index) for index in differs(session))
