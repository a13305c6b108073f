// The whole grant with openid-client, a client that was written for RFC 6749 and OpenID Connect and knows nothing of Akoya.

import assert from "node:assert/strict";
import * as client from "openid-client";
import { browser, callback, decide } from "./consent.js";

const { AKOYA_IDP_URL: idp, AKOYA_API_URL: api, AKOYA_CLIENT_ID: id, AKOYA_CLIENT_SECRET: secret, DIALECT } = process.env;
const USER = "mikomo_7";
const CLAIMED = { dex: "invalid_request", hydra: "invalid_grant" }[DIALECT];

// Akoya has no discovery document.
const server = {
  issuer: "/sandbox", // The same text whatever the port, so no URL.
  authorization_endpoint: `${idp}/auth`,
  token_endpoint: `${idp}/token`,
  revocation_endpoint: `${idp}/revoke`,
  jwks_uri: `${idp}/keys`,
};

function configured(authentication) {
  const configuration = new client.Configuration(server, id, undefined, authentication);
  client.allowInsecureRequests(configuration); // The sandbox is on this machine.
  return configuration;
}

/** What a generic client needs to be told: there is no access_token, the id_token is the bearer. */
async function idTokenIsTheBearer(url, options) {
  const response = await fetch(url, options);
  const body = await response.clone().json().catch(() => ({}));
  return body.id_token ? Response.json({ ...body, access_token: body.id_token }, response) : response;
}

const balances = (bearer) => fetch(`${api}/balances/v2/mikomo`, { headers: { authorization: `Bearer ${bearer}` } });

// Two, because the credentials go into the header for a code and into the body for everything else.
const forCodes = configured(client.ClientSecretBasic(secret));
const forRefreshTokens = configured(client.ClientSecretPost(secret));
client.enableNonRepudiationChecks(forCodes); // Checks signatures of id_tokens too.

const chromium = await browser();
const back = await callback();
const page = await chromium.newPage();

async function decided(words) {
  const expectedState = client.randomState();
  const asked = { redirect_uri: back.uri, scope: "openid profile offline_access", connector: "mikomo", state: expectedState };
  const [url] = await Promise.all([
    back.next(),
    decide(page, client.buildAuthorizationUrl(forCodes, asked), USER, words),
  ]);
  return [url, { expectedState, idTokenExpected: true }];
}

try {
  await assert.rejects(client.authorizationCodeGrant(forCodes, ...(await decided("Deny"))), { error: "access_denied" });
  await assert.rejects(client.authorizationCodeGrant(forCodes, ...(await decided())), (error) =>
    /access_token/.test(`${error.cause?.message} ${error.message}`),
  );

  forCodes[client.customFetch] = forRefreshTokens[client.customFetch] = idTokenIsTheBearer;
  const first = await client.authorizationCodeGrant(forCodes, ...(await decided()));
  assert.deepEqual(first.claims().aud, [id]);
  assert.equal((await (await balances(first.id_token)).json()).accounts.length, 12);

  const second = await client.refreshTokenGrant(forRefreshTokens, first.refresh_token);
  assert.notEqual(second.refresh_token, first.refresh_token);
  assert.equal((await balances(second.id_token)).status, 200);
  await assert.rejects(client.refreshTokenGrant(forRefreshTokens, first.refresh_token), { error: CLAIMED });

  await client.tokenRevocation(forRefreshTokens, second.refresh_token, { token_type_hint: "refresh_token" });
  const refused = await balances(second.id_token);
  assert.deepEqual([refused.status, (await refused.json()).code], [401, 602]);
  await assert.rejects(client.refreshTokenGrant(forRefreshTokens, second.refresh_token), { error: CLAIMED });
} finally {
  await chromium.close();
  back.close();
}
