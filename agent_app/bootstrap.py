"""Ties the Qt-free core together: the only module that knows ports and adapters both."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import ClassVar

import agent_app
from agent_app.codes.matrices import qr_rows
from agent_app.domain.calendar import civil_date
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.errors import EnvironmentFailure, RuleError
from agent_app.domain.names import forget_names
from agent_app.domain.rates import RateBook
from agent_app.domain.receipt_book import ReceiptBook
from agent_app.printing.day_papers import DayPapers
from agent_app.printing.forgetting import forget_words
from agent_app.printing.notice_press import NoticePapers
from agent_app.printing.papers import Papers
from agent_app.printing.person_files import PersonFiles
from agent_app.printing.roll_printers import EscposPrinters
from agent_app.runtime.clock import SystemClock, SystemIds
from agent_app.runtime.durable import empty_file, sync_folder
from agent_app.runtime.home_keys import HomeKeys, keys_at
from agent_app.runtime.home_locks import alone_in, syncing
from agent_app.runtime.key_failures import EmptyPasswordError
from agent_app.runtime.office_signature import signed_by_office
from agent_app.runtime.paths import Home
from agent_app.runtime.rates import load_local_rules, load_rates
from agent_app.runtime.retention import load_retention
from agent_app.runtime.secrets import Argon2Cost, DeviceKeys, new_data_key, wrap_data_key
from agent_app.services.access import AccessLog
from agent_app.services.backups import BackupService
from agent_app.services.batches import BatchService
from agent_app.services.books import BookService
from agent_app.services.cancelling import CancellationService
from agent_app.services.crediting import Crediting
from agent_app.services.day_lists import DayListGatherer
from agent_app.services.day_papers import DayPaperService
from agent_app.services.day_reports import DayReportGatherer
from agent_app.services.drafts import DraftService
from agent_app.services.due_export import DueExportService
from agent_app.services.due_lists import DueListService, ImportService
from agent_app.services.envelopes import EnvelopeService
from agent_app.services.notices import NoticeService
from agent_app.services.offers import OfferService
from agent_app.services.office_orders import DocumentIntake, OfficeService
from agent_app.services.papers import PaperService
from agent_app.services.people import PeopleService
from agent_app.services.people_checks import PeopleChecks
from agent_app.services.ports import (
    Checker,
    Clock,
    DrawQr,
    EveningQueries,
    Ids,
    PeopleQueries,
    PrintQueries,
    Queries,
    ReceiptQueries,
    TransferQueries,
    UnitOfWork,
    Verifier,
)
from agent_app.services.print_register import PrintRegister
from agent_app.services.privacy import PrivacyService
from agent_app.services.receipt_maker import ReceiptMaker
from agent_app.services.receipts import ReceiptService
from agent_app.services.refunding import RefundService
from agent_app.services.remittances import RemittanceService
from agent_app.services.route import RouteService
from agent_app.services.standing import Standing
from agent_app.services.statements import StatementService
from agent_app.services.transfers import TransferService
from agent_app.services.visits import VisitService
from agent_app.storage.backup_shelf import FileBackupShelf
from agent_app.storage.errors import StoreUnusableError
from agent_app.storage.store import Store, create_store, open_store, prepare_store
from agent_app.storage.swap import finish_before_opening
from agent_app.sync.exchange import Exchange
from agent_app.sync.service import SyncService
from agent_app.workbooks.due_lists import DueListReader
from agent_app.workbooks.due_sheet import DueListWriter
from agent_app.workbooks.report import ImportReportWriter
from agent_app.workbooks.statements import StatementReader


@dataclass(eq=False)
class HomeExistsError(RuleError):
    """A home lies in this folder already."""

    code: ClassVar[str] = "home.exists"


@dataclass(eq=False)
class HomeMissingError(EnvironmentFailure):
    """No home lies in this folder."""

    code: ClassVar[str] = "home.missing"


@dataclass(eq=False)
class OtherAgentError(RuleError):
    """The home belongs to another agent than the enrolment names."""

    code: ClassVar[str] = "home.other_agent"
    agent_code: str


@dataclass(frozen=True, slots=True)
class Core:
    """The use cases on one open home; every call blocks, any thread may call."""

    queries: Queries
    checker: Checker
    verifier: Verifier
    receipt_queries: ReceiptQueries
    due_lists: DueListService
    imports: ImportService
    due_exports: DueExportService
    people: PeopleService
    people_checks: PeopleChecks
    people_queries: PeopleQueries
    offers: OfferService
    visits: VisitService
    receipts: ReceiptService
    drafts: DraftService
    route: RouteService
    transfers: TransferService
    statements: StatementService
    transfer_queries: TransferQueries
    cancellations: CancellationService
    refunds: RefundService
    books: BookService
    papers: PaperService
    qr: DrawQr
    notices: NoticeService
    day_papers: DayPaperService
    print_queries: PrintQueries
    envelopes: EnvelopeService
    remittances: RemittanceService
    batches: BatchService
    evening: EveningQueries
    sync: SyncService
    backups: BackupService
    access: AccessLog
    privacy: PrivacyService
    office: OfficeService
    open_unit: Callable[[], UnitOfWork]
    clock: Clock
    ids: Ids
    store: Store

    def today(self) -> date:
        """Return the civil date that work is dated by: in Viet Nam, whatever the machine's zone.

        Where the clock has fallen behind the last receipt it is that one's, so that what is shown is priced
        as what is issued.
        """
        today, last = civil_date(self.clock.now()), self.store.standing.last_issued_on()
        return today if last is None else max(today, last)

    def standing(self) -> Standing:
        """Return what the user should know of this home before going on."""
        return self.store.standing.standing(self.clock.now())

    def note_replays(self) -> None:
        """Keep that the user knows what was put back from the journal of money."""
        self.store.standing.note_replays()

    def enrol(self, enrolment: Enrolment) -> None:
        """Make this home the agent's of an enrolment, or renew it, with its books and settings.

        Raises ``OtherAgentError``, ``ReceiptBookRangeError`` for a book in hand whose numbers differ, or
        ``OfficeSignatureError`` for settings that the office of this enrolment did not sign.
        """
        with self.open_unit() as unit:
            held = unit.device.identity().enrolment
            if held is not None and held.agent_code != enrolment.agent_code:
                raise OtherAgentError(held.agent_code)
            unit.device.enrol(enrolment.after(held))
            in_hand = set(held.books) if held is not None else set()
            for grant in (each for each in enrolment.books if each not in in_hand):
                known = unit.receipts.find_book(grant.symbol, grant.book)
                if known is not None:
                    known.require_within(grant.first, grant.last)
                book = ReceiptBook(
                    self.ids.new(), grant.symbol, grant.book, grant.first, grant.last, grant.first
                )
                book.received_on = self.today()
                unit.receipts.add_book(book)
            self.office.intake.take(unit, enrolment.documents, self.clock.now())
            unit.commit()

    def close(self) -> None:
        """Let go of the home, and forget the names that were read in it."""
        try:
            self.access.flush()
        finally:
            self.store.close()
            forget_words()
            forget_names()


def create_home(home: Home, password: str, cost: Argon2Cost | None = None) -> None:
    """Make a new home, whole or not at all; raise ``HomeExistsError`` over an old one.

    The store gets its name last of all, when everything else is on disk. A draft of it without a store marks
    a home whose making was broken off: it has never held anything, so it may be made again. What a guess of
    the password costs is calibrated on this machine, unless a cost is given.
    """
    if home.exists:
        raise HomeExistsError
    if not password:
        raise EmptyPasswordError
    try:
        home.make()
        with alone_in(home):
            # Asked again: another process may just have made it, or put a backup there.
            if home.exists:
                raise HomeExistsError
            _make(home, password, cost)
    except OSError as error:
        raise StoreUnusableError from error


def _make(home: Home, password: str, cost: Argon2Cost | None) -> None:
    data_key = new_data_key()
    try:
        empty_file(home.draft)
        sync_folder(home.folder)
        DeviceKeys.generate().save(home.device_key, data_key)
        wrap_data_key(home.keys, data_key, password, cost)
        create_store(home, data_key, SystemIds().new())
    except BaseException:
        if not home.store.exists():
            # The draft goes last: as long as it is there, the others are known to be leftovers.
            with suppress(OSError):
                for path in (home.device_key, home.keys, home.journal, home.draft):
                    path.unlink(missing_ok=True)
        raise


def prepare() -> None:
    """Do ahead what every opening needs, whichever home it is of."""
    load_rates()
    prepare_store()
    # The first key of a process fetches what all keys need.
    DeviceKeys.generate()


def keys_of(home: Home) -> HomeKeys:
    """Return the keys of a home; raise ``HomeMissingError``."""
    if not home.exists:
        raise HomeMissingError
    return keys_at(home)


def open_home(home: Home, password: str) -> Core:
    """Open a home by its password."""
    return open_home_with(home, keys_of(home).by_password(password))


def open_home_with(home: Home, data_key: bytes) -> Core:
    """Tie the use cases to a home, whatever gave its data key; raise ``HomeMissingError``."""
    if not home.exists:
        raise HomeMissingError
    finish_before_opening(home)
    keys = DeviceKeys.load(home.device_key, data_key)
    clock, ids, rates = SystemClock(), SystemIds(), load_rates()
    store = open_store(home, data_key, clock, ids)
    verifier = store.trust(keys.public_keys()[0])
    access = AccessLog(store.unit, clock)
    register = PrintRegister(clock, ids, access)
    backups = BackupService(FileBackupShelf(home, data_key), store.backup_notes, clock)
    privacy = PrivacyService(
        store.unit,
        store.privacy_queries,
        clock,
        ids,
        access,
        PersonFiles(),
        load_retention(),
        after_erasure=(store, backups),
    )
    press = Papers()
    exchange = Exchange(store.exchange_unit, keys, clock, f"agent-app {agent_app.__version__}")
    books = BookService(store.unit, store.queries, store.book_queries, clock, ids)
    statements = StatementService(
        store.unit, StatementReader(), Crediting(clock, ids, ReceiptMaker(ids, keys), rates)
    )
    return Core(
        queries=store.queries,
        checker=store.checker,
        verifier=verifier,
        receipt_queries=store.receipt_queries,
        due_lists=DueListService(store.unit, DueListReader(), clock, ids),
        imports=ImportService(store.unit, ImportReportWriter(), clock, ids, access),
        due_exports=DueExportService(store.unit, store.queries, DueListWriter(), clock, ids, access),
        people=PeopleService(store.unit, clock, ids, rates),
        people_checks=PeopleChecks(store.unit, clock, rates),
        people_queries=store.people_queries,
        offers=OfferService(store.unit, rates, load_local_rules()),
        visits=VisitService(store.unit, clock, ids),
        receipts=ReceiptService(store.unit, clock, ids, keys, rates),
        drafts=DraftService(store.unit, clock, rates, press),
        route=RouteService(store.unit),
        transfers=TransferService(store.unit, clock, ids, rates),
        statements=statements,
        transfer_queries=store.transfer_queries,
        cancellations=CancellationService(store.unit, clock, ids),
        refunds=RefundService(store.unit, clock, ids),
        books=books,
        papers=PaperService(store.queries, store.unit, press, EscposPrinters(), register, access),
        qr=qr_rows,
        notices=NoticeService(store.notice_queries, store.unit, NoticePapers(), register, access, rates),
        day_papers=_day_papers(store, books, statements, rates, register),
        print_queries=store.print_queries,
        envelopes=EnvelopeService(store.unit, clock, ids, rates),
        remittances=RemittanceService(store.unit, clock, ids),
        batches=BatchService(store.unit, clock, ids, rates),
        evening=store.evening_queries,
        sync=SyncService(
            exchange,
            store.exchange_unit,
            store.queries,
            clock,
            alone=partial(syncing, home),
            afterwards=(privacy.after_sync,),
        ),
        backups=backups,
        access=access,
        privacy=privacy,
        office=OfficeService(store.unit, DocumentIntake(signed_by_office), clock),
        open_unit=store.unit,
        clock=clock,
        ids=ids,
        store=store,
    )


def _day_papers(
    store: Store, books: BookService, statements: StatementService, rates: RateBook, register: PrintRegister
) -> DayPaperService:
    read = store.day_paper_queries
    lists = DayListGatherer(store.unit, store.queries, store.notice_queries, rates)
    evening, transfers = store.evening_queries, store.transfer_queries
    reports = DayReportGatherer(store.queries, read, evening, transfers, books, statements)
    return DayPaperService(store.unit, lists, reports, DayPapers(), register)
