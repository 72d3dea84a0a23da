"""The office's new keys lie in the store for ever, and whatever was forged there is trusted in nothing."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from agent_app.runtime.paths import Home
from agent_app.services.ports import no_report
from agent_app.storage.engine import DriverError, open_ours
from agent_app.storage.store import Store
from tests.builders import NOW, an_enrolment, an_id
from tests.office_documents import a_number
from tests.office_keys import a_chain, a_key, a_link, public
from tests.storage.backing import a_home
from tests.storage.test_office import receive
from tests.storage.test_rescue import rescue
from tests.storage.till import KEY, reopened, settle_in

FIRST, SECOND, THIRD = a_key(1), a_key(2), a_key(3)


def enrolled(store: Store) -> None:
    with store.unit() as unit:
        unit.device.enrol(an_enrolment(server_sign_keys=(public(FIRST).hex(),)))
        unit.commit()


def learn(store: Store) -> None:
    with store.unit() as unit:
        unit.device.learn_keys(a_chain(FIRST, SECOND, THIRD), NOW)
        unit.commit()


def keys_of(store: Store) -> tuple[str, ...]:
    with store.unit() as unit:
        return unit.device.office_keys()


def codes(store: Store) -> list[str]:
    return [each.code for each in store.checker.check(no_report) if each.code.startswith("office.")]


def test_trusted_keys_outlive_a_closing_and_a_rescue(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with reopened(home) as store:
        settle_in(store)
        enrolled(store)
        assert keys_of(store) == (public(FIRST).hex(),)
        learn(store)
        number = a_number(an_id(0x9001))
        receive(store, replace(number, signature=THIRD.sign(number.payload())))
    expected = tuple(public(each).hex() for each in (THIRD, SECOND, FIRST))

    with reopened(home) as store:
        assert keys_of(store) == expected
        assert codes(store) == []
    rescue(home, tmp_path / "cứu")

    with reopened(Home(tmp_path / "cứu")) as store:
        assert keys_of(store) == expected


def test_without_an_enrolment_no_key_is_trusted(store: Store) -> None:
    with store.unit() as unit:
        unit.device.learn_keys((a_link(FIRST, SECOND),), NOW)
        unit.commit()
    assert keys_of(store) == ()

    enrolled(store)

    assert keys_of(store) == (public(SECOND).hex(), public(FIRST).hex())


@pytest.mark.parametrize("change", ["DELETE FROM office_key", "UPDATE office_key SET seal = former"])
def test_a_key_that_was_learned_stays_as_it_is(till: Store, home: Home, change: str) -> None:
    learn(till)

    with closing(open_ours(home.store, KEY)) as raw, pytest.raises(DriverError, match="office_key rows stay"):
        raw.execute(change)


def test_a_forged_key_is_named_and_trusted_in_nothing(till: Store, home: Home) -> None:
    enrolled(till)
    learn(till)
    with closing(open_ours(home.store, KEY)) as raw:
        raw.execute("DROP TRIGGER office_key_kept")
        raw.execute("UPDATE office_key SET key = ? WHERE former = ?", (public(a_key(9)), public(SECOND)))

    assert codes(till) == ["office.key_altered"]
    assert keys_of(till) == (public(SECOND).hex(), public(FIRST).hex())
