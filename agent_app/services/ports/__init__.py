"""What the use cases need of the world; adapters fulfil it, ``bootstrap`` ties the two together."""

from agent_app.services.ports.books import BookQueries, Books, IssuedNumber
from agent_app.services.ports.codes import DrawQr, QrRows
from agent_app.services.ports.edits import Edits, Weight
from agent_app.services.ports.evening import Evening, EveningQueries
from agent_app.services.ports.exchange import Device, DeviceIdentity, Log, Replica, ReplicaChange, ScopeCursor
from agent_app.services.ports.imports import Imports, ReportWriter
from agent_app.services.ports.notices import NoticePress, NoticeQueries
from agent_app.services.ports.office import OfficeOrders
from agent_app.services.ports.outside import DueListSource
from agent_app.services.ports.people import PeopleQueries
from agent_app.services.ports.pricing import PricingUnit
from agent_app.services.ports.printing import (
    PrintFilter,
    PrintLog,
    PrintQueries,
    ReceiptPaper,
    ReceiptPress,
    ReceiptPrint,
    RollPrinters,
    SendBytes,
)
from agent_app.services.ports.privacy import (
    AccessFilter,
    AfterErasure,
    Erased,
    History,
    PersonFilePress,
    Privacy,
    PrivacyQueries,
    SweepLimits,
    Swept,
)
from agent_app.services.ports.reading import Checker, Finding, Queries, ReceiptQueries, Verified, Verifier
from agent_app.services.ports.records import DueItem, DueLists, Households, Listed, Receipts, Undone, Visits
from agent_app.services.ports.route import DayQueries, Route
from agent_app.services.ports.transfers import (
    CreditLeft,
    PendingCover,
    StatementSource,
    TransferQueries,
    Transfers,
    TransferView,
)
from agent_app.services.ports.unit import OpenUnit, UnitOfWork
from agent_app.services.ports.world import Clock, Ids, Signer
from agent_app.services.work import CancelledWorkError, Report, no_report

__all__ = [
    "AccessFilter",
    "AfterErasure",
    "BookQueries",
    "Books",
    "CancelledWorkError",
    "Checker",
    "Clock",
    "CreditLeft",
    "DayQueries",
    "Device",
    "DeviceIdentity",
    "DrawQr",
    "DueItem",
    "DueListSource",
    "DueLists",
    "Edits",
    "Erased",
    "Evening",
    "EveningQueries",
    "Finding",
    "History",
    "Households",
    "Ids",
    "Imports",
    "IssuedNumber",
    "Listed",
    "Log",
    "NoticePress",
    "NoticeQueries",
    "OfficeOrders",
    "OpenUnit",
    "PendingCover",
    "PeopleQueries",
    "PersonFilePress",
    "PricingUnit",
    "PrintFilter",
    "PrintLog",
    "PrintQueries",
    "Privacy",
    "PrivacyQueries",
    "QrRows",
    "Queries",
    "ReceiptPaper",
    "ReceiptPress",
    "ReceiptPrint",
    "ReceiptQueries",
    "Receipts",
    "Replica",
    "ReplicaChange",
    "Report",
    "ReportWriter",
    "RollPrinters",
    "Route",
    "ScopeCursor",
    "SendBytes",
    "Signer",
    "StatementSource",
    "SweepLimits",
    "Swept",
    "TransferQueries",
    "TransferView",
    "Transfers",
    "Undone",
    "UnitOfWork",
    "Verified",
    "Verifier",
    "Visits",
    "Weight",
    "no_report",
]
