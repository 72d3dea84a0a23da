"""Two agents on one laptop: homes, keys, devices and books apart, and a password for each."""

from dataclasses import replace
from pathlib import Path

import pytest

from agent_app.bootstrap import Core, OtherAgentError, create_home, open_home
from agent_app.domain.due_list import Scheme
from agent_app.domain.enrolment import BookGrant, Enrolment
from agent_app.domain.receipt import Receipt
from agent_app.runtime.key_failures import WrongPasswordError
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost
from agent_app.services.failures import ReceiptUnknownError
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from tests.builders import a_household, a_person, an_enrolment

CHEAP = Argon2Cost(1, 8, 1)
HOA, BINH = "Máy chị Hoa", "Máy anh Bình"


def enrolment_of(name: str) -> Enrolment:
    """Each agent has a code, a name and a book of their own."""
    if name == HOA:
        return replace(an_enrolment(), agent_code="NVT-HOA", agent_name="Nguyễn Thị Hoa")
    return replace(
        an_enrolment(),
        code="2222-3333-4444",
        agent_code="NVT-BINH",
        agent_name="Trần Văn Bình",
        books=(BookGrant("AB/26", "0002", 51, 100),),
    )


@pytest.fixture
def laptop(tmp_path: Path) -> Path:
    """A laptop with two homes beside each other."""
    for name in (HOA, BINH):
        create_home(Home(tmp_path / name), f"mật khẩu của {name}", CHEAP)
        core = entered(tmp_path, name)
        try:
            core.enrol(enrolment_of(name))
            with core.open_unit() as unit:
                unit.households.add_households([a_household()], "test")
                unit.households.add_people([a_person(1), a_person(2)], "test")
                unit.commit()
        finally:
            core.close()
    return tmp_path


def entered(laptop: Path, name: str, password: str | None = None) -> Core:
    return open_home(Home(laptop / name), password or f"mật khẩu của {name}")


def taken(core: Core, times: int) -> list[Receipt]:
    wish = PaymentRequest(a_person().id, Scheme.HEALTH, 3)
    return [core.receipts.issue(IssueReceipt((wish,), "Bà Ánh")) for _ in range(times)]


def test_each_agent_has_a_device_a_book_and_receipts_of_their_own(laptop: Path) -> None:
    hers, his = entered(laptop, HOA), entered(laptop, BINH)
    try:
        first, second = taken(hers, 2), taken(his, 3)

        assert [(each.book, each.number, each.agent_code) for each in first] == [
            ("0001", 1, "NVT-HOA"),
            ("0001", 2, "NVT-HOA"),
        ]
        assert [(each.book, each.number, each.agent_code) for each in second] == [
            ("0002", number, "NVT-BINH") for number in (51, 52, 53)
        ]
        assert first[0].device_id != second[0].device_id
        assert (hers.queries.counts().receipts, his.queries.counts().receipts) == (2, 3)
        with pytest.raises(ReceiptUnknownError):
            his.queries.receipt(first[0].id)
        for core in (hers, his):
            assert core.verifier.verify().findings == ()
    finally:
        hers.close()
        his.close()


def test_switching_needs_the_others_password(laptop: Path) -> None:
    with pytest.raises(WrongPasswordError):
        entered(laptop, BINH, f"mật khẩu của {HOA}")
    with pytest.raises(WrongPasswordError):
        entered(laptop, HOA, f"mật khẩu của {BINH}")

    entered(laptop, BINH).close()


def test_one_agents_home_is_never_the_others(laptop: Path) -> None:
    hers = entered(laptop, HOA)
    try:
        with pytest.raises(OtherAgentError):
            hers.enrol(enrolment_of(BINH))

        assert [each.book for each in hers.queries.books()] == ["0001"]
        assert taken(hers, 1)[0].agent_code == "NVT-HOA"
    finally:
        hers.close()


def test_the_homes_share_no_file_and_no_key(laptop: Path) -> None:
    hers, his = Home(laptop / HOA), Home(laptop / BINH)

    for one, other in ((hers.store, his.store), (hers.keys, his.keys), (hers.device_key, his.device_key)):
        assert one.read_bytes() != other.read_bytes()
        assert not one.samefile(other)
