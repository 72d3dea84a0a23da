"""An agent's day by commands alone: payments, a bank's statement, cancellations, the envelope, the office."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from random import Random
from typing import cast

from agent_app.domain.banknotes import notes_on
from agent_app.domain.due_list import Scheme
from agent_app.domain.money import Dong
from agent_app.runtime.rates import load_rates
from scripts.demo_stage import CommandError, DemoError

Plain = dict[str, object]
Agent = Callable[..., str]
"""Runs a command of the laptop and returns what it prints; raises ``CommandError`` where it fails."""

ACCOUNT = "970436:0011001932418:BHXH CO SO SUOI TRUC"
_RULE = 3
"""The exit code of what a rule does not allow."""

_APPROVER = "Lê Thị Mai"
_PAYS_AS_A_HOUSEHOLD = "GD"
_MONTHS = (12, 12, 6, 3)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many payments a day has, and what becomes of some of them."""

    payments: int
    matched: int = 3
    partial: int = 1
    unknown: int = 1
    cancelled: int = 3
    spoiled: int = 1

    @property
    def transfers(self) -> int:
        """How many of the payments come by transfer."""
        return self.matched + self.partial + self.unknown

    @property
    def cash(self) -> int:
        """How many are paid in cash."""
        return self.payments - self.transfers


@dataclass(slots=True)
class Told:
    """What the day's commands have answered: ids, and money as they named it."""

    receipts: dict[str, int] = field(default_factory=dict)
    awaited: list[Plain] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    schemes: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    imported: Plain = field(default_factory=dict)
    envelope: Plain = field(default_factory=dict)
    remittance: Plain = field(default_factory=dict)
    batch: Plain = field(default_factory=dict)

    @property
    def valid(self) -> dict[str, int]:
        """The receipts that were not cancelled."""
        return {each: money for each, money in self.receipts.items() if each not in self.cancelled}


