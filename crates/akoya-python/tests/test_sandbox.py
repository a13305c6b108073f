"""The sandbox in the process: what it is told wrong is refused, and the message says what is wrong."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from akoyaapisv240.testing import Sandbox

WRONG: list[tuple[Callable[[Sandbox], object], str]] = [
    (lambda sandbox: sandbox.advance(-5), "0 or more"),
    (lambda sandbox: sandbox.advance(math.nan), "number of seconds"),
    (lambda sandbox: sandbox.set_id_token_lifetime(-1), "0 or more"),
    (lambda sandbox: sandbox.set_refresh_reuse_window(math.inf), "number of seconds"),
    (lambda sandbox: sandbox.set_rate_limit(-1), "per_second is negative"),
    (lambda sandbox: sandbox.set_rate_limit(1.5), "per_second is no whole number"),  # type: ignore[arg-type]
    (lambda sandbox: sandbox.set_rate_limit(2**40), "per_second is more than"),
    (lambda sandbox: sandbox.approve("https://elsewhere.example"), "status 400"),
    (lambda sandbox: sandbox.consented("nobody"), "no user `nobody`"),
    (lambda sandbox: sandbox.consents("nobody"), "no user 'nobody'; it has GenericUser_"),
    (lambda sandbox: sandbox.revoke_as_customer("nobody"), "no user 'nobody'"),
    (lambda sandbox: sandbox.fault("drop_response", user="nobody"), "no user 'nobody'"),
    (lambda sandbox: sandbox.fault("drop_response", tims=1), "unknown field `tims`"),
    (lambda sandbox: sandbox.fault("nothing"), "unknown variant `nothing`"),
    (lambda _: Sandbox("oauth"), "dialect"),
    (lambda _: Sandbox(transactions=-1), "transactions is negative"),
]


@pytest.mark.parametrize(("mistake", "message"), WRONG)
def test_a_mistake_is_a_value_error_that_names_it(sandbox: Sandbox, mistake: Callable[[Sandbox], object], message: str) -> None:
    with pytest.raises(ValueError) as raised:
        mistake(sandbox)
    assert message in str(raised.value)
