"""What the adapters of the consent-loss benchmark in Python share. The protocol is described in `peers/src/adapter.rs`."""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


class KeptFile:
    """A file that is replaced whole, so no client loses anything by how its file is written."""

    def __init__(self, path):
        self.path = Path(path)
        self.delay = 0
        self.fails = False

    def read(self):
        try:
            return json.loads(self.path.read_text())
        except FileNotFoundError:
            return None

    def replace(self, content):
        if self.delay > 0:
            self.path.with_name("writing").touch()
            time.sleep(self.delay)
        if self.fails:
            raise OSError("no space left on the device")
        # A draft for each process, so that two of them do not mix their tokens.
        draft = self.path.with_suffix(f".{os.getpid()}")
        with open(draft, "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(self.path)


def run(make_client):
    """Runs a client until the input ends. `make_client` gets the settings and its file."""
    settings = json.loads(sys.stdin.readline())
    file = KeptFile(Path(settings["folder"]) / "token.json")
    client = make_client(settings, file)
    with ThreadPoolExecutor(16) as threads:
        for line in sys.stdin:
            try:
                response = respond(client, file, threads, json.loads(line))
            except Exception as error:
                response = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(response), flush=True)


def respond(client, file, threads, command):
    match command["do"]:
        case "install":
            client.install(command)
            return {}
        case "token":
            return {"token": client.token()}
        case "store":
            file.delay, file.fails = command["delay_ms"] / 1000, command["fails"]
            return {}
        case "renew":
            return renew(client, threads, command)


def renew(client, threads, command):
    """Lets several callers renew at once; the first token counts, else the last failure."""
    patience = command["give_up_after_ms"]
    timeout = None if patience is None else patience / 1000
    callers = [threads.submit(client.renew, command["refused"], timeout) for _ in range(command["callers"])]
    failures = [caller.exception() for caller in callers]
    for caller, failure in zip(callers, failures):
        if failure is None:
            return {"token": caller.result()}
    raise failures[-1]
