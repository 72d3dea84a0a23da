"""Every address and every kind of message, asked by everybody: each sees what is its own, nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import requests
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from sqlalchemy import delete, update

from agent_app.domain.due_list import AreaReading, AreaRow
from agent_app.domain.office_setting import SettingKey
from agent_app.domain.replica import PROVINCE, answers_scope, device_scope
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import MEDIA_TYPE, SYNC_PATH, Cursor, Hello, Pull, Section, VerdictKind
from provincial_server.app import make_app
from provincial_server.areas import load_area
from provincial_server.held import held_operations, release
from provincial_server.office_settings import settle
from provincial_server.officers import Officer
from provincial_server.tables import DeviceRow, MembershipRow, OpRow
from tests.builders import NOW
from tests.server.conftest import OFFICER, Office
from tests.server.laptop import Answer, Laptop, read_answer
from tests.server.running import serving

ANH = Officer("Nguyễn Thị Cán Bộ", NOW, "đã xem")
MINE, THEIRS = "NVT1", "NVT2"
MY_AREA, THEIR_AREA = "22999", "23001"
MY_PEOPLE, THEIR_PEOPLE = "Nguyễn Thị Của Tôi", "Trần Văn Của Họ"
# Nobody is asked who he is here, so that nothing of anybody may be told here.
OPEN = {("GET", "/health"), ("GET", "/metrics")}
KNOWN = {("POST", SYNC_PATH), *OPEN}


@dataclass(frozen=True, slots=True)
class Province:
    """Two agents with an area each; the first has two laptops, each with a book and an answer of its own."""

    office: Office
    mine: Laptop
    beside: Laptop
    theirs: Laptop

    def of(self, laptop: Laptop) -> set[str]:
        """What is a laptop's own besides its agent's areas."""
        return {PROVINCE, device_scope(laptop.device), answers_scope(laptop.device)}


@pytest.fixture
def province(office: Office) -> Province:
    settle(office.database, office.keys, SettingKey.CASH_LIMIT, "20000000", date(2026, 1, 1), OFFICER)
    laptops = []
    for number, (agent, area) in enumerate(((MINE, MY_AREA), (MINE, MY_AREA), (THEIRS, THEIR_AREA)), start=1):
        first = number * 100
        laptop = Laptop.of(office.enrol(agent, f"AB/26:{number:04d}:{first}:{first + 49}", area))
        laptop.schema = 3
        laptop.issue(first + 90)  # a number of no book: held, then released, which is told to its laptop
        office.ask(laptop.message())
        laptops.append(laptop)
    for held in held_operations(office.database):
        release(office.database, held.op_id, ANH)
    for area, name in ((MY_AREA, MY_PEOPLE), (THEIR_AREA, THEIR_PEOPLE)):
        rows = (AreaRow(1, name, f"{area}00001", f"0{area}000001", address="Số 8, Thôn 1"),)
        load_area(office.database, area, AreaReading(rows, ()), office.folder / "area.xlsx", OFFICER)
    return Province(office, *laptops)


def shapes(laptop: Laptop, cursors: tuple[Cursor, ...]) -> dict[str, Callable[..., tuple[Section, ...]]]:
    """Every kind of message that there is."""
    return {
        "HELLO": lambda **how: (laptop.hello(cursors, **how),),
        "HELLO PULL": lambda **how: (laptop.hello(cursors, **how), Pull()),
        "HELLO PUSH": lambda **how: (laptop.hello(cursors, **how), laptop.push()),
        "HELLO PUSH PULL": lambda **how: (laptop.hello(cursors, **how), laptop.push(), Pull()),
    }


def greedy(province: Province) -> tuple[Cursor, ...]:
    """Cursors that ask for every scope there is."""
    scopes = {f"area:{MY_AREA}", f"area:{THEIR_AREA}"}
    for laptop in (province.mine, province.beside, province.theirs):
        scopes |= province.of(laptop)
    return tuple(Cursor(scope, 1, 0, 0, 1) for scope in sorted(scopes))


def post(url: str, sections: tuple[Section, ...]) -> requests.Response:
    return requests.post(
        url + SYNC_PATH, data=pack(sections), headers={"Content-Type": MEDIA_TYPE}, timeout=20
    )


def scopes_in(answer: Answer) -> set[str]:
    granted = {scope for scope, _mver in answer.verdict.memberships}
    assert {each.scope for each in answer.segments} <= granted
    return granted


def plain(content: bytes) -> bytes:
    return zstandard.ZstdDecompressor().stream_reader(content).read()


def told_of(content: bytes, *others: Laptop) -> list[str]:
    """Name what an answer tells of other laptops, of their agents and their areas."""
    marks: dict[str, bytes] = {}
    for each in others:
        marks |= {
            "id": each.device.bytes,
            "written id": str(each.device).encode(),
            "book": each.book.encode(),
        }
        marks |= {f"operation {n}": one.op_id.bytes for n, one in enumerate(each.operations)}
    return [name for name, mark in marks.items() if mark in content]


@pytest.mark.parametrize(
    "role", ["first", "beside", "of another agent", "of a former area", "of an old program"]
)
def test_a_laptop_sees_its_own_scopes_in_every_kind_of_message(province: Province, role: str) -> None:
    office, asking, others = province.office, province.mine, [province.beside, province.theirs]
    areas, foreign = {f"area:{MY_AREA}"}, [THEIR_PEOPLE]
    if role == "beside":
        asking, others = province.beside, [province.mine, province.theirs]
    elif role == "of another agent":
        asking, others = province.theirs, [province.mine, province.beside]
        areas, foreign = {f"area:{THEIR_AREA}"}, [MY_PEOPLE]
    elif role == "of a former area":
        with office.database.write() as session:
            session.execute(delete(MembershipRow).where(MembershipRow.agent_code == MINE))
        areas, foreign = set(), [MY_PEOPLE, THEIR_PEOPLE]
    expected = areas | province.of(asking)
    if role == "of an old program":
        asking.schema, expected = 1, areas

    with serving(office.service) as url:
        for name, shape in shapes(asking, greedy(province)).items():
            content = post(url, shape()).content
            answer = read_answer(content)

            assert answer.verdict.kind is VerdictKind.OK, name
            assert scopes_in(answer) == expected, name
            assert {each.scope for each in answer.segments} == (expected if "PULL" in name else set()), name
            assert told_of(plain(content), *others) == [], name
            assert [one for one in foreign if one.encode() in plain(content)] == [], name


@pytest.mark.parametrize("role", ["unknown device", "wrong code", "used code", "revoked", "withdrawn agent"])
def test_whoever_is_not_let_in_sees_and_brings_nothing(province: Province, role: str) -> None:
    office, expected = province.office, VerdictKind.UNKNOWN_DEVICE
    asking, claim = Laptop(MINE, "ABCDE-ABCDE-ABCDE-ABCDE", schema=3), role != "unknown device"
    if role == "used code":
        asking.code = province.mine.code
    if role in {"revoked", "withdrawn agent"}:
        asking, expected = province.mine, VerdictKind.REVOKED
        which = (
            (DeviceRow.device_id == asking.device) if role == "revoked" else (DeviceRow.agent_code == MINE)
        )
        with office.database.write() as session:
            session.execute(update(DeviceRow).where(which).values(status="revoked"))
    asking.visit()
    before = office.count(OpRow)

    with serving(office.service) as url:
        for name, shape in shapes(asking, greedy(province)).items():
            content = post(url, shape(claim=claim)).content
            answer = read_answer(content)

            assert (answer.verdict.kind, answer.ack) == (expected, None), name
            assert (answer.verdict.memberships, answer.segments) == ((), ()), name
            assert answer.verdict.turn_token == b"", name
            others = [
                each for each in (province.mine, province.beside, province.theirs) if each is not asking
            ]
            assert told_of(plain(content), *others) == [], name
    assert office.count(OpRow) == before


@pytest.mark.parametrize("role", ["no signature", "key of nobody", "key of a colleague", "of another device"])
def test_a_name_without_its_key_gets_nothing_at_all(province: Province, role: str) -> None:
    asking = replace(province.mine)
    if role == "key of nobody":
        asking.sign = Ed25519PrivateKey.generate()
    elif role == "key of a colleague":
        asking.sign = province.beside.sign
    how: dict[str, Any] = {"claim": False}
    before = province.office.count(OpRow)
    asking.visit()

    with serving(province.office.service) as url:
        for name, shape in shapes(asking, greedy(province)).items():
            hello, *rest = shape(**how)
            assert isinstance(hello, Hello)
            if role == "no signature":
                hello = replace(hello, signature=b"")
            elif role == "of another device":
                hello = replace(hello, device=province.theirs.device)
            response = post(url, (hello, *rest))

            assert (response.status_code, response.json()) == (401, {"error": "hello.signature"}), name
    assert province.office.count(OpRow) == before


def test_there_are_no_addresses_but_these_and_the_open_ones_tell_of_nobody(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[FastAPI] = []

    def noted(*arguments: Any, **named: Any) -> FastAPI:  # noqa: ANN401 (whatever the real one takes)
        made.append(make_app(*arguments, **named))
        return made[-1]

    monkeypatch.setattr("provincial_server.serving.make_app", noted)
    laptops = (province.mine, province.beside, province.theirs)
    people = (MY_PEOPLE, THEIR_PEOPLE, MINE, THEIRS, MY_AREA, THEIR_AREA)
    with serving(province.office.service) as url:
        served = routes(made[0])
        assert ("POST", SYNC_PATH) in served <= KNOWN
        for _method, path in sorted(served & OPEN):
            response = requests.get(url + path, timeout=20)
            assert told_of(response.content, *laptops) == [], path
            assert [each for each in people if each.encode() in response.content] == [], path
        for method, path in [("GET", SYNC_PATH), ("PUT", SYNC_PATH), ("DELETE", "/health")]:
            assert requests.request(method, url + path, timeout=20).status_code == 405
        for path in ("/", "/docs", "/openapi.json", f"/v1/devices/{UUID(int=1)}", SYNC_PATH + "/"):
            assert requests.get(url + path, timeout=20, allow_redirects=False).status_code in {307, 404}


def routes(app: FastAPI) -> set[tuple[str, str]]:
    """Return every way and address that the application serves."""
    described = get_openapi(title="routes", version="1", routes=app.routes)["paths"]
    return {(method.upper(), path) for path, methods in described.items() for method in methods}
