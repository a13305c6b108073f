"""Makes balances calls and reads each balance: ``balances.py WHO URL CALLS``, with so many calls in a round.

WHO is ``package``, the installed ``akoyaapisv240``, or ``requests``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import rounds


def with_package(url: str) -> tuple[str, Callable[[], int]]:
    import package

    balances = package.client(url).balances

    def call() -> int:
        accounts = balances.get_balances("v3", "mikomo", "BATCH").body.accounts
        return sum(account.deposit_account.current_balance is not None for account in accounts)

    return package.NAME, call


def with_requests(url: str) -> tuple[str, Callable[[], int]]:
    import plain

    client = plain.Client(url)

    def call() -> int:
        accounts = client.get("/balances/v3/mikomo")["accounts"]
        return sum(account["depositAccount"]["currentBalance"] is not None for account in accounts)

    return plain.NAME, call


def main() -> None:
    who, url, calls = sys.argv[1], sys.argv[2], int(sys.argv[3])
    name, call = (with_package if who == "package" else with_requests)(url)

    def once() -> int:
        for _ in range(calls):
            assert call() == 6
        return calls

    rounds.work(name, once)


main()
