"""A task that is cancelled in a refresh loses no token, wherever the provider's response is at that moment."""

from __future__ import annotations

import asyncio
import gc
import socket
import weakref
from typing import Any
from urllib.parse import urlsplit

import pytest

from akoyaapisv240.aio import AsyncAkoyaapisv240Client
from akoyaapisv240.configuration import CustomEnvironment
from akoyaapisv240.testing import Sandbox

#: Where the provider stops: before it accepts the connection, has processed the request, has sent anything, the whole head, the body,
#: and the last byte of it.
STAGES = ["accept", "process", "send", "head", "body", "half", "end"]


class Gate:
    """The sandbox's identity provider, which stops at a stage until it is released."""

    def __init__(self, sandbox: Sandbox, stage: str) -> None:
        self._idp = urlsplit(sandbox.idp_url)
        self._stage = stage
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.reached = asyncio.Event()
        self.released = asyncio.Event()

    async def serve(self) -> None:
        loop, connected = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._socket, connected.set)
        await connected.wait()
        loop.remove_reader(self._socket)
        await self._pass("accept")
        async with await asyncio.start_server(self._respond, sock=self._socket) as server:
            await server.serve_forever()

    async def _pass(self, stage: str) -> None:
        if stage == self._stage and not self.released.is_set():
            self.reached.set()
            await self.released.wait()

    async def _respond(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        body = await reader.readexactly(int(lengths[0].split(b":")[1]))
        await self._pass("process")
        response = await self._processed(head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + body)
        await self._pass("send")
        end_of_head = response.index(b"\r\n\r\n") + 4
        half = (end_of_head + len(response)) // 2
        sent = 0
        for stage, upto in (("head", end_of_head // 2), ("body", end_of_head), ("half", half), ("end", len(response) - 1)):
            writer.write(response[sent:upto])
            await writer.drain()
            sent = upto
            await self._pass(stage)
        writer.write(response[sent:])
        await writer.drain()
        writer.close()

    async def _processed(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self._idp.hostname, self._idp.port)
        writer.write(request)
        response = await reader.read()
        writer.close()
        return response


def token_of(sandbox: Sandbox) -> Any:
    """A token whose grant this process has forgotten, so that another environment may have it."""
    token = sandbox.consented().acg_auth.oauth_token
    gc.collect()
    return token


def client_of(sandbox: Sandbox, gate: Gate, token: Any, save: Any) -> AsyncAkoyaapisv240Client:
    return AsyncAkoyaapisv240Client(
        environment=CustomEnvironment(sandbox.api_url, gate.url),
        authorization_code_auth_credentials=sandbox.credentials(oauth_token=token, oauth_on_token_update=save),
    )


async def cancelled_at(gate: Gate, work: Any) -> None:
    """Cancels work when the provider has stopped."""
    task = asyncio.ensure_future(work)
    await asyncio.wait_for(gate.reached.wait(), 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("stage", STAGES)
def test_a_refresh_that_is_cancelled_at_any_stage_keeps_its_token(sandbox: Sandbox, stage: str) -> None:
    async def run() -> None:
        token, before = token_of(sandbox), sandbox.counters["refreshes"]
        gate, loop, saved = Gate(sandbox, stage), asyncio.get_running_loop(), asyncio.Event()
        serving = asyncio.ensure_future(gate.serve())
        client = client_of(sandbox, gate, token, lambda _: loop.call_soon_threadsafe(saved.set))
        await cancelled_at(gate, client.acg_auth.refresh_token())
        assert not saved.is_set()
        gate.released.set()
        await asyncio.wait_for(saved.wait(), 30)
        kept = client.acg_auth.oauth_token
        assert kept is not None
        assert kept.refresh_token != token.refresh_token
        assert sandbox.counters["refreshes"] == before + 1
        assert (await client.acg_auth.refresh_token()).refresh_token != kept.refresh_token
        serving.cancel()

    asyncio.run(run())


def test_a_program_that_is_collected_in_a_refresh_is_given_its_token(sandbox: Sandbox) -> None:
    async def run() -> None:
        gate, loop, saved = Gate(sandbox, "body"), asyncio.get_running_loop(), asyncio.Event()
        serving = asyncio.ensure_future(gate.serve())

        class Program:
            """Holds a client that holds it."""

            def __init__(self) -> None:
                self.client = client_of(sandbox, gate, token_of(sandbox), self.save)

            def save(self, _: Any) -> None:
                loop.call_soon_threadsafe(saved.set)

        program = Program()
        await cancelled_at(gate, program.client.acg_auth.refresh_token())
        gone = weakref.ref(program)
        del program
        # What the cancelled task had is let go of only when the loop and the core's thread come to it.
        for _ in range(50):
            await asyncio.sleep(0)
            gc.collect()
        assert gone() is not None
        gate.released.set()
        await asyncio.wait_for(saved.wait(), 30)
        await asyncio.wait_for(until_collected(gone), 30)
        serving.cancel()

    asyncio.run(run())


async def until_collected(gone: weakref.ref[Any]) -> None:
    while gone() is not None:
        await asyncio.sleep(0)
        gc.collect()
