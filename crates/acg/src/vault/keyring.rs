//! The keys that seal tokens at rest, by name.
//!
//! AES-256-GCM with a key of its own for every record and generation, derived from the program's key
//! (HKDF-SHA256), so that one key never seals many messages. What is sealed is bound to the store, the provider
//! and client, the connection, the consent, the generation and the key: a ciphertext that was swapped with
//! another one or set back to an older one does not open.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::Digest as _;
use zeroize::Zeroizing;

use crate::error::BoxError;
use crate::future::BoxFuture;
use crate::hex::hex;
use crate::random::{Random, RandomError};
use crate::store::consent_id::{ConsentId, order_of};

/// The first byte of what this module seals.
const SEALED: u8 = 2;

/// The first byte of what an older version has sealed, which was not bound to the consent.
const SEALED_WITHOUT_CONSENT: u8 = 1;

/// Bytes of a key's name in front of a ciphertext.
const ID_LEN: usize = 8;

/// A key that seals tokens: 256 random bits. `Debug` shows its name alone.
#[derive(Clone)]
pub struct SealingKey {
    id: KeyId,
    secret: Arc<Zeroizing<[u8; 32]>>,
}

/// The name of a [`SealingKey`], made from the key itself: a wrong key has another name, and gives nothing away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KeyId([u8; ID_LEN]);

/// The keys of a store: one seals, all open.
///
/// To replace a key, put the new one in front and keep the old one until nothing is sealed with it: every refresh
/// seals with the new one, and [`Vault::rekey`](crate::Vault::rekey) seals what is idle.
#[derive(Debug, Clone)]
pub struct Keyring(Vec<SealingKey>);

/// Where the keys come from: a file, a keychain, a key management service. It is asked when the first token is
/// opened, and again when one is sealed with a key that is not known yet.
pub trait KeyProvider: fmt::Debug + Send + Sync {
    /// Returns the keys as they are now.
    ///
    /// # Errors
    /// When they are unavailable. The text holds no key.
    fn keyring(&self) -> BoxFuture<'_, Result<Keyring, BoxError>>;
}

impl KeyProvider for Keyring {
    fn keyring(&self) -> BoxFuture<'_, Result<Keyring, BoxError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// A text that is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key must be 32 bytes in base64, which is 44 characters; {0}")]
pub struct InvalidKey(&'static str);

impl SealingKey {
    /// Creates the key from these bytes, which come from a secure random source. A vault refuses one that is all zeros.
    pub fn from_bytes(secret: [u8; 32]) -> Self {
        let digest = sha2::Sha256::new()
            .chain_update(b"acg key id\0")
            .chain_update(secret)
            .finalize();
        let mut id = [0; ID_LEN];
        id.copy_from_slice(&digest[..ID_LEN]);
        Self {
            id: KeyId(id),
            secret: Arc::new(Zeroizing::new(secret)),
        }
    }

    /// Generates a new key.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        let mut secret = Zeroizing::new([0; 32]);
        random.fill(&mut *secret)?;
        Ok(Self::from_bytes(*secret))
    }

    /// Returns whether the key is no secret at all.
    pub(crate) fn is_zero(&self) -> bool {
        **self.secret == [0; 32]
    }

    /// Returns the key's name.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// Returns the key in base64, from which [`FromStr`] makes it again: to be written where only its owner reads it.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(**self.secret))
    }

    /// Derives the key of one record and generation, of whose context these are the bytes.
    fn derive(&self, bound: &[u8]) -> Option<LessSafeKey> {
        struct Length;
        impl KeyType for Length {
            fn len(&self) -> usize {
                32
            }
        }
        let mut key = Zeroizing::new([0; 32]);
        let info = [b"acg token v1".as_slice(), bound];
        // No salt: the input is uniform already, and a salt would have to be kept (RFC 5869 §3.1).
        let extracted = Salt::new(HKDF_SHA256, &[]).extract(&**self.secret);
        extracted
            .expand(&info, Length)
            .and_then(|okm| okm.fill(&mut *key))
            .ok()?;
        UnboundKey::new(&AES_256_GCM, &*key)
            .ok()
            .map(LessSafeKey::new)
    }
}

