"""Papers with a black box on them."""

import threading
from dataclasses import dataclass, field

from agent_app.domain.receipt import ReceiptId
from agent_app.services.papers import SHEET, Printed
from agent_app.services.ports import ReceiptPrint
from agent_app.services.print_failures import RollPrinterMissingError

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 420]/Contents 4 0 R>>endobj
4 0 obj<</Length 34>>stream
0 0 0 rg 40 60 510 300 re f
endstream endobj
trailer<</Root 1 0 R>>
"""


@dataclass
class FakePapers:
    """Makes papers with a black box on them, for whoever has a receipt."""

    error: Exception | None = None
    threads: set[str] = field(default_factory=set)
    printed: list[ReceiptId] = field(default_factory=list)
    hows: list[ReceiptPrint] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    unreachable: set[str] = field(default_factory=set)

    def receipt(self, receipt_id: ReceiptId, how: ReceiptPrint = SHEET) -> bytes:
        del receipt_id, how
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error
        return PDF

    def print_receipt(self, receipt_id: ReceiptId, how: ReceiptPrint = SHEET) -> Printed:
        self.printed.append(receipt_id)
        self.hows.append(how)
        return Printed(self.receipt(receipt_id, how), self.printed.count(receipt_id))

    def send_receipt(self, receipt_id: ReceiptId, how: ReceiptPrint, address: str) -> Printed:
        if address in self.unreachable:
            raise RollPrinterMissingError(address)
        self.addresses.append(address)
        return self.print_receipt(receipt_id, how)
