// The adapter of `openid-client` for the consent-loss benchmark. The library keeps nothing: the program saves the response of
// `refreshTokenGrant`. The protocol is described in `peers/src/adapter.rs`.

import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import * as client from "openid-client";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const settings = JSON.parse((await lines.next()).value);
const file = join(settings.folder, "token.json");
const trouble = { delay: 0, fails: false };

const config = new client.Configuration(
  { issuer: "http://127.0.0.1:9", token_endpoint: settings.token_endpoint },
  settings.client_id,
  undefined,
  client.ClientSecretPost(settings.client_secret),
);
// The provider is on this machine, without TLS.
client.allowInsecureRequests(config);

let tokens = read();

function read() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

// The file is replaced whole, so no client loses anything by how its file is written.
async function save(next) {
  if (trouble.delay > 0) {
    writeFileSync(join(settings.folder, "writing"), "");
    await sleep(trouble.delay);
  }
  if (trouble.fails) throw new Error("no space left on the device");
  const draft = `${file}.${process.pid}`;
  const descriptor = openSync(draft, "w");
  writeSync(descriptor, JSON.stringify(next));
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
}

async function keep(response) {
  const next = {
    access_token: response.access_token,
    refresh_token: response.refresh_token ?? tokens?.refresh_token,
  };
  await save(next);
  tokens = next;
  return next.access_token;
}

async function install({ code }) {
  const state = client.randomState();
  const callback = new URL(`http://127.0.0.1:9/callback?code=${code}&state=${state}`);
  await keep(await client.authorizationCodeGrant(config, callback, { expectedState: state }));
}

async function renew(refused) {
  if (tokens.access_token !== refused) return tokens.access_token;
  return keep(await client.refreshTokenGrant(config, tokens.refresh_token));
}

// A caller that gives up stops waiting: a promise cannot be cancelled.
function withPatience(promise, patience) {
  if (patience === null) return promise;
  const over = sleep(patience).then(() => Promise.reject(new Error("the caller gave up")));
  return Promise.race([promise, over]);
}

async function renewForAll({ refused, callers, give_up_after_ms: patience }) {
  const calls = Array.from({ length: callers }, () => withPatience(renew(refused), patience));
  const results = await Promise.allSettled(calls);
  const renewed = results.find((result) => result.status === "fulfilled");
  if (renewed === undefined) throw results.at(-1).reason;
  return { token: renewed.value };
}

async function respond(command) {
  switch (command.do) {
    case "install":
      await install(command);
      return {};
    case "token":
      return { token: tokens.access_token };
    case "store":
      Object.assign(trouble, { delay: command.delay_ms, fails: command.fails });
      return {};
    case "renew":
      return renewForAll(command);
  }
}

// A refresh whose callers have gone may fail.
process.on("unhandledRejection", () => {});

for await (const line of lines) {
  const response = await respond(JSON.parse(line)).catch((error) => ({ error: told(error) }));
  process.stdout.write(`${JSON.stringify(response)}\n`);
}

function told(error) {
  return error.cause === undefined ? String(error) : `${error}: ${told(error.cause)}`;
}
