//! Words that a reader stumbles over do not come back.
//!
//! Two lists: phrases that no technical writer would print, and words for which this project has the field's own
//! term (the glossary in ARCHITECTURE.md). A phrase is found across line breaks and in names.

use anyhow::Result;

use crate::step::{self, Step};
use crate::tool::GIT;
use crate::workspace::{SourceFile, Workspace};

/// No text says what one of the lists has a better word for.
pub(crate) const WORDS: Step = Step {
    name: "words",
    needs: &[GIT],
    run,
};

/// A phrase, in lower case, and what to write in its place.
type Phrase = (&'static str, &'static str);

const PHRASES: &[Phrase] = &[
    ("all the same", "still"),
    ("anew", "again"),
    ("any more", "no longer, or say what has ended"),
    ("by now", "already"),
    ("cannot be had", "is unavailable"),
    ("even so", "still, or nevertheless"),
    ("for ever", "forever, or say what never ends"),
    ("go on", "continue"),
    ("goes before", "takes precedence over"),
    ("goes on", "continues"),
    ("going on", "continuing, or say what happens"),
    ("has not the", "lacks the"),
    ("how it goes", "status"),
    ("how it went", "the outcome"),
    ("mend", "fix"),
    ("mends", "fixes"),
    ("meanwhile", "at the same time, or say during what"),
    ("not known here", "unknown, or not supported"),
    ("nothing but zeros", "all zeros"),
    ("outside of", "outside"),
    ("stand twice", "appear twice"),
    ("stands twice", "appears twice"),
    ("tell apart", "distinguish"),
    ("tells apart", "distinguishes"),
    ("told apart", "distinguished"),
    ("taken for dead", "treated as revoked, or as ended"),
    // A process is "it".
    ("he", "it, or they for a person"),
    ("him", "it, or them for a person"),
    ("his", "its, or their for a person"),
    ("somebody", "name the process, the caller or the user"),
    ("whoever", "name the process, the caller or the user"),
    ("worked off", "processed"),
    ("works off", "processes"),
];

const TERMS: &[Phrase] = &[
    ("airport", "single flight"),
    ("answer", "response"),
    ("answers", "response"),
    ("answered", "responded"),
    ("drain", "replay"),
    ("drained", "replayed"),
    ("luck", "jitter"),
    ("parked", "stored as a sibling"),
    ("pilot", "leader"),
    ("second answer", "sibling"),
    ("seat", "waiter"),
    ("settle", "retry pending, resolve, or release"),
    ("spoilt", "corrupted, or damaged"),
    ("twin", "sibling"),
];

/// Files with text for people.
const EXTENSIONS: &[&str] = &["css", "html", "js", "md", "mjs", "py", "rs", "toml"];

/// This list, and documents that others wrote.
const EXEMPT: &[&str] = &[
    "crates/xtask/src/check/words.rs",
    "crates/akoya-sandbox/data/",
];

fn run(workspace: &Workspace) -> Result<()> {
    let files = workspace.source_files()?;
    let forbidden: Vec<_> = files.iter().filter(is_text).flat_map(offences).collect();
    step::demand_none(&forbidden)
}

fn is_text(file: &&SourceFile) -> bool {
    let extension = file.path.rsplit('.').next().unwrap_or_default();
    EXTENSIONS.contains(&extension) && !EXEMPT.iter().any(|exempt| file.path.starts_with(exempt))
}

fn offences(file: &SourceFile) -> Vec<String> {
    let words = words(&file.text);
    let mut found = Vec::new();
    for at in 0..words.len() {
        let said = PHRASES
            .iter()
            .chain(TERMS)
            .find(|(phrase, _)| begins_with(&words[at..], phrase));
        if let Some((phrase, instead)) = said {
            let line = words[at].line;
            found.push(format!(
                "{}:{line} says \"{phrase}\"; write: {instead}",
                file.path
            ));
        }
    }
    found
}

/// A word of a text or a name, in lower case.
struct Word {
    text: String,
    line: usize,
    /// Whether only blanks, and what joins comments and names, is between it and the word before.
    is_joined: bool,
}

fn begins_with(words: &[Word], phrase: &str) -> bool {
    // Most words end here; there are many of them.
    if !phrase.starts_with(&words[0].text) {
        return false;
    }
    let wanted: Vec<&str> = phrase.split(' ').collect();
    words.len() >= wanted.len()
        && words
            .iter()
            .zip(&wanted)
            .all(|(word, wanted)| word.text == *wanted)
        && words[1..wanted.len()].iter().all(|word| word.is_joined)
}

/// Splits a text into words: `PhraseOfThree`, `phrase_of_three` and `phrase of three` are the same.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut line, mut before, mut is_joined) = (1, ' ', true);
    for character in text.chars() {
        if !character.is_alphanumeric() {
            line += usize::from(character == '\n');
            is_joined &= joins(character);
        } else {
            if begins_word(before, character) {
                // A method keeps its dot: `drain` of the standard library is not ours to rename.
                let text = if before == '.' { "." } else { "" }.to_owned();
                words.push(Word {
                    text,
                    line,
                    is_joined,
                });
                is_joined = true;
            }
            if let Some(word) = words.last_mut() {
                word.text.extend(character.to_lowercase());
            }
        }
        before = character;
    }
    words
}

fn begins_word(before: char, character: char) -> bool {
    !before.is_alphanumeric() || before.is_lowercase() && character.is_uppercase()
}

fn joins(character: char) -> bool {
    character.is_whitespace() || "/!*#_\"\\`".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let path = "src/some.rs".to_owned();
        offences(&SourceFile {
            path,
            text: text.to_owned(),
        })
    }

    #[test]
    fn a_phrase_is_reported_with_its_line_and_what_to_write() {
        assert_eq!(
            said("fine\nIt begins anew.\n"),
            ["src/some.rs:2 says \"anew\"; write: again"]
        );
    }

    #[test]
    fn a_phrase_is_found_across_lines_of_a_comment_and_of_a_text() {
        assert_eq!(said("    /// They cannot\n    /// be had here.").len(), 1);
        assert_eq!(said("\"They cannot \\\n    be had here.\"").len(), 1);
    }

    #[test]
    fn a_phrase_is_found_in_names() {
        for name in [
            "fn it_is_kept_for_ever() {}",
            "struct ForEver;",
            "SPOOL_DRAIN",
            "drain_entry",
            "TheTwin",
        ] {
            assert_eq!(said(name).len(), 1, "{name}");
        }
    }

    #[test]
    fn other_words_with_the_same_letters_pass() {
        for text in [
            "history",
            "the",
            "This is for everybody",
            "standby now",
            "sort_by(now)",
            "entries.drain(..)",
        ] {
            assert!(said(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn only_texts_for_people_are_read() {
        let named = |path: &str| SourceFile {
            path: path.to_owned(),
            text: String::new(),
        };
        assert!(is_text(&&named("crates/acg/src/lib.rs")));
        assert!(is_text(&&named("README.md")));
        assert!(!is_text(&&named("Cargo.lock")));
        assert!(!is_text(&&named("crates/akoya-sandbox/data/README.md")));
    }
}