@dataclass(slots=True)
class Day:
    """One day of one agent, of which it is the ``nth``; ``say`` tells whoever watches what is being done."""

    agent: Agent
    folder: Path
    today: date
    random: Random
    plan: Plan
    say: Callable[[str], None]
    told: Told = field(default_factory=Told)
    nth: int = 1

    def do(self) -> Told:
        """Do all of it, from the first door to the last exchange."""
        self.say(f"{self.plan.payments} khoản thu, {self.plan.transfers} chuyển khoản…")
        self._collect()
        self.say("Sao kê ngân hàng…")
        self._take_statement_in()
        self.say("Huỷ, số hỏng, phong bì, nộp tiền…")
        self._close_the_evening()
        self.say("Đợt kê khai, đồng bộ…")
        self._hand_in()
        return self.told

    def _ask(self, *words: str) -> Plain:
        return cast("Plain", json.loads(self.agent(*words, "--json")))

    # Money

    def _collect(self) -> None:
        doors = self._doors()
        for turn in self.random.sample(range(self.plan.payments), self.plan.payments):
            by_transfer = turn < self.plan.transfers
            receipt = self._next_payment(doors, "transfer" if by_transfer else "cash")
            if by_transfer:
                self.told.awaited.append(receipt)
            else:
                self.told.receipts[str(receipt["id"])] = _money(receipt["total"])

    def _next_payment(self, doors: Iterator[Sequence[Plain]], method: str) -> Plain:
        """Take money at the next door where the rules let it be taken; any other failure ends the day."""
        refusal = "không hộ nào đến hạn."
        for lines in doors:
            people = [_wish(each, self.random) for each in lines]
            words = [word for each in people for word in ("--person", each)]
            try:
                made = self._ask(
                    "receipt", "issue", *words, "--payer", str(lines[0]["name"]), "--method", method
                )
            except CommandError as error:
                if error.code != _RULE:
                    raise
                refusal = str(error)
                continue
            for each in lines:
                scheme = str(each["scheme"])
                self.told.schemes[scheme] = self.told.schemes.get(scheme, 0) + 1
            self.told.lines += len(lines)
            return made
        raise DemoError(f"Xã giả định không đủ hộ để thu. Lần từ chối sau cùng: {refusal}")

    def _doors(self) -> Iterator[Sequence[Plain]]:
        """Walk the due list door by door: one line, several of one scheme, or both schemes on one receipt."""
        due = cast("list[Plain]", json.loads(self.agent("due", "list", "--json")))
        by_door = sorted(due, key=lambda each: str(each["household_id"]))
        doors = [list(lines) for _, lines in groupby(by_door, key=lambda each: str(each["household_id"]))]
        self.random.shuffle(doors)
        for lines in doors:
            unpaid = (each for each in lines if each.get("receipt_id") is None)
            payable = [each for each in unpaid if _is_pension(each) or _is_plain(each)]
            if payable:
                yield payable[: self.random.choice((1, 2, 3, 4))]

    # The bank

    def _take_statement_in(self) -> None:
        statement = self.folder / "sao-ke.csv"
        with statement.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["Ngày giao dịch", "Số tham chiếu", "Ghi nợ", "Ghi có", "Nội dung"])
            for number, (amount, text) in enumerate(self._credits(), 1):
                reference = f"FT{self.nth - 1:02d}{number:03d}"
                writer.writerow([f"{self.today:%d/%m/%Y}", reference, "", amount, text])
        account = ACCOUNT.split(":")[1]
        self.told.imported = self._ask("bank", "import", str(statement), "--account", account)
        for each in cast("list[Plain]", self.told.imported["matched"]):
            transfer = next(one for one in self.told.awaited if one["id"] == each["transfer_id"])
            self.told.receipts[str(transfer["id"])] = _money(transfer["total"])

    def _credits(self) -> Iterator[tuple[int, str]]:
        """Pay some transfers in full, some in part, and some without the code that was asked for."""
        for place, each in enumerate(self.told.awaited):
            code = str(cast("Mapping[str, object]", each["transfer"])["code"])
            amount = _money(each["total"])
            if place < self.plan.matched:
                yield amount, f"CT DEN {code} NOP TIEN"
            elif place < self.plan.matched + self.plan.partial:
                yield amount - amount // 3, f"CT DEN {code}"
            else:
                yield amount, "NOP TIEN BAO HIEM CHO ME"

    # The evening

    def _close_the_evening(self) -> None:
        """Cancel before, during and after the count: what must lie in the envelope follows each time."""
        in_cash = [each for each in self.told.receipts if each not in self._by_transfer()]
        doomed = self.random.sample(in_cash, self.plan.cancelled)
        before, during, after = doomed[0::3], doomed[1::3], doomed[2::3]
        self._cancel(before)
        self._spoil()
        opened = self._ask("envelope", "open")
        self._cancel(during)
        expected = _money(self._ask("envelope", "show", str(opened["id"]))["expected"])
        self._ask("envelope", "close", "--count", self._notes(expected))
        self._cancel(after)
        self.told.envelope = self._ask("envelope", "show", str(opened["id"]))
        slip = ("--method", "desk", "--slip", f"PN-{self.nth:04d}")
        self.told.remittance = self._ask("remit", "create", "--envelope", str(opened["id"]), *slip)

    def _by_transfer(self) -> set[str]:
        return {str(each["id"]) for each in self.told.awaited}

    def _cancel(self, receipts: Sequence[str]) -> None:
        words = ("--reason", "ghi nhầm người", "--approver", _APPROVER, "--copy-two", "taken-back")
        for each in receipts:
            self._ask("receipt", "cancel", each, *words)
            self.told.cancelled.append(each)

    def _spoil(self) -> None:
        """Spoil the next blank numbers of the book in use."""
        books = cast("list[Plain]", json.loads(self.agent("book", "list", "--json")))
        for _ in range(self.plan.spoiled):
            book = next(each for each in books if each["left"])
            number = str(self._blank(book))
            self.agent("book", "spoil", str(book["symbol"]), str(book["book"]), number, "--reason", "in hỏng")

    def _blank(self, book: Plain) -> object:
        return book["next"]

    def _notes(self, amount: int) -> str:
        """Lay an amount out in the largest notes, and the change that no note pays."""
        words, left = list[str](), amount
        for value in notes_on(load_rates(), self.today):
            if left >= value:
                words.append(f"{value}x{left // value}")
                left %= value
        return ",".join([*words, str(left)])

    def _hand_in(self) -> None:
        made = self._ask("batch", "create", "--all", "--again")
        self.told.batch = self._ask("batch", "move", str(made["id"]), "sent")
        self._ask("sync")


def _is_pension(line: Plain) -> bool:
    return line["scheme"] == Scheme.PENSION.value


def _is_plain(line: Plain) -> bool:
    return line["group"] == _PAYS_AS_A_HOUSEHOLD


def _wish(line: Plain, random: Random) -> str:
    """Ask for what the list says, for as many months as the law lets people choose."""
    if _is_pension(line):
        return f"{line['person_id']}:bhxh:{line['months']}"
    return f"{line['person_id']}:bhyt:{random.choice(_MONTHS)}"


def _money(value: object) -> Dong:
    return Dong(cast("int", value))
