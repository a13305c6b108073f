//! How the servers respond, and how certain it is.
//!
//! Each statement has a mark: **A** for documented by Akoya, **D** for taken from Dex, the server that Akoya's
//! documentation quotes, **G** for a guess, because neither says.
//!
//! # Authorization (`GET /auth`)
//!
//! | request | response | |
//! |---|---|---|
//! | correct | 200, the sign-in page | A |
//! | unknown `client_id`, `redirect_uri` that does not match a registered one byte for byte, unknown `connector` | 400, a page, never a redirect | A |
//! | no `connector` | 200, a sign-in page that leads nowhere | A |
//! | `scope` without all of `openid`, `profile`, `offline_access` | redirect, `invalid_scope`, "Missing required scope" | A |
//! | a scope other than these and `email` | redirect, `invalid_scope`, "Unrecognized scope" | D |
//! | `response_type` missing or not `code` | redirect, `invalid_request`, "Invalid response type" | A |
//! | a repeated parameter | 400, a page | G |
//! | no `state` | the redirect has an empty `state` | D |
//! | PKCE parameters, `nonce`, `prompt` | ignored | G |
//!
//! A wrong password shows the form again with status 200 (D). After five of them for one user within five minutes,
//! the response is 429 until the five minutes are over (G). A refusal redirects with `error=access_denied`, as
//! Akoya documents; Dex itself shows a page with status 500.
//!
//! The pages need neither scripts nor cookies. Each form has a signed `request` field, which is valid for
//! one hour, for its own page, and for one decision. A form that a browser marks as sent from another site
//! is refused with 403. The redirect to the application has status 302. A code has 25 characters of `a`–`z`
//! and `2`–`7`, and is valid for 5 minutes (A).
//!
//! # Tokens (`POST /token`)
//!
//! | request | response | |
//! |---|---|---|
//! | code exchange with credentials only in the Basic header | tokens | A |
//! | refresh with credentials only in the body | new tokens; the refresh token is used up | A |
//! | credentials sent the other way, in both, or wrong | 401 `invalid_client` | A for wrong, G for the rest |
//! | `grant_type` missing or unknown | 400 **`invalid_grant`** | A |
//! | code wrong, expired, used, or of another client | 400 **`invalid_request`** "Invalid or expired code parameter." | A |
//! | `redirect_uri` differs from that of the request; the code stays valid | 400 `invalid_request` | A |
//! | no refresh token | 400 `invalid_request` "No refresh token in request." | A |
//! | refresh token wrong, used, revoked, or of another client | 400 **`invalid_request`** "Refresh token is invalid or has already been claimed by another client." | A |
//! | a scope that was not granted | 400 `invalid_request` | D |
//!
//! The response has `id_token`, `refresh_token`, `token_type` (`bearer`) and `expires_in`, and **no
//! `access_token`** (A). Using a code or refresh token again does not affect the tokens that replaced it (D).
//! One user can have several consents (G; Dex keeps only the newest). `at_hash` and `recipientId` are present
//! as in Akoya's samples, with invented values. `iss` is the text `/sandbox`, whatever the port (G). An OpenID
//! Connect client, which would read it from a discovery document, has to be configured with it, and with the
//! `id_token` in place of an `access_token`.
//!
//! `GET /keys` returns the public key as a JWK set. Akoya documents neither this path nor a discovery
//! document, so a client must not depend on it.
//!
//! # Revocation (`POST /revoke`)
//!
//! `client_id`, `client_secret`, `token` and `token_type_hint=refresh_token` in the body; 200 without a
//! body (A). A missing or unknown client, a missing, unknown, used or revoked token: 400
//! `invalid_request`. Another hint: 400 `unsupported_token_type`. A wrong secret: 401
//! `unauthorized_client` (A). The older path `/token/revoke` works too.
//!
//! # Two dialects
//!
//! Everything above is [`Dialect::Dex`](crate::Dialect::Dex), the documented behaviour.
//! [`Dialect::Hydra`](crate::Dialect::Hydra) responds as Ory Hydra does, read from its source. Whether these
//! responses reach a client through Akoya is not known, so all of it is **G**:
//!
//! | | Dex | Hydra |
//! |---|---|---|
//! | code, refresh token | 25 characters; a protobuf message | `ory_ac_…`, `ory_rt_…` |
//! | token response | no `scope` | with `scope` |
//! | `sub` | user and connector in a protobuf message, as in Akoya's samples | a UUID, equally stable |
//! | wrong or used code or refresh token, wrong `redirect_uri` | `invalid_request` | `invalid_grant`, with a long description |
//! | `grant_type` missing or unknown | `invalid_grant` | `invalid_request` |
//! | a code or refresh token is used again | the tokens that replaced it still work | the consent ends |
//! | a scope that was not granted | `invalid_request` | `invalid_scope` |
//! | `response_type` other than `code` | `invalid_request` | `unsupported_response_type` |
//! | `state` of less than 8 characters | accepted | redirect, `invalid_state` |
//! | revocation of an unknown token | 400 | 200 |
//!
//! A sandbox for which the program sets no dialect has that of the environment variable `AKOYA_SANDBOX_IDP` (`dex`
//! or `hydra`), so that a whole test suite runs in both without being changed.
//!
//! The other claims are the same in both: Akoya's one published sample has some that Dex never writes (`rat`,
//! `sid`) beside Dex's `sub`, so it is not known which server writes which.
//!
//! With [`Refusal::Page`](crate::Refusal::Page) a refusal ends on a page with status 500 and the
//! application receives nothing, as in Dex (D).
//!
//! # Data
//!
//! | request | response | |
//! |---|---|---|
//! | bearer missing, expired, forged, or of a consent that the application revoked | 401, code 602 | A |
//! | consent that the customer revoked at the bank | 404, code 601 | A |
//! | unknown version, provider other than `mikomo`, unknown route | 403 | A |
//! | unknown account | 404, code 701 | A |
//! | account that exists but was not shared | 404, code 701: a fresh token, which 602 asks for, would change nothing | G |
//! | only one of `startTime` and `endTime`, or not an RFC 3339 time | 400, code 702 | A for the code |
//! | `endTime` before `startTime` | 400, code 703 | A for the code |
//! | `Accept` without JSON; method other than `GET`; `mode` other than `raw` and `standard`; invalid `limit` or `offset` | 406; 405; 400; 400 | G for the bodies |
//!
//! Every response has an `x-akoya-interaction-id`, that of the request if it is usable. An error is `{"code": 602,
//! "message": "…"}` with the code as a number (A). Where no code is documented, it repeats the status (G).
//!
//! ## Versions
//!
//! v2 and v3 are served side by side, with the same documents. v3 differs in its headers only (A):
//!
//! | header | v2 | v3 |
//! |---|---|---|
//! | `x-akoya-interaction-type` | ignored | required: `USER` or `BATCH` (A; that other capitals are refused is G) |
//! | `x-akoya-last-access` | ignored | required: when the customer was last active, ISO 8601 in UTC (A; the future is accepted, G) |
//! | `x-akoya-intent-type` | ignored | `payments` or `nonpayments`; required for applications that subscribe to Payments (A), which [`intent_type_required`](crate::SandboxBuilder::intent_type_required) turns on |
//!
//! A v3 call without a required header, or with an invalid one, is refused with 400 and a message that
//! names the header (G: Akoya documents neither the status nor the code). The headers are checked after the
//! bearer token, the version and the provider (G).
//!
//! Statements have v2 only: public clients of v3 read them with v2 (G).
//! [`v2_until`](crate::SandboxBuilder::v2_until) ends v2 on a date of the sandbox's clock: Akoya's policy is to end
//! a version six months after the next one (A), and an unknown version is 403 (A). Statements stay.
//!
//! ## Products
//!
//! Transactions are sorted oldest first, as in Akoya's sample. Without dates the range is the last 15 days; without
//! `limit` a page has 50; a limit above 500 gives pages of 500. `links.next.href` and `links.prev.href` are
//! relative and complete, with an opaque `offset`.
//!
//! An account that cannot be read has an `error` in place of its data, and the response has status 206 (A). The
//! wrapper stays and has only the error: `{"depositAccount": {"error": {"code": 501, "message": "…"}}}`. For
//! accounts-info Akoya's example has this inside another object, `{"value": {…}}` (A). Which providers use which
//! form is not documented, so [`PartialResponse`](crate::PartialResponse) selects it.
//!
//! `mode` exists for accounts-info, balances, accounts and transactions. `raw` is the default, and `standard`
//! stands for "FDX-aligned, standardized data values" (A). Which banks support it, and what is aligned, is not
//! public, so the rest is a guess (G). Here `raw` is the bank's own text, byte for byte. With `standard` the fields
//! `accountType`, `balanceType`, `debitCreditMemo`, `holdingType`, `interestRateType`, `status` and
//! `transactionType` have values in capitals without separators (`College Savings` becomes `COLLEGESAVINGS`), and
//! times are RFC 3339 in UTC (`2019-09-16T00:00:00.000+0000` and, in a field that ends in `Timestamp` or `AsOf`,
//! `2019-09-16` become `2019-09-16T00:00:00Z`). Amounts, names and all other fields are the same in both. Any other
//! value is 400; other products ignore `mode`.
//!
//! The other products: accounts with holdings, and tax lots (unknown holding: 404, code 701); payment networks
//! with an actual and a tokenized account number; statements, paged like transactions, by default of the last two
//! years, with documents as PDF (400 while one is processing, 302 for one that has moved, 404 for an account
//! without any); tax forms, searched by `taxYear`, `taxForms` and `accountId` (409 if the year or account has
//! none), available as JSON, as PDF with `Accept`, or as JSON that contains the PDF with
//! `taxDataType=BASE64_PDF`; the current customer; the contacts of an account.
//!
//! Each server describes itself at `/openapi.json`, and for people at `/docs`.
//!
//! # Service APIs
//!
//! `POST /oauth2/token` at a server of its own issues service tokens (A): `grant_type=client_credentials`, a
//! `scope`, and in the Basic header credentials that are not those of an application
//! ([`service_client_id`](crate::Sandbox::service_client_id)). The response has an `access_token`
//! (`ory_at_…`, in both dialects) that is valid for 24 hours, and no refresh token. The errors are Hydra's
//! (G). Calls of the service APIs have it as their bearer:
//!
//! | request | response | |
//! |---|---|---|
//! | token missing, unknown or expired; token with another scope | 401; 403 | A; G |
//! | `GET /consents/v1/{consentId}`, scope `notifications_subscriptions` | status `ACTIVE`, `REVOKED` or `EXPIRED`, parties, accounts | A for the fields, G for the words |
//! | `POST`, `GET /notifications/v1/subscriptions`; `GET`, `PATCH`, `DELETE …/{subscriptionId}`, the same scope | the subscription with its `subscriptionId`; 204 for a deletion | A; G for 204 |
//! | `POST /notifications/v1/test` | what is sent to the subscriber | A |
//! | `GET /notifications/v1/maintenance/{maintenanceId}`, where a `PLANNED_OUTAGE` or `SERVICE` leads | the outage: a planned one is the next maintenance window, the other began when it was notified | A for the path, G for the fields |
//! | `POST /manage/v2/apps/register`, scope `app_management_v2` | the application with `client_id` and `client_secret`, which work at once; at most 10; 409 for a name that is taken | A |
//! | `GET …/recipients/{recipientId}/apps[/{appId}]`, `…/products`, `…/providers?products=…` | pages with `page.total_elements` and `links` | A for apps, G for the fields of the others |
//! | `PATCH …/recipients/{recipientId}/apps/{appId}` | JSON Patch (RFC 6902) of the description, a redirect URI, or the secret (`""`); the new secret is in the response | A; G for the last |
//! | `GET …/subscriptions/{appId}[/status]` | an active subscription to `mikomo` | A |
//! | something is invalid, or unknown | 400; 404 | A; G |
//!
//! `callbackUrl` must be an https URL (A), or an http URL of this machine (G). Nothing leaves the machine. Over
//! https the sandbox sends to a server of this machine that has a certificate of the authority that
//! [`callback_authority`](crate::SandboxBuilder::callback_authority) names; without that, or for another machine, a
//! notification is kept as one that was not sent, and says why. An error is `{"code": "400", "message": "…"}` with
//! the code as a string (A; which strings is G).
//!
//! A customer who ends a consent at the bank causes `CONSENT_REVOKED`, one who changes the accounts
//! `CONSENT_UPDATED` (A): `POST` to each subscriber with the event and the address of its details, without a
//! signature (A). A revocation by the application causes none (G). A subscriber that does not respond with 200 to
//! 299 within ten seconds gets the same notification three more times (A), 10 seconds, 1 minute and 5 minutes later
//! by the sandbox's clock (G). Subscribers do not wait for one another: each is sent up to 16 at once.
//! [`notifications`](crate::Sandbox::notifications) returns what was sent.
//!
//! # Faults for odd data
//!
//! Banks send documents that no description allows. So that tests of a client need no server of
//! their own, these faults make them of the sandbox's documents (what banks send is taken from
//! public bug reports; no bank sends all of it):
//!
//! | what is sent | effect |
//! |---|---|
//! | a 200 whose list is absent, or an object | `"absent_list"`, `"mistyped_list"` |
//! | an account without an id, with a number as id, of an unknown kind, flat as in FDX 6, in a list, or with an error in its place (206, in the form of `PartialResponse`) | `{"odd_account": {"form": "no_id"}}`, `numeric_id`, `unknown_kind`, `flat`, `list`, `error` |
//! | pages that never end, with the same rows or none; that link to themselves; that overlap; whose link is a text | `{"odd_pages": {"form": "same_rows"}}`, `empty`, `circle`, `overlap`, `text_link` |
//! | one account fails, the others do not | any effect with `"account": "…"` |
//! | FDX's "no data": 404 with code 1107, or 1104, 1108; a closed account: 705 | `{"api_error": {"code": 1107}}` |
//! | another value in a field: `Debit`, `MEMO`, `"$12.00"`, `1e400`, a time without zone | `{"set_field": {"name": "amount", "value": "1,234.50"}}` |
//! | nothing (204), or a document of your own | `{"respond": {"status": 204}}`, `{"replace_response": {"body": "…"}}` |
//!
//! # Control
//!
//! [`Fault`](crate::Fault)s make requests go wrong: see [`Effect`](crate::Effect) for what can happen. One of
//! them is Akoya's maintenance window, on Tuesdays from 10 AM to 1 PM "EST" (A; the response 503 with code 503
//! is G, as is that daylight saving time does not move it). Clock, lifetimes, rate limit, revocation by the
//! customer and reset are methods of [`Sandbox`](crate::Sandbox). At a terminal they are `akoya sandbox fault`,
//! `clock`, `lifetimes`, `rate-limit`, `api-versions`, `partial-response`, `consents`, `revoke`, `journal`,
//! `counters` and `reset`. For other languages they are available over HTTP if
//! [`admin_port`](crate::SandboxBuilder::admin_port) is set:
//!
//! | request | effect or result |
//! |---|---|
//! | `GET /journal`, `DELETE /journal` | the last 10,000 requests, without secrets |
//! | `GET /counters` | [`Counters`](crate::Counters) |
//! | `GET /faults`, `DELETE /faults` | the faults that are left |
//! | `POST /faults` | `{"on": "refresh", "user": "mikomo_7", "consent": "…", "account": "…", "skip": 0, "times": 1, "effect": "drop_response"}`; only `effect` is required; an effect with values is an object: `{"cut_response": {"after_bytes": 10}}` |
//! | `GET /clock`, `PUT /clock` | `{"now": "2026-11-23T12:00:00Z"}` |
//! | `POST /clock/advance` | `{"seconds": 86400}` |
//! | `GET /lifetimes`, `PUT /lifetimes` | `{"code": 300, "id_token": 86400, "refresh_token": null, "refresh_reuse": 0}`, in seconds |
//! | `GET /rate-limit`, `PUT /rate-limit` | `{"per_second": 5}`; `null` for no limit |
//! | `GET /api-versions`, `PUT /api-versions` | `{"v2_until": "2026-12-01T00:00:00Z", "intent_type_required": false}`; `null` if v2 does not end |
//! | `GET /partial-response`, `PUT /partial-response` | `{"form": "documented"}`; also `bare`, `wrapped`, `unchanged` |
//! | `GET /consents` | every consent, with its `id` (the `grant_id`), accounts, and how often its refresh token has been rotated |
//! | `POST /consents` | gives a consent without the pages: `{"user": "mikomo_7", "tokens": true}` returns tokens, without `tokens` a code; also `client_id`, `redirect_uri`, `scope`, `state`, `accounts` |
//! | `POST /consents/revoke` | `{"user": "mikomo_7"}` or `{"consent": "…"}`, and `"by": "customer"` or `"client"` |
//! | `POST /consents/accounts` | `{"consent": "…", "accounts": ["…"]}`: the customer shares these accounts from now on |
//! | `GET /notifications` | every [`Notification`](crate::Notification) |
//! | `POST /notifications/deliver` | sends what is due now, and returns all notifications when the subscribers have responded |
//! | `GET /users` | the sign-in names |
//! | `POST /reset` | restores the initial state; keys, clients and data stay |
//!
//! The rate limit counts all data calls together, as Akoya's does. For one user or consent, use the fault
//! `{"api_error": {"code": 1207}}`. A body needs `Content-Type: application/json`, and `Host` must name this machine.
//! All of it, with examples, is at the admin API's own `/docs` and `/openapi.json`.
//!
//! # Users
//!
//! The password of each user equals the name.
//!
//! | user | has |
//! |---|---|
//! | `mikomo_1` | eight investment accounts |
//! | `mikomo_7` | accounts of all six kinds; transactions of all five kinds and every type from 2020 on, 1,800 of them on one account; every kind of holding, order and security; zeros, nulls, unknown fields and values, all forms of time; tax forms up to 1099-DA for tax year 2025 |
//! | `mikomo_10` | checking account `g833202fb0866d0ad83472c429`, for paging |
//! | `mikomo_11` | checking account `513815781465` with statement `P9CvLPKDaFRMbNDkhu1` |
//! | `mikomo_14` | like `mikomo_7` with fewer transactions; one account cannot be read |
//! | `GenericUser_Pfm` | like `mikomo_7` with fewer transactions; tax form `tax2020` |
//! | `GenericUser_LendingAndCredit` | six loans, six credit cards and lines of credit, in good standing, delinquent and paid |
//! | `mikomo_500`, `_501`, `_601`, `_602`, `_701`, `_702`, `_703`, `_704` | can sign in; every data call fails with that code |
