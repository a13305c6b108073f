//! What the servers answer, and how sure that is.
//!
//! Each statement is marked: **A** documented by Akoya, **D** taken from Dex, the server whose texts Akoya's documentation
//! quotes, **G** a guess, because neither says.
//!
//! # Authorization (`GET /auth`)
//!
//! | request | answer | |
//! |---|---|---|
//! | correct | 200, the sign-in page | A |
//! | unknown `client_id`, `redirect_uri` that is not registered byte by byte, unknown `connector` | 400, a page, never a redirect | A |
//! | no `connector` | 200, a sign-in page that leads nowhere | A |
//! | `scope` without all of `openid`, `profile`, `offline_access` | redirect, `invalid_scope`, "Missing required scope" | A |
//! | a scope other than these and `email` | redirect, `invalid_scope`, "Unrecognized scope" | D |
//! | `response_type` missing or not `code` | redirect, `invalid_request`, "Invalid response type" | A |
//! | a repeated parameter | 400, a page | G |
//! | no `state` | it comes back empty | D |
//! | PKCE parameters, `nonce`, `prompt` | ignored | G |
//!
//! A wrong password shows the form again with status 200 (D). After five of them for one user within five minutes the
//! answer is 429 until the five minutes are over (G). Refusing redirects with `error=access_denied`, which Akoya documents;
//! Dex itself would show a page with status 500.
//!
//! The pages need neither script nor cookie. Each form holds a signed `request` field that is good for one hour, for its own
//! page, and for one answer; a form that a browser marks as sent from another site is refused with 403.
//! The answer goes to the redirect URI with status 302. A code has 25 characters of `a`–`z` and `2`–`7`, and lives 5 minutes (A).
//!
//! # Tokens (`POST /token`)
//!
//! | request | answer | |
//! |---|---|---|
//! | code exchange, credentials in the Basic header alone | tokens | A |
//! | refresh, credentials in the body alone | new tokens; the refresh token is spent | A |
//! | credentials in the other place, in both, or wrong | 401 `invalid_client` | A for wrong, G for the rest |
//! | `grant_type` missing or unknown | 400 **`invalid_grant`** | A |
//! | code wrong, expired, used, or another client's | 400 **`invalid_request`** "Invalid or expired code parameter." | A |
//! | `redirect_uri` not that of the request; the code stays usable | 400 `invalid_request` | A |
//! | no refresh token | 400 `invalid_request` "No refresh token in request." | A |
//! | refresh token wrong, spent, revoked, or another client's | 400 **`invalid_request`** "Refresh token is invalid or has already been claimed by another client." | A |
//! | a scope that was not granted | 400 `invalid_request` | D |
//!
//! The answer has `id_token`, `refresh_token`, `token_type` (`bearer`) and `expires_in`, and **no `access_token`** (A).
//! Using a spent code or refresh token again does not touch the tokens that came of it (D). Several consents of one user live
//! side by side (G; Dex keeps the newest alone). `at_hash` and `recipientId` are there as in Akoya's samples, with invented values.
//! `iss` is the text `/sandbox`, whatever the port (G); a client of OpenID Connect, which would read it in a discovery document, has to be
//! told, as it has to be told to use the `id_token` where it looks for an `access_token`.
//!
//! `GET /keys` gives the public key as a JWK set. Akoya documents no such address, nor a discovery document: a client must
//! not depend on it.
//!
//! # Revocation (`POST /revoke`)
//!
//! `client_id`, `client_secret`, `token` and `token_type_hint=refresh_token` in the body; 200 without a body (A). A missing or unknown
//! client, a missing, unknown, spent or revoked token: 400 `invalid_request`. Another hint: 400 `unsupported_token_type`. A wrong
//! secret: 401 `unauthorized_client` (A). The older path `/token/revoke` works too.
//!
//! # Two dialects
//!
//! Everything above is [`Dialect::Dex`](crate::Dialect::Dex), the documented behaviour. [`Dialect::Hydra`](crate::Dialect::Hydra) answers
//! as Ory Hydra would by itself, read from its source; whether Akoya hands these answers on is not known, so all of it is **G**:
//!
//! | | Dex | Hydra |
//! |---|---|---|
//! | code, refresh token | 25 characters; a protobuf message | `ory_ac_…`, `ory_rt_…` |
//! | token answer | no `scope` | with `scope` |
//! | `sub` | user and connector in a protobuf message, as in Akoya's samples | a UUID, as stable |
//! | wrong or used code or refresh token, wrong `redirect_uri` | `invalid_request` | `invalid_grant`, with a long description |
//! | `grant_type` missing or unknown | `invalid_grant` | `invalid_request` |
//! | a used code or refresh token comes again | what came of it goes on working | the consent ends |
//! | a scope that was not granted | `invalid_request` | `invalid_scope` |
//! | `response_type` other than `code` | `invalid_request` | `unsupported_response_type` |
//! | `state` of less than 8 characters | accepted | redirect, `invalid_state` |
//! | revocation of an unknown token | 400 | 200 |
//!
//! The other claims are the same in both: Akoya's one published sample has some that Dex never writes (`rat`, `sid`) beside Dex's `sub`, so
//! it is not known which of them come with which server.
//!
//! With [`Refusal::Page`](crate::Refusal::Page) a refusal ends on a page with status 500 and the application never hears of it, as Dex
//! does it by itself (D).
//!
//! # Data
//!
//! | request | answer | |
//! |---|---|---|
//! | bearer missing, expired, forged, or of a consent that the application revoked | 401, code 602 | A |
//! | consent that the customer ended at the bank | 404, code 601 | A |
//! | other version than `v2`, other provider than `mikomo`, unknown route | 403 | A |
//! | unknown account | 404, code 701 | A |
//! | account that exists and was not shared | 401, code 602 | G |
//! | one of `startTime` and `endTime` alone, or no RFC 3339 time | 400, code 702 | A for the code |
//! | `endTime` before `startTime` | 400, code 703 | A for the code |
//! | `Accept` without JSON; method other than `GET`; `mode` other than `raw` and `standard`; `limit` or `offset` unusable | 406; 405; 400; 400 | G for the bodies |
//!
//! Every answer carries `x-akoya-interaction-id`, the caller's own if it sent a usable one. Error bodies are
//! `{"code": 602, "message": "…"}` with the code as a number (A); where no code is documented it is the status again (G).
//!
//! Transactions come oldest first, as in Akoya's sample. Without dates the last 15 days are meant, without `limit` 50 on a page; a
//! larger limit than 500 gives pages of 500. `links.next.href` and `links.prev.href` are relative and complete, with an opaque `offset`.
//!
//! An account that cannot be read has an `error` in place of its data, and the answer the status 206 (A for the status, G for the
//! form).
//!
//! `mode` is there for accounts-info, balances, accounts and transactions. `raw` is the default, and `standard` is meant for "FDX-aligned,
//! standardized data values" (A); for what banks, and what exactly is aligned, is not public, so the rest is a guess (G). Here `raw` is the
//! bank's own text, byte by byte. With `standard` the fields `accountType`, `balanceType`, `debitCreditMemo`, `holdingType`,
//! `interestRateType`, `status` and `transactionType` have their values in capitals without separators (`College Savings` becomes
//! `COLLEGESAVINGS`), and times are RFC 3339 in UTC (`2019-09-16T00:00:00.000+0000` and, in a field that ends in `Timestamp` or `AsOf`, `2019-09-16`
//! become `2019-09-16T00:00:00Z`). Amounts, names and all other fields are the same in both. Any other value is 400; other products do
//! not look at `mode`.
//!
//! The other products: accounts with holdings and tax lots (unknown holding: 404, code 701); payment networks with an actual
//! and a tokenized account number; statements, paged like transactions, by default of the last two years, with documents as PDF (400 while
//! one is processed, 302 for one that has moved, 404 for an account without any); tax forms, searched by `taxYear`, `taxForms` and
//! `accountId` (409 if there is none for the year or account), given as JSON, as PDF by `Accept`, or as JSON with the PDF in it by
//! `taxDataType=BASE64_PDF`; the current customer; the contacts of an account.
//!
//! Both servers describe themselves at `/openapi.json`, and for people at `/docs`.
//!
//! # Steering
//!
//! [`Fault`](crate::Fault)s make requests go wrong: see [`Effect`](crate::Effect) for what can happen. Clock, lifetimes, rate limit,
//! revocation by the customer and a reset are methods of [`Sandbox`](crate::Sandbox). The same at a terminal, with
//! `akoya sandbox fault`, `clock`, `lifetimes`, `rate-limit`, `consents`, `revoke`, `journal`, `counters` and `reset`, and over HTTP, for
//! other languages, if [`admin_port`](crate::SandboxBuilder::admin_port) is given:
//!
//! | request | does |
//! |---|---|
//! | `GET /journal`, `DELETE /journal` | the last 10,000 requests, without secrets |
//! | `GET /counters` | [`Counters`](crate::Counters) |
//! | `GET /faults`, `DELETE /faults` | the faults that are left |
//! | `POST /faults` | `{"on": "refresh", "user": "mikomo_7", "consent": "…", "skip": 0, "times": 1, "effect": "drop_response"}`; all but `effect` may be left out; effects with values are objects: `{"cut_response": {"after_bytes": 10}}` |
//! | `GET /clock`, `PUT /clock` | `{"now": "2026-11-23T12:00:00Z"}` |
//! | `POST /clock/advance` | `{"seconds": 86400}` |
//! | `GET /lifetimes`, `PUT /lifetimes` | `{"code": 300, "id_token": 86400, "refresh_token": null, "refresh_reuse": 0}`, in seconds |
//! | `GET /rate-limit`, `PUT /rate-limit` | `{"per_second": 5}`, `null` for none |
//! | `GET /consents` | every consent, with its `id` (the `grant_id`), accounts, and how often its refresh token has been rotated |
//! | `POST /consents/revoke` | `{"user": "mikomo_7"}` or `{"consent": "…"}`, and `"by": "customer"` or `"client"` |
//! | `GET /users` | the sign-in names |
//! | `POST /reset` | back to the start; keys, clients and data stay |
//!
//! The rate limit is of all data calls together, as Akoya's is; for one user or connection there is the fault
//! `{"api_error": {"code": 1207}}`. Every change needs `Content-Type: application/json` and a `Host` of this machine.
//!
//! # Users
//!
//! The password of each is the name again.
//!
//! | user | has |
//! |---|---|
//! | `mikomo_1` | eight investment accounts |
//! | `mikomo_7` | accounts of all six kinds, transactions of all five kinds and every type from 2020 on, 1,800 of them on one account; every kind of holding, order and security; zeros, nulls, unknown fields and values, all forms of time |
//! | `mikomo_10` | checking account `g833202fb0866d0ad83472c429`, for paging |
//! | `mikomo_11` | checking account `513815781465` with statement `P9CvLPKDaFRMbNDkhu1` |
//! | `mikomo_14` | as `mikomo_7`, less of it; one account cannot be read |
//! | `GenericUser_Pfm` | as `mikomo_7`, less of it; tax form `tax2020` |
//! | `mikomo_500`, `_501`, `_601`, `_602`, `_701`, `_702`, `_703`, `_704` | can sign in; every data call fails with that code |
