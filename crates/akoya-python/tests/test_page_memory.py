"""Memory stays flat, however many transactions go by."""

from __future__ import annotations

import gc
import resource
import sys
import weakref

from akoyaapisv240 import _akoya
from akoyaapisv240.amount import Amount

ITEM = (
    '{"depositTransaction":{"accountId":"a1","amount":12.50,"debitCreditMemo":"DEBIT","description":"Coffee",'
    '"postedTimestamp":"2021-01-27T00:00:00Z","status":"POSTED","transactionId":"t1","lineItem":[{"amount":1}],"new":[0.10]}}'
)
PAGE = ('{"transactions":[' + ",".join([ITEM] * 500) + "]}").encode()


def peak() -> int:
    """Returns the most memory that the process has had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def read(pages: int) -> Amount:
    """Reads pages, the amounts of all transactions, and every attribute of some."""
    total = Amount(0)
    for _ in range(pages):
        for at, item in enumerate(_akoya.decode("TransactionsEntity", PAGE).transactions):
            if at % 20 == 0:
                vars(item.deposit_transaction)
            total += item.deposit_transaction.amount
    return total


def test_memory_is_flat_over_100_000_transactions() -> None:
    read(10)
    before = peak()
    assert str(read(200)) == "1250000.00"
    assert peak() - before < 8 * 1024 * 1024


def test_objects_in_a_circle_are_collected() -> None:
    balances = _akoya.decode("Balances", b'{"accounts":[{"depositAccount":{}}]}')
    balances.accounts.append(balances)
    reference = weakref.ref(balances)
    del balances
    gc.collect()
    assert reference() is None
