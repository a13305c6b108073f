"""Many customers in one file, for asyncio; the statements of one are saved as they arrive: ``python statements.py FOLDER``."""

import asyncio
import sys
from pathlib import Path

from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.exceptions.api_exception import ApiException
from akoyaapisv240.stores import SqliteStore, generate_key
from akoyaapisv240.testing import Sandbox


async def consent(sandbox: Sandbox, client: AsyncAkoyaapisv240Client, user: str) -> None:
    """Does what a customer does in a browser."""
    url, pending = client.acg_auth.authorize("mikomo")
    callback = await asyncio.to_thread(sandbox.approve, url, user)
    await client.acg_auth.complete(pending, callback)


async def accounts(client: AsyncAkoyaapisv240Client) -> list[str]:
    """Reads the ids of a customer's accounts."""
    found = (await client.account_information.get_accounts_info("v2", "mikomo")).body.accounts or []
    ids: list[str] = []
    for account in found:
        for about in vars(account).values():
            identity = getattr(about, "account_id", None)
            if isinstance(identity, str):
                ids.append(identity)
    return ids


async def save_statements(client: AsyncAkoyaapisv240Client, account: str, folder: Path) -> None:
    """Saves the statements of an account."""
    listed = await client.statements.get_statement_list(account, "v2", "mikomo")
    for number, statement in enumerate(listed.body.statements or ()):
        async with client.statements.stream_statement(account, "v2", "mikomo", str(statement.statement_id)) as file:
            await file.save(folder / f"{account}-{number}.pdf")


async def main(folder: Path) -> None:
    """Gets the consents of two customers, and the statements of one."""
    with Sandbox() as sandbox:
        # A program keeps its key where it keeps its secrets, not beside the file.
        store = SqliteStore(folder / "tokens.db", key=generate_key())
        clients = {
            user: AsyncAkoyaapisv240Client(
                environment=sandbox.environment,
                authorization_code_auth_credentials=sandbox.credentials(),
                store=store,
                connection=f"{user}/mikomo",
            )
            for user in ("mikomo_1", "mikomo_7")
        }
        await asyncio.gather(*(consent(sandbox, client, user) for user, client in clients.items()))
        for account in await accounts(clients["mikomo_7"]):
            try:
                await save_statements(clients["mikomo_7"], account, folder)
            except ApiException as error:
                # Not every account has statements, and a bank may still be making one.
                print(f"{error} (recovery: {error.recovery})", file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