impl FromStr for SealingKey {
    type Err = InvalidKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = STANDARD
            .decode(text.trim())
            .map(Zeroizing::new)
            .map_err(|_| InvalidKey("this one is not base64"))?;
        let secret = <[u8; 32]>::try_from(bytes.as_slice())
            .map_err(|_| InvalidKey("this one has another length"))?;
        let key = Self::from_bytes(secret);
        // What is left of a variable that was not filled in.
        if key.is_zero() {
            return Err(InvalidKey("this one is all zeros"));
        }
        Ok(key)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealingKey")
            .field(&format_args!("{}", self.id))
            .finish()
    }
}

impl KeyId {
    /// Reads the name of the key that the tokens of a [`Row`](crate::store::Row) are sealed with; `None` when they are
    /// not sealed.
    pub fn of(sealed: &[u8]) -> Option<Self> {
        SealHeader::of(sealed).map(|header| header.key)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl Keyring {
    /// Creates the keyring of a store that has one key.
    pub fn new(key: SealingKey) -> Self {
        Self(vec![key])
    }

    /// Adds a key that opens and does not seal.
    #[must_use]
    pub fn with_older(mut self, key: SealingKey) -> Self {
        // The first of two equal keys counts: an older copy of the active key must not change which one seals.
        if self.find(key.id).is_none() {
            self.0.push(key);
        }
        self
    }

    /// Returns the key that seals.
    pub fn active(&self) -> &SealingKey {
        &self.0[0]
    }

    /// Returns all keys, the one that seals first.
    pub fn keys(&self) -> &[SealingKey] {
        &self.0
    }

    fn find(&self, id: KeyId) -> Option<&SealingKey> {
        self.0.iter().find(|key| key.id == id)
    }

    /// Seals with the active key; `None` when there is no randomness or the library refuses.
    pub(crate) fn seal(
        &self,
        context: &Context<'_>,
        random: &dyn Random,
        plaintext: &[u8],
    ) -> Option<Vec<u8>> {
        let key = self.active();
        let mut nonce = [0; NONCE_LEN];
        // At random, and not counted: processes share no counter. The key is derived for one record and generation, so
        // few nonces share a key.
        random.fill(&mut nonce).ok()?;
        let bound = context.bound(SEALED);
        let key_of_record = key.derive(&bound)?;
        let length = SealHeader::LENGTH + NONCE_LEN + plaintext.len() + AES_256_GCM.tag_len();
        // As long as it becomes: a piece of plaintext that had to move would stay behind.
        let mut sealed = Zeroizing::new(Vec::with_capacity(length));
        for part in [&[SEALED], key.id.0.as_slice(), &nonce, plaintext] {
            sealed.extend_from_slice(part);
        }
        let text = &mut sealed[SealHeader::LENGTH + NONCE_LEN..];
        let nonce = Nonce::assume_unique_for_key(nonce);
        let tag = key_of_record
            .seal_in_place_separate_tag(nonce, aad(bound, key.id), text)
            .ok()?;
        sealed.extend_from_slice(tag.as_ref());
        Some(std::mem::take(&mut *sealed))
    }

    /// Opens what [`seal`](Self::seal) made.
    pub(crate) fn open(
        &self,
        context: &Context<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Unopened> {
        let header = SealHeader::of(sealed).ok_or_else(|| Unopened::of_unknown(sealed))?;
        let SealHeader { version, key: id } = header;
        let key = self.find(id).ok_or(Unopened::UnknownKey(id))?;
        let (nonce, text) = sealed[SealHeader::LENGTH..]
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(Unopened::Changed)?;
        let mut text = Zeroizing::new(text.to_vec());
        let bound = context.bound(version);
        let record_key = key.derive(&bound).ok_or(Unopened::Changed)?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let length = record_key
            .open_in_place(nonce, aad(bound, id), &mut text)
            // One error for every failure: which check failed is of use to an attacker alone.
            .map_err(|_| Unopened::Changed)?
            .len();
        text.truncate(length);
        Ok(text)
    }
}

/// What stands in front of a ciphertext.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SealHeader {
    version: u8,
    key: KeyId,
}

impl SealHeader {
    const LENGTH: usize = 1 + ID_LEN;

    /// Reads them; `None` when this was not sealed.
    fn of(sealed: &[u8]) -> Option<Self> {
        let (version, rest) = sealed.split_first()?;
        let key = KeyId(*rest.first_chunk::<ID_LEN>()?);
        let is_known = matches!(*version, SEALED | SEALED_WITHOUT_CONSENT);
        is_known.then_some(Self {
            version: *version,
            key,
        })
    }
}

/// Returns whether this was sealed with the key, and in the way that this version seals.
pub(crate) fn has_newest_seal(sealed: &[u8], key: KeyId) -> bool {
    let version = SEALED;
    SealHeader::of(sealed) == Some(SealHeader { version, key })
}

/// Why a ciphertext does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unopened {
    /// It needs a key that is not there.
    UnknownKey(KeyId),
    /// A newer version has sealed it, in a way that this one does not support.
    Newer,
    /// It was changed, belongs to another record, or to another generation of this one.
    Changed,
}

impl Unopened {
    /// Distinguishes a newer version's seal, whose first byte is higher, from what is not a seal at all.
    fn of_unknown(sealed: &[u8]) -> Self {
        match sealed.first() {
            Some(first) if (SEALED + 1..b' ').contains(first) => Self::Newer,
            _ => Self::Changed,
        }
    }
}

/// What a ciphertext is bound to.
pub(crate) struct Context<'a> {
    pub(crate) store: &'a str,
    pub(crate) provider: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) connection: &'a str,
    pub(crate) consent: Option<&'a ConsentId>,
    pub(crate) generation: u64,
}

