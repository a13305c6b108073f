// A provider for the interop suite, made of the package `oidc-provider`. It shows no pages: it signs a user in and decides
// by itself, so following redirects is enough.
//
//   node oidc-provider.js REDIRECT_URI [fapi2] [dpop-nonce] [mtls=FOLDER]
//
// `login_hint=refuse` in the authorization request refuses the consent. When it is ready it prints one line of JSON to
// standard error: the issuer, the clients with their secrets, and the key of the client that signs assertions. With `mtls`
// it also listens with TLS, with the certificates of that folder, and its one client is known by its certificate there.
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { Provider } from "oidc-provider";

const [redirectUri, ...modes] = process.argv.slice(2);
const isFapi = modes.includes("fapi2");
const demandsNonce = modes.includes("dpop-nonce");
const folder = modes.find((mode) => mode.startsWith("mtls="))?.slice("mtls=".length);
const pem = (name) => folder && readFileSync(join(folder, `${name}.pem`), "utf8");
const certificates = { authority: pem("authority"), server: pem("server"), client: pem("client") };
const USER = "alice";
const SCOPES = ["openid", "offline_access"];

// The keys are made as JWK: Node 20 can hang for good where a key that it made is exported later, when the garbage
// collector drops what made the key while the export holds the lock that both share.
function makeKey(alg) {
  const isRsa = alg === "RS256";
  const encoding = { publicKeyEncoding: { format: "jwk" }, privateKeyEncoding: { format: "jwk" } };
  const kind = isRsa ? { modulusLength: 2048 } : { namedCurve: "P-256" };
  const pair = generateKeyPairSync(isRsa ? "rsa" : "ec", { ...kind, ...encoding });
  const describe = (key) => ({ ...key, kid: alg, alg, use: "sig" });
  return { publicKey: describe(pair.publicKey), privateKey: describe(pair.privateKey) };
}

function makeClients(publicKey) {
  const client = (id, method, more) => ({
    client_id: id,
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: method,
    ...(method.startsWith("client_secret") && { client_secret: `secret of ${id}, with +/&=% in it` }),
    ...(method === "private_key_jwt" && { token_endpoint_auth_signing_alg: "ES256", jwks: { keys: [publicKey] } }),
    ...more,
  });
  if (folder) {
    const subject = { tls_client_auth_subject_dn: "CN=acg test client" };
    const bound = { require_pushed_authorization_requests: true, tls_client_certificate_bound_access_tokens: true };
    return [client("certificate", "tls_client_auth", { ...subject, ...bound, id_token_signed_response_alg: "ES256" })];
  }
  if (isFapi) {
    const demands = { require_pushed_authorization_requests: true, dpop_bound_access_tokens: true };
    return [client("fapi", "private_key_jwt", { ...demands, id_token_signed_response_alg: "ES256" })];
  }
  return [
    client("basic", "client_secret_basic"),
    client("body", "client_secret_post"),
    client("public", "none", { application_type: "native" }),
    client("key", "private_key_jwt"),
    client("pushed", "client_secret_basic", { require_pushed_authorization_requests: true }),
    client("dpop", "client_secret_basic", { dpop_bound_access_tokens: true }),
  ];
}

// Where a client with a certificate goes (RFC 8705, section 5): a browser must not be asked for one.
function makeAliases(origin) {
  const paths = { token: "/token", revocation: "/token/revocation", pushed_authorization_request: "/request", userinfo: "/me" };
  return Object.fromEntries(Object.entries(paths).map(([name, path]) => [`${name}_endpoint`, origin + path]));
}

const mutualTls = {
  enabled: Boolean(folder),
  certificateBoundAccessTokens: true,
  tlsClientAuth: true,
  getCertificate: (ctx) => ctx.socket.getPeerX509Certificate?.()?.toString(),
  certificateAuthorized: (ctx) => ctx.socket.authorized === true,
  certificateSubjectMatches: (ctx, _, expected) => `CN=${ctx.socket.getPeerCertificate().subject.CN}` === expected,
};

function makeProvider(issuer, clients, keys, aliases) {
  return new Provider(issuer, {
    clients,
    jwks: { keys },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    scopes: SCOPES,
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt", "none", ...(folder ? ["tls_client_auth"] : [])],
    ...(aliases && { discovery: { mtls_endpoint_aliases: aliases } }),
    rotateRefreshToken: true,
    pkce: { required: () => true },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_, interaction) => `/decide/${interaction.uid}` },
    // Said outright: the defaults warn on every start that they are for development.
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 3600, IdToken: 300, Interaction: 60, RefreshToken: 3600, Session: 3600 },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => demandsNonce },
      jwtResponseModes: { enabled: true },
      mTLS: mutualTls,
      fapi: { enabled: isFapi, profile: "2.0" },
      pushedAuthorizationRequests: { enabled: true },
      revocation: { enabled: true },
    },
  });
}

async function decide(provider, request, response) {
  const { grantId, params, prompt, session } = await provider.interactionDetails(request, response);
  const finish = (result) => provider.interactionFinished(request, response, result);
  if (prompt.name === "login") {
    return finish({ login: { accountId: USER } });
  }
  if (params.login_hint === "refuse") {
    return finish({ error: "access_denied", error_description: "the user said no" });
  }
  const known = grantId && (await provider.Grant.find(grantId));
  const grant = known || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return finish({ consent: { grantId: await grant.save() } });
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));
}

const server = createServer();
const issuer = `http://127.0.0.1:${await listen(server)}`;
const tls = { cert: certificates.server, key: certificates.server, ca: certificates.authority, requestCert: true, rejectUnauthorized: false };
const secure = folder && createTlsServer(tls);
const aliases = secure && makeAliases(`https://localhost:${await listen(secure)}`);
const clientKey = makeKey("ES256");
const clients = makeClients(clientKey.publicKey);
const provider = makeProvider(issuer, clients, [makeKey("RS256").privateKey, makeKey("ES256").privateKey], aliases);
const standard = provider.callback();
secure?.on("request", standard);
server.on("request", (request, response) => {
  if (!request.url.startsWith("/decide/")) {
    return standard(request, response);
  }
  decide(provider, request, response).catch((error) => response.writeHead(400).end(String(error)));
});
const secrets = Object.fromEntries(clients.map((client) => [client.client_id, client.client_secret ?? null]));
console.error(JSON.stringify({ issuer, redirect_uri: redirectUri, scopes: SCOPES, clients: secrets, client_key: clientKey.privateKey, certificates }));
