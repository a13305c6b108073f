//! What is on this computer's disk: the data directory, the token store with its copies and keys, and the spool.

use super::check::Check;
use crate::context::Context;
use crate::counted::counted;
use crate::data_dir;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::token_store::TokenStore;

/// How much room is little, and how much too little: a response is written here before it is believed.
#[cfg(unix)]
const LITTLE: u64 = 100 * 1024 * 1024;
#[cfg(unix)]
const TOO_LITTLE: u64 = 5 * 1024 * 1024;

/// Looks at the data directory, and whether it can be written to.
pub(super) fn directory(context: &Context) -> Vec<Check> {
    let (data, name) = (&context.data, "data directory");
    let shown = data.path().display();
    if !data.path().exists() {
        let finding = format!("`{shown}` does not exist yet; the first login creates it");
        return vec![Check::skipped(name, finding)];
    }
    let probe = data.probe();
    let written = data
        .create()
        .and_then(|()| data_dir::write(&probe, "akoya doctor\n"))
        .and_then(|()| {
            std::fs::remove_file(&probe)
                .map_err(|error| Failure::of_file(&probe, "removed", &error))
        });
    let directory = match written {
        Ok(()) => Check::ok(name, format!("`{shown}` is private and can be written to")),
        Err(failure) => Check::failed(name, &failure),
    };
    vec![directory, disk(context)]
}

#[cfg(unix)]
fn disk(context: &Context) -> Check {
    let name = "disk";
    let space = match rustix::fs::statvfs(context.data.path()) {
        Ok(space) => space,
        Err(error) => return Check::skipped(name, format!("its free space is unknown: {error}")),
    };
    let free = space.f_bavail.saturating_mul(space.f_frsize);
    let finding = format!("{} MB free", free / 1_000_000);
    let advice = "Free some space: a token that cannot be written is lost when the process ends.";
    if free < TOO_LITTLE {
        Check::broken(name, ExitCode::Files, finding, advice)
    } else if free < LITTLE {
        Check::warning(name, finding, advice)
    } else {
        Check::ok(name, finding)
    }
}

#[cfg(not(unix))]
fn disk(_: &Context) -> Check {
    Check::skipped("disk", "its free space is not checked on this system")
}

/// Looks at the token store.
pub(super) async fn store(context: &Context) -> Vec<Check> {
    let name = "token store";
    let location = match context.store_location() {
        Ok(location) => location,
        Err(failure) => return vec![Check::failed(name, &failure)],
    };
    // To look at a store must not create one.
    if let Some(path) = location.missing_file() {
        let finding = format!(
            "`{}` does not exist yet; the first login creates it",
            path.display()
        );
        return vec![Check::skipped(name, finding)];
    }
    let store = match context.token_store().await {
        Ok(store) => store,
        Err(failure) => return vec![Check::failed(name, &failure)],
    };
    let census = match store.census().await {
        Ok(census) => census,
        Err(failure) => return vec![Check::failed(name, &failure)],
    };
    let place = store.location.name();
    let rows = match census.damaged {
        0 => Check::ok(
            name,
            format!("{place}, {}", counted(census.rows, "connection")),
        ),
        damaged => Check::broken(
            name,
            ExitCode::Files,
            format!(
                "{place}: {damaged} of {} damaged",
                counted(census.rows, "row")
            ),
            "Remove each with `akoya logout --forget --connection NAME` and log in again, or bring back a newer copy of the store.",
        ),
    };
    vec![
        rows,
        copies(store),
        keys(store, census.unencrypted).await,
        spool(store),
    ]
}

/// Looks whether the store is a copy: refresh tokens work once, so an original and its copy ruin each other.
fn copies(store: &TokenStore) -> Check {
    match &store.store.identity().quarantine {
        None => Check::ok("copies", "as far as it knows, this store is the original"),
        Some(reason) => Check::broken(
            "copies",
            ExitCode::Files,
            reason.as_str(),
            "Use the original. If this is the original, confirm it with `akoya store adopt --yes`; no other copy may ever be used again.",
        ),
    }
}

async fn keys(store: &TokenStore, unencrypted: u64) -> Check {
    let name = "keys";
    if let Err(failure) = store.vault().await {
        return Check::failed(name, &failure);
    }
    if unencrypted > 0 {
        let finding = format!("{} not encrypted", counted(unencrypted, "token"));
        return Check::warning(name, finding, "Encrypt them with `akoya store rekey`.");
    }
    Check::ok(name, format!("in {}, and they fit", store.keys))
}

fn spool(store: &TokenStore) -> Check {
    let name = "spool";
    match store.spool.counts() {
        Ok(counts) if counts.damaged > 0 => Check::warning(
            name,
            format!(
                "{} damaged entries in `{}`",
                counts.damaged,
                store.spool.directory().display()
            ),
            "They contain no readable token. Remove them once every connection works.",
        ),
        Ok(counts) => Check::ok(
            name,
            format!("{} responses wait for the store", counts.waiting),
        ),
        Err(error) => Check::failed(name, &error.into()),
    }
}