impl Context<'_> {
    /// Joins all parts, each with its length in front, so that no two contexts read alike.
    fn bound(&self, version: u8) -> Vec<u8> {
        let consent = (version != SEALED_WITHOUT_CONSENT).then_some(self.consent);
        let name = consent.map(|consent| consent.map_or("", ConsentId::name));
        let parts = [self.store, self.provider, self.client_id, self.connection];
        let mut bytes = Vec::with_capacity(256);
        bytes.push(version);
        if let Some(consent) = consent {
            bytes.extend(order_of(consent).to_be_bytes());
        }
        for part in parts.into_iter().chain(name) {
            // With its length in front, so that no two different contexts become the same bytes.
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes.extend(self.generation.to_be_bytes());
        bytes
    }
}

/// Returns what a ciphertext is bound to: the bytes of its context, and the key.
fn aad(mut bound: Vec<u8>, key: KeyId) -> Aad<Vec<u8>> {
    bound.extend(key.0);
    Aad::from(bound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    const CONTEXT: Context<'static> = Context {
        store: "s",
        provider: "p",
        client_id: "c",
        connection: "a/b",
        consent: None,
        generation: 7,
    };

    fn keyring(byte: u8) -> Keyring {
        Keyring::new(SealingKey::from_bytes([byte; 32]))
    }

    fn sealed(keyring: &Keyring) -> Vec<u8> {
        keyring
            .seal(&CONTEXT, &SystemRandom, b"canary-token")
            .unwrap()
    }

    #[test]
    fn what_was_sealed_opens_and_shows_nothing() {
        let (one, two) = (sealed(&keyring(1)), sealed(&keyring(1)));
        assert_eq!(*keyring(1).open(&CONTEXT, &one).unwrap(), b"canary-token");
        assert!(!one.windows(6).any(|window| window == b"canary"));
        assert_ne!(one, two, "no nonce comes twice");
    }

    #[test]
    fn it_opens_in_its_own_place_alone() {
        let sealed = sealed(&keyring(1));
        let consent = ConsentId::following([], 0, &SystemRandom);
        let places = [
            Context {
                consent: Some(&consent),
                ..CONTEXT
            },
            Context {
                store: "t",
                ..CONTEXT
            },
            Context {
                provider: "q",
                ..CONTEXT
            },
            Context {
                client_id: "d",
                ..CONTEXT
            },
            Context {
                connection: "a/c",
                ..CONTEXT
            },
            Context {
                generation: 6,
                ..CONTEXT
            },
            Context {
                provider: "pc",
                client_id: "",
                ..CONTEXT
            },
        ];
        for place in places {
            assert_eq!(
                keyring(1).open(&place, &sealed).unwrap_err(),
                Unopened::Changed
            );
        }
    }

    #[test]
    fn tokens_do_not_open_as_those_of_another_consent_of_the_connection() {
        let [one, two] = [1, 2].map(|at| ConsentId::following([], at, &SystemRandom));
        let of = |consent| Context {
            consent: Some(consent),
            ..CONTEXT
        };
        let sealed = keyring(1).seal(&of(&one), &SystemRandom, b"token").unwrap();
        assert!(keyring(1).open(&of(&one), &sealed).is_ok());
        assert_eq!(
            keyring(1).open(&of(&two), &sealed).unwrap_err(),
            Unopened::Changed
        );
        // Nor as those of the version that did not bind it.
        let mut older = sealed;
        older[0] = SEALED_WITHOUT_CONSENT;
        assert!(keyring(1).open(&of(&two), &older).is_err());
    }

    #[test]
    fn what_an_older_version_has_sealed_opens() {
        let (older, newer) = (STANDARD.decode(OLDER).unwrap(), sealed(&keyring(1)));
        let consent = ConsentId::following([], 1, &SystemRandom);
        let context = Context {
            consent: Some(&consent),
            ..CONTEXT
        };
        for context in [CONTEXT, context] {
            assert_eq!(*keyring(1).open(&context, &older).unwrap(), b"canary-token");
        }
        let id = KeyId::of(&older).unwrap();
        assert!(!has_newest_seal(&older, id));
        assert!(has_newest_seal(&newer, id));
    }

    /// Sealed by the version before, for the context above, with the key of thirty-two ones.
    const OLDER: &str = "AXs+V//I87pBAAECAwQFBgcICQoLeGbA9X7yqcSVHD19Yb0nhCfMLINxA2XzoKRH1Q==";

    #[test]
    fn a_key_of_zeros_is_refused() {
        let zeros = STANDARD.encode([0; 32]);
        let error = zeros.parse::<SealingKey>().unwrap_err();
        assert!(error.to_string().contains("zeros"), "{error}");
        assert!(SealingKey::from_bytes([0; 32]).is_zero());
    }

    #[test]
    fn the_seal_of_a_newer_version_is_distinguished_from_one_that_was_changed() {
        let mut sealed = sealed(&keyring(1));
        for (first, reason) in [
            (SEALED + 1, Unopened::Newer),
            (b' ' - 1, Unopened::Newer),
            (0, Unopened::Changed),
            (b' ', Unopened::Changed),
            (0xff, Unopened::Changed),
        ] {
            sealed[0] = first;
            assert_eq!(keyring(1).open(&CONTEXT, &sealed).unwrap_err(), reason);
        }
        assert_eq!(
            keyring(1).open(&CONTEXT, &[]).unwrap_err(),
            Unopened::Changed
        );
    }

    #[test]
    fn one_changed_bit_is_noticed_wherever_it_is() {
        let sealed = sealed(&keyring(1));
        for position in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[position] ^= 1;
            assert!(keyring(1).open(&CONTEXT, &changed).is_err(), "{position}");
            assert!(
                keyring(1).open(&CONTEXT, &sealed[..position]).is_err(),
                "{position}"
            );
        }
    }

    #[test]
    fn a_wrong_key_is_known_by_its_name() {
        let error = keyring(2).open(&CONTEXT, &sealed(&keyring(1))).unwrap_err();
        assert_eq!(
            error,
            Unopened::UnknownKey(SealingKey::from_bytes([1; 32]).id())
        );
        assert_eq!(
            KeyId::of(&sealed(&keyring(1))),
            Some(SealingKey::from_bytes([1; 32]).id())
        );
        assert_eq!(KeyId::of(b"{\"token\":{}}"), None);
    }

    #[test]
    fn an_older_key_opens_and_the_active_one_seals() {
        let old = sealed(&keyring(1));
        let both = keyring(2).with_older(SealingKey::from_bytes([1; 32]));
        assert_eq!(*both.open(&CONTEXT, &old).unwrap(), b"canary-token");
        assert!(keyring(2).open(&CONTEXT, &sealed(&both)).is_ok());
    }

    #[test]
    fn a_key_is_written_in_base64_and_never_printed() {
        let key = SealingKey::generate(&SystemRandom).unwrap();
        let copy: SealingKey = key.expose().parse().unwrap();
        assert_eq!(copy.id(), key.id());
        assert!(!format!("{key:?}").contains(&key.expose()[..8]));
        for wrong in ["", "AAAA", "not base64 at all, but as long as a key is!!"] {
            assert!(wrong.parse::<SealingKey>().is_err(), "{wrong}");
        }
    }
}
