//! Keys as they are written: one to a line, or several with commas or spaces between. `#` begins a comment.

use akoya::oauth::Secret;
use akoya::oauth::vault::{InvalidKey, KeyId, Keyring, SealingKey};

const HEADER: &str = "\
# The keys of akoya's token store. The first one encrypts, the others only decrypt.
# Without them every consent in the store is lost. Anyone who has them and the store has the tokens.
";

/// Reads the keys; `None` when there are none. An error has the number of the first word that is not a key, and its
/// problem.
pub(super) fn parse(text: &Secret) -> Result<Option<Keyring>, (usize, InvalidKey)> {
    let words = text.expose().lines().flat_map(words).enumerate();
    let keys = words.map(|(index, word)| {
        word.parse::<SealingKey>()
            .map_err(|error| (index + 1, error))
    });
    let mut keys = keys.collect::<Result<Vec<_>, _>>()?.into_iter();
    Ok(keys
        .next()
        .map(|first| keys.fold(Keyring::new(first), Keyring::with_older)))
}

/// Writes a new file with this key.
pub(super) fn new(key: &SealingKey) -> Secret {
    Secret::new(format!("{HEADER}{}\n", *key.expose()))
}

/// Puts this key before all others.
pub(super) fn with_front(text: &Secret, key: &SealingKey) -> Secret {
    let lines: Vec<&str> = text.expose().lines().collect();
    let first = lines
        .iter()
        .position(|line| words(line).next().is_some())
        .unwrap_or(lines.len());
    let (before, after) = lines.split_at(first);
    let front = key.expose();
    Secret::new([before, &[&front], after].concat().join("\n") + "\n")
}

/// Removes these keys from the text; everything else stays.
pub(super) fn without(text: &Secret, keys: &[KeyId]) -> Secret {
    let is_out = |word: &str| {
        word.parse::<SealingKey>()
            .is_ok_and(|key| keys.contains(&key.id()))
    };
    let line = |line: &str| {
        let kept: Vec<&str> = words(line).filter(|word| !is_out(word)).collect();
        match (kept.len(), words(line).count()) {
            (kept, all) if kept == all => line.to_owned() + "\n",
            (0, _) => String::new(),
            _ => kept.join(" ") + "\n",
        }
    };
    Secret::new(text.expose().lines().map(line).collect::<String>())
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    let keys = line.split_once('#').map_or(line, |(keys, _)| keys);
    keys.split([',', ' ', '\t', '\r'])
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> SealingKey {
        SealingKey::from_bytes([byte; 32])
    }

    fn ids(text: &Secret) -> Vec<KeyId> {
        let keys = parse(text).unwrap();
        keys.iter()
            .flat_map(|keys| keys.keys())
            .map(SealingKey::id)
            .collect()
    }

    #[test]
    fn keys_are_separated_by_lines_or_commas_and_comments_are_ignored() {
        let [one, two, three] = [1, 2, 3].map(|byte| key(byte).expose().to_string());
        let text = Secret::new(format!("# one\n\n{one} # two\r\n{two},{three}\n"));
        assert_eq!(ids(&text), [1, 2, 3].map(|byte| key(byte).id()));
        assert!(parse(&Secret::new("# nothing\n")).unwrap().is_none());
    }

    #[test]
    fn a_word_that_is_not_a_key_is_reported_by_its_position() {
        let text = Secret::new(format!("{}\nsecret", *key(1).expose()));
        let (number, error) = parse(&text).unwrap_err();
        assert_eq!((number, error.to_string().contains("secret")), (2, false));
    }

    #[test]
    fn a_new_key_is_put_in_front_and_an_old_one_is_removed_without_touching_the_rest() {
        let text = with_front(&with_front(&new(&key(1)), &key(2)), &key(3));
        assert_eq!(ids(&text), [3, 2, 1].map(|byte| key(byte).id()));
        let left = without(&text, &[key(2).id()]);
        assert_eq!(ids(&left), [3, 1].map(|byte| key(byte).id()));
        assert!(left.expose().starts_with(HEADER));
        let line = Secret::new(format!(
            "{},{} # both\n",
            *key(1).expose(),
            *key(2).expose()
        ));
        assert_eq!(ids(&without(&line, &[key(1).id()])), [key(2).id()]);
    }
}
