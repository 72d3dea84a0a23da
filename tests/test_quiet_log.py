import logging

import pytest

from tests.quiet_log import only_expected_warnings

log = logging.getLogger("agent_app.storage.engine")


def fill_the_disk() -> None:
    log.warning("slow")
    log.warning("disk is %s full", "nearly")


@pytest.mark.logs_warning("slow")
@pytest.mark.logs_warning("disk")
def test_a_warning_that_was_not_announced_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="disk is nearly full"), only_expected_warnings(["slow"]):
        fill_the_disk()


def test_an_announced_warning_that_never_comes_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="never logged"), only_expected_warnings(["disk"]):
        log.info("all is well")


@pytest.mark.logs_warning("disk is full")
def test_an_announced_warning_is_fine() -> None:
    log.error("the disk is full")


def test_libraries_may_warn_in_their_own_log() -> None:
    logging.getLogger("urllib3").warning("retrying")
