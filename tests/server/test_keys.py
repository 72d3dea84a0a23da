"""The server's keys change; what the former ones signed stays good, and a crash in between mends itself."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from agent_app.domain.office_keys import unknown_links
from agent_app.runtime.office_signature import signed_with
from agent_app.sync.wire.messages import VerdictKind, custody_payload
from provincial_server.cli import main
from provincial_server.errors import KeysMismatchError, KeysUnreadableError
from provincial_server.installation import opened_with_keys
from provincial_server.key_rotation import KeyFile, rotate
from provincial_server.keys import ServerKeys
from provincial_server.office import SIGN_KEY, setting
from provincial_server.officer_errors import ReasonMissingError
from provincial_server.officers import Officer, acts
from provincial_server.tables import OpRow
from tests.builders import NOW
from tests.server.conftest import Office
from tests.server.laptop import Laptop

ANH = Officer("Nguyễn Thị Cán Bộ", NOW, "thay khoá hằng năm")


def rotated(office: Office) -> ServerKeys:
    return rotate(office.database, office.settings.keys_file, ANH)


def served(office: Office, keys: ServerKeys) -> Office:
    return replace(office, keys=keys)


def noted_keys(office: Office) -> list[str]:
    return [each.about for each in acts(office.database, 100) if each.act == "keys_rotated"]


def held_key(office: Office) -> str | None:
    with office.database.read() as session:
        return setting(session, SIGN_KEY)


def test_new_keys_are_announced_by_the_former_and_the_act_is_kept(office: Office) -> None:
    former = office.keys

    keys = rotated(office)

    assert ServerKeys.read(office.settings.keys_file).sign_public == keys.sign_public != former.sign_public
    assert keys.sign_keys == (keys.sign_public, former.sign_public)
    (link,) = unknown_links(keys.chain, former.sign_public, signed_with)
    assert (link.key, link.seal) == (keys.sign_public, keys.seal_public)
    assert held_key(office) == keys.sign_public.hex()
    act = acts(office.database, 10)[0]
    assert (act.act, act.about, act.officer, act.reason) == (
        "keys_rotated",
        keys.sign_public.hex(),
        "Nguyễn Thị Cán Bộ",
        "thay khoá hằng năm",
    )


def test_of_former_keys_only_what_opens_bundles_stays_private(office: Office) -> None:
    former = office.keys

    keys = rotated(office)

    text = office.settings.keys_file.read_text(encoding="utf-8")
    assert former.sign.private_bytes_raw().hex() not in text
    assert [each.private_bytes_raw() for each in keys.former_seals] == [former.seal.private_bytes_raw()]
    (kept,) = ServerKeys.read(office.settings.keys_file).former_seals
    assert kept.private_bytes_raw() == former.seal.private_bytes_raw()


def test_keys_change_only_with_a_reason(office: Office) -> None:
    with pytest.raises(ReasonMissingError):
        rotate(office.database, office.settings.keys_file, replace(ANH, reason=" "))

    assert ServerKeys.read(office.settings.keys_file).sign_public == office.keys.sign_public


def test_a_crash_between_file_and_database_is_mended_at_the_next_start(office: Office) -> None:
    path = office.settings.keys_file
    # What a crash leaves behind: the file has the keys, and the database has heard of nothing.
    keys = office.keys.rotated(NOW, "Anh", "lần một").rotated(NOW, "Anh", "lần hai")
    keys.write(path)
    assert held_key(office) == office.keys.sign_public.hex()

    for _ in range(2):
        with opened_with_keys(office.settings) as installation:
            assert installation.keys.sign_public == keys.sign_public

    assert held_key(office) == keys.sign_public.hex()
    assert sorted(noted_keys(office)) == sorted(each.key.hex() for each in keys.chain)


def test_a_change_whose_commit_fails_is_finished_at_the_next_start(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provincial_server.key_rotation.follow", lambda _session, _keys: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rotated(office)
    monkeypatch.undo()
    assert held_key(office) == office.keys.sign_public.hex()

    with opened_with_keys(office.settings) as installation:
        keys = installation.keys

    assert keys.sign_keys[1] == office.keys.sign_public
    assert held_key(office) == keys.sign_public.hex()
    assert noted_keys(office) == [keys.sign_public.hex()]


def test_keys_of_before_the_database_was_told_are_refused(office: Office) -> None:
    former = office.settings.keys_file.read_text(encoding="utf-8")
    rotated(office)
    office.settings.keys_file.write_text(former, encoding="utf-8")

    with pytest.raises(KeysMismatchError), opened_with_keys(office.settings):
        pass


def test_a_file_of_the_first_format_is_read(office: Office) -> None:
    path, keys = office.settings.keys_file, office.keys
    first = {
        "format": "ditungnha.server-keys/1",
        "sign": keys.sign.private_bytes_raw().hex(),
        "seal": keys.seal.private_bytes_raw().hex(),
    }
    path.write_text(json.dumps(first), encoding="utf-8")

    with opened_with_keys(office.settings) as installation:
        assert installation.keys.sign_keys == keys.sign_keys
    assert len(rotated(office).sign_keys) == 2


@pytest.mark.parametrize("name", ["former", "key", "seal", "signature"])
def test_a_file_whose_chain_does_not_lead_to_its_keys_is_refused(office: Office, name: str) -> None:
    path = office.settings.keys_file
    rotated(office)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["rotations"][0][name] = "00" * (64 if name == "signature" else 32)
    path.write_text(json.dumps(content), encoding="utf-8")

    with pytest.raises(KeysUnreadableError):
        ServerKeys.read(path)


def test_a_running_server_takes_new_keys_as_it_goes_on(office: Office) -> None:
    laptop = replace(office.laptop(), schema=3)
    running = KeyFile(office.settings.keys_file, office.keys)
    service = replace(office.service, keys=running)
    laptop.visit()

    keys = rotated(office)
    answer = service.answer(laptop.message())

    assert running.now().sign_public == keys.sign_public
    assert answer


@pytest.mark.logs_warning("the former ones stay")
@pytest.mark.parametrize("content", ["", "others"])
def test_a_running_server_keeps_its_keys_where_the_file_holds_none_of_its_own(
    office: Office, content: str, tmp_path: Path
) -> None:
    running = KeyFile(office.settings.keys_file, office.keys)
    if content:
        ServerKeys.make().write(office.settings.keys_file)
    else:
        office.settings.keys_file.write_text("", encoding="utf-8")

    assert running.now() is office.keys
    office.settings.keys_file.rename(tmp_path / "away.json")
    assert running.now() is office.keys


def test_a_laptop_hears_of_the_chain_and_custody_is_signed_with_the_new_key(office: Office) -> None:
    laptop = replace(office.laptop(), schema=3)
    laptop.issue(1)
    keys = rotated(office)

    answer = served(office, keys).ask(laptop.message())

    assert answer.verdict.kind is VerdictKind.OK
    assert answer.verdict.server_keys == keys.sign_keys
    assert unknown_links(answer.verdict.key_chain, office.keys.sign_public, signed_with) == keys.chain
    assert answer.ack is not None
    payload = custody_payload(laptop.device, answer.ack.position, answer.ack.server_clock)
    Ed25519PublicKey.from_public_bytes(keys.sign_public).verify(answer.ack.custody, payload)


def test_an_old_program_that_could_prove_nothing_is_told_to_renew_and_its_money_is_taken(
    office: Office,
) -> None:
    laptop = replace(office.laptop(), schema=2)
    laptop.issue(1)
    later = served(office, rotated(office))

    answer = later.ask(laptop.message())

    assert (answer.verdict.kind, answer.ack, answer.segments) == (VerdictKind.UPGRADE, None, ())
    assert office.count(OpRow) == 1
    renewed = later.ask(replace(laptop, schema=3).message())
    assert renewed.verdict.kind is VerdictKind.OK
    assert renewed.ack is not None
    assert renewed.ack.position == laptop.head()


def test_an_old_program_that_was_enrolled_under_the_new_key_goes_on(office: Office) -> None:
    later = served(office, rotated(office))
    enrolment = later.enrol()
    laptop = replace(Laptop.of(enrolment), schema=1)
    laptop.visit()

    answer = later.ask(laptop.message())

    assert answer.verdict.kind is VerdictKind.OK
    assert enrolment.server_sign_keys == tuple(each.hex() for each in later.keys.sign_keys)


def test_the_command_changes_keys_and_lists_them_without_a_secret(office: Office) -> None:
    url = office.settings.database_url.render_as_string(hide_password=False)
    environment = {
        "PROVINCIAL_DATABASE_URL": url.replace("postgresql+psycopg", "postgresql"),
        "PROVINCIAL_KEYS_FILE": str(office.settings.keys_file),
    }

    def run(*arguments: str) -> dict[str, object]:
        result = CliRunner().invoke(main, [*arguments, "--json"], env=environment)
        assert result.exit_code == 0, result.output
        told: dict[str, object] = json.loads(result.output)
        return told

    made = run("keys", "rotate", "--reason", "thử", "--officer", "Anh")
    listed = run("keys", "list")

    assert made["former_key"] == office.keys.sign_public.hex()
    assert listed["sign_key"] == made["sign_key"] == held_key(office)
    assert isinstance(listed["keys"], list)
    assert [each["reason"] for each in listed["keys"]] == ["thử", None]
    private = ServerKeys.read(office.settings.keys_file).sign.private_bytes_raw().hex()
    assert private not in json.dumps(listed)
    assert CliRunner().invoke(main, ["keys", "list"], env=environment).exit_code == 0
