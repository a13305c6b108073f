"""Reads all transactions of an account page by page, each with its amount: ``paging.py WHO URL ACCOUNT``.

WHO is ``package``, the installed ``akoyaapisv240``, or ``requests``. The account's name says how many transactions it has, and how many are
on a page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import rounds


def with_package(url: str, account: str, page: int) -> tuple[str, Callable[[], int]]:
    import package

    transactions = package.client(url).transactions

    def read() -> int:
        listed = transactions.get_transactions(
            "v3", "mikomo", account, x_akoya_interaction_type="BATCH", limit=page
        )
        return sum(item.deposit_transaction.amount is not None for item in listed)

    return package.NAME, read


def with_requests(url: str, account: str, page: int) -> tuple[str, Callable[[], int]]:
    import plain

    client = plain.Client(url)

    def read() -> int:
        count = 0
        listed = client.get(f"/transactions/v3/mikomo/{account}", limit=page)
        while True:
            items = listed["transactions"]
            count += sum(item["depositTransaction"]["amount"] is not None for item in items)
            following = listed.get("links", {}).get("next")
            if not following:
                return count
            listed = client.get(following["href"])

    return plain.NAME, read


def main() -> None:
    who, url, account = sys.argv[1:]
    total, page = map(int, account.split("-"))
    name, read = (with_package if who == "package" else with_requests)(url, account, page)

    def once() -> int:
        assert read() == total
        return total

    rounds.work(name, once)


main()
