"""The program of a laptop and a server that was put back: one sync, and all that was proven is there."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import delete

from agent_app.sync.failures import DeviceUnknownError
from agent_app.sync.steps import Step, no_step
from provincial_server.backups import back_up
from provincial_server.money import report
from provincial_server.officers import Officer
from provincial_server.restoring import restore
from provincial_server.tables import BookRow, EnrolmentRow, OpRow
from tests.builders import NOW, a_book, a_household, a_person
from tests.server.conftest import Office
from tests.sync.device import MemoryDevice
from tests.sync.fake_server import FakeServer

ANH = Officer("Nguyễn Thị Cán Bộ", NOW, "máy chủ cũ hỏng ổ đĩa")


@dataclass(frozen=True, slots=True)
class Line:
    """A network without a network: the true server answers at once."""

    office: Office

    def exchange(self, message: bytes, step: Step = no_step) -> bytes:
        step()
        return self.office.service.answer(message)


@pytest.fixture
def device(office: Office) -> MemoryDevice:
    made = MemoryDevice(FakeServer())
    with made.store.unit() as unit:
        enrolment = office.enrol()
        unit.device.enrol(enrolment)
        (grant,) = enrolment.books
        book = replace(a_book(grant.first, grant.last), symbol=grant.symbol, book=grant.book)
        unit.receipts.add_book(book)
        unit.households.add_households([a_household()], "test")
        unit.households.add_people([a_person()], "test")
        unit.commit()
    return made


def synced(device: MemoryDevice, office: Office) -> int:
    """Sync as the program does, round after round; return the rounds."""
    rounds = 1
    while device.exchange().once(Line(office)).more:
        rounds += 1
        assert rounds < 10
    return rounds


@pytest.mark.parametrize("waiting", [False, True])
def test_what_was_proven_is_there_again_after_one_sync(
    office: Office, device: MemoryDevice, *, waiting: bool
) -> None:
    file = office.folder / "tinh.backup"
    device.receipt()
    synced(device, office)
    back_up(office.database, file, NOW)
    device.receipt()
    device.visit()
    synced(device, office)
    money, operations = report(office.database), office.count(OpRow)
    assert device.status.waiting_operations == 0

    restore(office.settings, file, ANH, replace=True)
    if waiting:
        device.visit()
    assert report(office.database).total < money.total
    synced(device, office)

    assert report(office.database) == money
    assert office.count(OpRow) == operations + waiting
    assert device.status.waiting_operations == 0


def test_a_laptop_that_spoke_first_after_the_backup_presents_its_code_again(
    office: Office, device: MemoryDevice
) -> None:
    file = office.folder / "tinh.backup"
    back_up(office.database, file, NOW)
    device.receipt()
    synced(device, office)
    money = report(office.database)

    restore(office.settings, file, ANH, replace=True)
    synced(device, office)

    assert report(office.database) == money
    assert device.status.waiting_operations == 0


def test_a_laptop_that_was_enrolled_after_the_backup_stops_and_keeps_everything(
    office: Office, device: MemoryDevice
) -> None:
    file = office.folder / "tinh.backup"
    back_up(office.database, file, NOW)
    device.receipt()
    synced(device, office)
    restore(office.settings, file, ANH, replace=True)
    with office.database.write() as session:
        session.execute(delete(BookRow))
        session.execute(delete(EnrolmentRow))

    with pytest.raises(DeviceUnknownError):
        synced(device, office)

    assert device.operations()
    assert device.tables.receipts
