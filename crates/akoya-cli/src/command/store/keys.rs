//! `akoya store rotate-key`, `rekey` and `retire-key`.

use acg::vault::{KeyId, Keyring, SealingKey};
use serde_json::json;

use crate::arguments::RetireArguments;
use crate::context::Context;
use crate::exit::{Code, Failure};
use crate::store_key::KeySource;
use crate::token_store::TokenStore;

pub(super) async fn rotate(context: &Context, store: &TokenStore) -> Result<(), Failure> {
    // Keys that do not fit the store get no companion.
    store.vault().await?;
    let key = store.keys.add()?;
    let output = &context.output;
    if output.is_json() {
        return output.line(json!({ "key": key.to_string() }));
    }
    let look = output.look();
    output.line(format_args!(
        "{} The key {key} is the first in {}, and encrypts from now on.",
        look.tick(),
        store.keys
    ))?;
    output.line(format_args!(
        "  Keep a copy of it where the tokens are not. Next: {}",
        look.accent("akoya store rekey")
    ))
}

pub(super) async fn rekey(context: &Context, store: &TokenStore) -> Result<(), Failure> {
    store.vault().await?;
    let done = store.rekey().await?;
    let output = &context.output;
    if output.is_json() {
        output.line(json!({ "seen": done.seen, "sealed": done.sealed, "failed": done.failed }))?;
    } else {
        let untouched = done.seen - done.sealed - done.failed;
        let look = output.look();
        let sign = if done.failed == 0 {
            look.tick()
        } else {
            look.bad("!")
        };
        output.line(format_args!(
            "{sign} Encrypted {} of {} anew; {untouched} needed nothing.",
            done.sealed, done.seen
        ))?;
    }
    match done.failed {
        0 => Ok(()),
        failed => Err(Failure::new(
            Code::Files,
            format!(
                "{failed} of {} cannot be opened and stay as they were",
                done.seen
            ),
        )
        .advise("`akoya status` shows which; `akoya store info` tells which keys are missing.")),
    }
}

pub(super) async fn retire(
    context: &Context,
    store: &TokenStore,
    arguments: &RetireArguments,
) -> Result<(), Failure> {
    store.vault().await?.replay().await?;
    let keys = store
        .read_keys()
        .await?
        .ok_or_else(|| Failure::new(Code::Files, format!("{} is gone", store.keys)))?;
    let unused = unused(store, &keys).await?;
    if !unused.is_empty() {
        if !arguments.yes {
            check_own(store)?;
        }
        check_alone(store, arguments)?;
        store.keys.remove(&unused)?;
    }
    told(context, &keys, &unused)
}

/// The keys that nothing is sealed with; the first one is kept for what is to come.
async fn unused(store: &TokenStore, keys: &Keyring) -> Result<Vec<KeyId>, Failure> {
    if store.spool.counts()?.waiting > 0 {
        return Err(Failure::new(Code::Files, "the spool holds answers that may need an old key").advise(match store
            .place
            .is_shared()
        {
            true => "They stay there for 15 minutes after the store took them, on every machine. Then try again.",
            false => "Run `akoya store drain`, then try again.",
        }));
    }
    let used = store.census().await?.by_key;
    let older = keys.keys().iter().skip(1).map(SealingKey::id);
    Ok(older.filter(|key| !used.contains_key(key)).collect())
}

/// Another store's tokens would be lost with a key that this one does not need.
fn check_own(store: &TokenStore) -> Result<(), Failure> {
    match &store.keys {
        KeySource::File(_) => Err(Failure::new(
            Code::Usage,
            format!("{} may serve other stores too", store.keys),
        )
        .advise("If it does not, say so with --yes.")),
        _ => Ok(()),
    }
}

/// Whoever started before the newest key was added still seals with an older one.
fn check_alone(store: &TokenStore, arguments: &RetireArguments) -> Result<(), Failure> {
    match store.place.others() {
        Some(0) => Ok(()),
        None if arguments.yes => Ok(()),
        None => Err(Failure::new(Code::Usage, "nobody can tell which other machines use the token store").advise(
            "If every program has been started anew with the new key, for 15 minutes or more, say so with --yes.",
        )),
        Some(others) => {
            Err(Failure::new(Code::TryAgain, format!("the token store is open {others} more times: no key is removed"))
                .advise("End the programs that use it, or start them anew once the key is gone; then try again."))
        }
    }
}

fn told(context: &Context, keys: &Keyring, retired: &[KeyId]) -> Result<(), Failure> {
    let output = &context.output;
    let kept: Vec<String> = keys
        .keys()
        .iter()
        .map(SealingKey::id)
        .filter(|key| !retired.contains(key))
        .map(|key| key.to_string())
        .collect();
    let retired: Vec<String> = retired.iter().map(ToString::to_string).collect();
    if output.is_json() {
        return output.line(json!({ "retired": retired, "kept": kept }));
    }
    let tick = output.look().tick();
    match retired.len() {
        0 => output.line(format_args!(
            "{tick} Every key is in use: {}.",
            kept.join(", ")
        )),
        _ => output.line(format_args!(
            "{tick} Removed {}; kept {}.",
            retired.join(", "),
            kept.join(", ")
        )),
    }
}
