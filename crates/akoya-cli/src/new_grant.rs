//! What becomes of a consent that a customer has just given: it is kept under a name, and never at the cost of another
//! customer's.

use akoya::oauth::OauthToken;
use akoya::oauth::grant::Revocation;
use akoya::oauth::store::{GrantState, Record};

use crate::connection::ConnectionName;
use crate::connections::Connections;
use crate::exit_code::ExitCode;
use crate::failure::Failure;
use crate::session::Session;

/// What may be done when another customer's grant has the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OtherCustomer {
    /// Nothing: the new consent is given up.
    Refuse,
    /// The new consent takes the next free name.
    NextName,
    /// It is replaced and revoked.
    Replace,
}

/// A consent that is kept.
#[derive(Debug)]
pub(crate) struct StoredConsent<'a> {
    /// The session of the name under which it is kept.
    pub(crate) session: Session<'a>,
    /// What became of the consent that it replaces.
    pub(crate) replaced: Option<Replaced>,
}

/// What became of a consent that a new one replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replaced {
    Revoked,
    /// It had ended before.
    Ended,
    /// The provider could not be reached, so it remains valid there.
    LivesOn,
}

/// Whose grant a name has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    Nobody,
    SameCustomer,
    /// A customer who is known to be another, or of whom nothing is known.
    OtherCustomer,
    /// Another client's customer, or one of another environment.
    OtherClient,
}

/// Keeps the consent under the session's name, or under another.
pub(crate) async fn keep<'a>(
    session: Session<'a>,
    token: &OauthToken,
    other: OtherCustomer,
) -> Result<StoredConsent<'a>, Failure> {
    let session = match under_free_name(session, token, other).await {
        Ok(session) => session,
        Err((session, failure)) => return Err(give_up(&session, token, failure).await),
    };
    // The file is written first and takes its name last: nothing is left to fail once the token is stored.
    let file =
        Connections::of(&session.context().data).draft(&session.name, &session.connection)?;
    let parameters = vec![("connector".to_owned(), session.connector().to_owned())];
    let engine = session.client.acg_auth().engine();
    let previous = engine.keep_consent(token.clone(), parameters).await?;
    file.replace()?;
    let replaced = match previous {
        Some(previous) => Some(end(&session, &previous).await),
        None => None,
    };
    Ok(StoredConsent { session, replaced })
}

/// Moves the session to the name that the consent gets.
async fn under_free_name<'a>(
    mut session: Session<'a>,
    token: &OauthToken,
    other: OtherCustomer,
) -> Result<Session<'a>, (Session<'a>, Failure)> {
    let mut names = session.name.numbered();
    loop {
        let holder = match holder(&session, token).await {
            Ok(holder) => holder,
            Err(failure) => return Err((session, failure)),
        };
        let refused = match (holder, other) {
            (Holder::Nobody | Holder::SameCustomer, _)
            | (Holder::OtherCustomer, OtherCustomer::Replace) => return Ok(session),
            (_, OtherCustomer::NextName) => None,
            (holder, _) => Some(refused(&session.name, holder)),
        };
        let next = match (refused, names.next()) {
            (None, Some(name)) => session.renamed(name).await,
            (Some(failure), _) => Err(failure),
            (None, None) => Err(Failure::new(ExitCode::Usage, "there is no free name")
                .advise("Give a name with --connection.")),
        };
        match next {
            Ok(next) => session = next,
            Err(failure) => return Err((session, failure)),
        }
    }
}

async fn holder(session: &Session<'_>, token: &OauthToken) -> Result<Holder, Failure> {
    let record = match session.client.acg_auth().record().await {
        Err(error) if error.kind() == akoya::ErrorKind::Configuration => {
            return Ok(Holder::OtherClient);
        }
        record => record.map_err(Failure::from)?,
    };
    let customers = record.map(|record| record.token.subject().zip(token.subject()));
    Ok(match customers {
        None => Holder::Nobody,
        Some(Some((before, now))) if before == now => Holder::SameCustomer,
        Some(_) => Holder::OtherCustomer,
    })
}

fn refused(name: &ConnectionName, holder: Holder) -> Failure {
    let text = match holder {
        Holder::OtherClient => {
            format!("the connection `{name}` belongs to another client or environment")
        }
        _ => format!(
            "the connection `{name}` belongs to another customer than the one who has just consented"
        ),
    };
    Failure::new(ExitCode::Usage, text).advise(
        "Log in again under another name with --connection, or with --replace to replace the other customer.",
    )
}

/// Revokes a consent that is not kept, since its token would be held nowhere.
async fn give_up(session: &Session<'_>, token: &OauthToken, failure: Failure) -> Failure {
    let advice = failure.advice().unwrap_or_default().to_owned();
    let revoked = async {
        session
            .apart(Some(token.clone()))?
            .acg_auth()
            .revoke_token()
            .await
    };
    let outcome = match revoked.await {
        Ok(_) => "Nothing was changed, and the new consent is revoked.",
        Err(_) => {
            "Nothing was changed; the new consent could not be revoked and remains valid at the provider until it expires."
        }
    };
    failure.advise(format!("{outcome} {advice}").trim().to_owned())
}

/// Revokes the consent that was replaced, which would remain valid although nothing uses it.
async fn end(session: &Session<'_>, previous: &Record) -> Replaced {
    if matches!(previous.head.state, GrantState::ConsentNeeded { .. }) {
        return Replaced::Ended;
    }
    let revoked = async {
        let client = session.apart(Some(previous.token.clone()))?;
        client.acg_auth().revoke_token().await
    };
    match revoked.await {
        Ok(Revocation::Revoked) => Replaced::Revoked,
        Ok(_) => Replaced::Ended,
        Err(error) => {
            tracing::warn!(%error, "the consent that was replaced is not revoked");
            Replaced::LivesOn
        }
    }
}

impl Replaced {
    /// Returns the word for programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::Ended => "ended",
            Self::LivesOn => "not_revoked",
        }
    }

    /// Returns the sentence for people.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Self::Revoked => "The previous consent is revoked.",
            Self::Ended => "The previous consent had already ended.",
            Self::LivesOn => {
                "The previous consent could not be revoked; the provider honours it until it expires."
            }
        }
    }
}
