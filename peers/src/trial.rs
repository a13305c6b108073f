//! One trial: a new grant, a fault during its first refresh, and the question whether the grant still lives.
//!
//! It lives when the client, restarted if it was killed, gets two access tokens one after the other that the
//! API accepts, without the customer: the first may be one it had already, the second proves that it holds a
//! refresh token that works. It has [`ATTEMPTS`] attempts for that and waits as long as it asks for. The
//! provider and the store are in order by then.

use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::fault::Fault;
use crate::file::SIGN;
use crate::peer::{Clock, Peer, Reply};
use crate::provider::{Provider, Reaction};

/// How often a client may try to get a token after the fault.
pub const ATTEMPTS: u32 = 8;

/// How long the store of [`Fault::KilledWithSlowStore`] takes for a write.
const SLOW_WRITE: Duration = Duration::from_millis(200);

/// The longest time from the arrival of a request to the kill of [`Fault::Killed`].
const LATEST_KILL: Duration = Duration::from_millis(40);

/// How long a refresh may take to arrive at the provider.
const ARRIVAL: Duration = Duration::from_secs(10);

/// Runs a trial. Returns why the grant was lost, or `None` when it was not.
///
/// # Errors
/// When the client cannot even keep a grant without a fault.
pub async fn run(
    provider: &Provider,
    peer: &mut Peer,
    fault: Fault,
    random: &mut fastrand::Rng,
) -> Result<Option<String>> {
    let consent = provider.consent(fault.reuse());
    let installed = peer.process().ask(&consent).await?;
    anyhow::ensure!(installed.error.is_none(), "no grant: {installed:?}");
    let first = peer.process().ask(&json!({ "do": "token" })).await?;
    let token = first.token.context("no token from a new grant")?;
    provider.refuse(&token);
    strike(provider, peer, fault, &token, random).await?;
    provider.release();
    recover(provider, peer, token).await
}

async fn strike(
    provider: &Provider,
    peer: &mut Peer,
    fault: Fault,
    token: &str,
    random: &mut fastrand::Rng,
) -> Result<()> {
    match fault {
        Fault::Unavailable => {
            provider.react(Reaction::Unavailable);
            peer.process().ask(&renew(token, 1)).await?;
        }
        Fault::LostResponse(_) => {
            provider.react(Reaction::LoseResponse);
            peer.process().ask(&renew(token, 1)).await?;
        }
        Fault::Killed(_) => {
            let moment = LATEST_KILL.mul_f64(random.f64());
            kill(provider, peer, token, moment).await?;
        }
        Fault::KilledWithSlowStore => {
            peer.process().ask(&store(SLOW_WRITE, false)).await?;
            let moment = SLOW_WRITE.mul_f64(random.f64());
            kill_during_write(provider, peer, token, moment).await?;
        }
        Fault::StoreFails => {
            peer.process().ask(&store(Duration::ZERO, true)).await?;
            peer.process().ask(&renew(token, 1)).await?;
            peer.end_and_restart(Clock::Right).await?;
        }
        Fault::Callers => {
            peer.process().ask(&renew(token, 8)).await?;
        }
        Fault::Processes => race(peer, token).await?,
        Fault::CallerGivesUp => give_up(provider, peer, token).await?,
        Fault::ClockJumps => jump(peer, token, random).await?,
    }
    Ok(())
}

async fn kill(provider: &Provider, peer: &mut Peer, token: &str, moment: Duration) -> Result<()> {
    provider.react(Reaction::Respond);
    peer.process().send(&renew(token, 1)).await?;
    provider.arrival(ARRIVAL).await;
    sleep(moment).await;
    peer.kill_and_restart().await
}

/// Kills the process this long after it has begun to write the response.
async fn kill_during_write(
    provider: &Provider,
    peer: &mut Peer,
    token: &str,
    moment: Duration,
) -> Result<()> {
    provider.react(Reaction::Respond);
    peer.process().send(&renew(token, 1)).await?;
    provider.arrival(ARRIVAL).await;
    let sign = peer.folder().join(SIGN);
    // What was written before the request, such as the intent to send it, is no matter.
    drop(std::fs::remove_file(&sign));
    for _ in 0..1000 {
        if sign.exists() {
            break;
        }
        sleep(Duration::from_millis(1)).await;
    }
    sleep(moment).await;
    peer.kill_and_restart().await
}

async fn race(peer: &mut Peer, token: &str) -> Result<()> {
    let mut second = peer.second().await?;
    // Once it has responded it runs, and the race is fair. No token is asked for: a client may refresh for that
    // already.
    second.ask(&store(Duration::ZERO, false)).await?;
    second.send(&renew(token, 1)).await?;
    peer.process().send(&renew(token, 1)).await?;
    second.receive().await?;
    peer.process().receive().await?;
    second.end().await
}

async fn give_up(provider: &Provider, peer: &mut Peer, token: &str) -> Result<()> {
    provider.react(Reaction::Hold);
    let mut command = renew(token, 1);
    command["give_up_after_ms"] = json!(100);
    peer.process().ask(&command).await?;
    provider.release();
    // A refresh that outlives its callers has its response soon.
    sleep(Duration::from_millis(100)).await;
    Ok(())
}

async fn jump(peer: &mut Peer, token: &str, random: &mut fastrand::Rng) -> Result<()> {
    let clock = if random.bool() {
        Clock::Behind
    } else {
        Clock::Ahead
    };
    peer.end_and_restart(clock).await?;
    peer.process().ask(&json!({ "do": "token" })).await?;
    peer.process().ask(&renew(token, 1)).await?;
    peer.end_and_restart(Clock::Right).await
}

async fn recover(provider: &Provider, peer: &mut Peer, token: String) -> Result<Option<String>> {
    peer.process().ask(&store(Duration::ZERO, false)).await?;
    let (mut refused, mut renewals, mut last) = (token, 0, String::new());
    for attempt in 0..ATTEMPTS {
        let reply = peer.process().ask(&renew(&refused, 1)).await?;
        sleep(wait(&reply, attempt)).await;
        if let Some(token) = reply.token {
            renewals += u32::from(provider.accepts(&token));
            provider.refuse(&token);
            refused = token;
        }
        if renewals == 2 {
            return Ok(None);
        }
        last = reply.error.unwrap_or(last);
        if provider.reused().1 {
            break;
        }
    }
    Ok(Some(reason(provider, &last)))
}

fn wait(reply: &Reply, attempt: u32) -> Duration {
    if reply.token.is_some() {
        return Duration::ZERO;
    }
    let wait = reply.retry_after_ms.unwrap_or(20 << attempt);
    Duration::from_millis(wait)
}

fn reason(provider: &Provider, last: &str) -> String {
    let seen = match provider.reused() {
        (_, true) => "a spent token came again, and the provider ended the grant",
        (true, false) => "a spent token came again and was refused",
        (false, false) => "no token that works was presented",
    };
    let last: String = last.chars().take(120).collect();
    if last.is_empty() {
        return seen.to_owned();
    }
    format!("{seen}; the client says: {last}")
}

fn renew(refused: &str, callers: u32) -> Value {
    json!({ "do": "renew", "refused": refused, "callers": callers, "give_up_after_ms": null })
}

fn store(delay: Duration, fails: bool) -> Value {
    json!({ "do": "store", "delay_ms": delay.as_millis(), "fails": fails })
}
