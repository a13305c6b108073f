//! Which part may depend on which, proven with `cargo tree`.

use anyhow::Result;

use crate::command;
use crate::step::{self, Step};
use crate::workspace::Workspace;

/// No part depends on what it must know nothing of.
pub(crate) const DIRECTION: Step = Step {
    name: "direction",
    needs: &[],
    run,
};

struct Rule {
    /// What `cargo tree` looks at.
    selection: &'static [&'static str],
    /// Names of packages it must not reach besides itself; a `*` at the end stands for any rest.
    forbidden: &'static [&'static str],
    because: &'static str,
}

const NORMAL: &str = "--edges=normal,build";

const RULES: &[Rule] = &[
    Rule {
        selection: &["--package=private-file", "--all-features", NORMAL],
        forbidden: &["*"],
        because: "every part may use it, so it uses the standard library alone",
    },
    Rule {
        selection: &["--package=acg", "--all-features", NORMAL],
        forbidden: &[
            "akoya*",
            "acg-*",
            "rusqlite",
            "tokio-postgres",
            "axum",
            "clap",
            "jiff",
        ],
        because: "the engine knows no provider, no database and no program",
    },
    Rule {
        selection: &["--package=acg", "--no-default-features", NORMAL],
        forbidden: &[
            "hyper*",
            "rustls*",
            "tokio-rustls",
            "tower*",
            "aws-lc-*",
            "webpki-*",
        ],
        because: "who brings an HTTP client gets no second one",
    },
    Rule {
        selection: &["--package=acg-sqlite", "--all-features", NORMAL],
        forbidden: &["akoya*", "axum", "clap"],
        because: "a token store knows no provider",
    },
    Rule {
        selection: &["--package=acg-postgres", "--all-features", NORMAL],
        forbidden: &["akoya*", "acg-sqlite", "rusqlite", "axum", "clap"],
        because: "a token store knows no provider and no other store",
    },
    Rule {
        selection: &["--package=acg-crash", "--all-features", NORMAL],
        forbidden: &["akoya*"],
        because: "the crash harness tries the engine and its stores alone",
    },
    Rule {
        selection: &["--package=acg-example", "--all-features", NORMAL],
        forbidden: &["akoya*"],
        because: "the example logs in at any provider, without Akoya's profile",
    },
    Rule {
        selection: &["--package=acg-interop", "--all-features", NORMAL],
        forbidden: &["akoya*"],
        because: "the engine is tried with any provider, without Akoya's profile",
    },
    Rule {
        selection: &["--package=akoya-model", "--all-features", NORMAL],
        forbidden: &[
            "acg*",
            "akoya-s*",
            "akoya-cli",
            "tokio*",
            "http",
            "hyper*",
            "reqwest",
            "rustls*",
            "url",
        ],
        because: "the types know no network and no runtime",
    },
    Rule {
        selection: &["--package=akoya-sdk", "--features=blocking,metrics", NORMAL],
        forbidden: &["acg-sqlite", "rusqlite"],
        because: "who wants no database gets none",
    },
    Rule {
        selection: &["--package=akoya-sdk", "--all-features", NORMAL],
        forbidden: &[
            "akoya-sandbox",
            "akoya-cli",
            "acg-postgres",
            "tokio-postgres",
            "axum",
            "clap",
        ],
        because: "the client knows no sandbox and no command",
    },
    Rule {
        selection: &["--package=akoya-axum", "--all-features", NORMAL],
        forbidden: &[
            "akoya-sandbox",
            "akoya-cli",
            "acg-sqlite",
            "acg-postgres",
            "rusqlite",
            "tokio-postgres",
            "clap",
        ],
        because: "the routes know no sandbox, no command and no database",
    },
    Rule {
        selection: &["--package=akoya-sandbox", "--all-features", NORMAL],
        forbidden: &["acg*", "akoya-sdk", "akoya-model", "akoya-cli", "reqwest"],
        because: "a mistake shared by client and sandbox would hide",
    },
    Rule {
        selection: &["--package=akoya-sandbox", NORMAL],
        forbidden: &["clap"],
        because: "only the command needs faults as arguments of a command line",
    },
    Rule {
        selection: &[
            "--workspace",
            "--exclude=acg-check",
            "--all-features",
            "--edges=all",
        ],
        forbidden: &["acg-check", "stateright", "shuttle*"],
        because: "the model check looks at the engine, and nothing at it",
    },
    Rule {
        selection: &["--workspace", "--all-features", "--edges=all"],
        forbidden: &["openssl", "openssl-sys", "native-tls", "ring"],
        because: "one TLS stack and one cryptography library serve every part",
    },
];

fn run(workspace: &Workspace) -> Result<()> {
    let mut violations = Vec::new();
    for rule in RULES {
        let mut tree = workspace.cargo(&[
            "tree",
            "--locked",
            "--target=all",
            "--prefix=none",
            "--format={p}",
        ]);
        let listing = command::read(tree.args(rule.selection))?;
        violations.extend(rule.violations(&listing));
    }
    step::demand_none(&violations)
}

impl Rule {
    fn violations(&self, listing: &str) -> Vec<String> {
        let mut reached: Vec<_> = listing
            .lines()
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        reached.sort_unstable();
        reached.dedup();
        let forbidden = reached.into_iter().filter(|name| self.forbids(name));
        forbidden
            .map(|name| {
                format!(
                    "`cargo tree {}` reaches `{name}`: {}",
                    self.selection.join(" "),
                    self.because
                )
            })
            .collect()
    }

    fn forbids(&self, package: &str) -> bool {
        let is_itself = self.selection.contains(&&*format!("--package={package}"));
        let matches = |pattern: &&str| {
            pattern
                .strip_suffix('*')
                .map_or(*pattern == package, |beginning| {
                    package.starts_with(beginning)
                })
        };
        !is_itself && self.forbidden.iter().any(matches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule {
        selection: &["--package=acg"],
        forbidden: &["akoya*", "ring"],
        because: "reasons",
    };

    #[test]
    fn a_forbidden_package_is_reported_once_with_its_reason() {
        let listing = "acg v0.1.0 (/somewhere)\nring v0.17.0\nserde v1.0.0\nring v0.17.0 (*)\n";
        assert_eq!(
            RULE.violations(listing),
            ["`cargo tree --package=acg` reaches `ring`: reasons"]
        );
    }

    #[test]
    fn a_star_matches_any_rest() {
        assert!(RULE.forbids("akoya-model"));
        assert!(!RULE.forbids("ring-like"));
    }

    #[test]
    fn a_package_may_be_forbidden_everything_but_itself() {
        let rule = Rule {
            selection: &["--package=alone"],
            forbidden: &["*"],
            because: "reasons",
        };
        assert!(rule.violations("alone v0.1.0 (/somewhere)\n").is_empty());
        assert_eq!(rule.violations("alone v0.1.0\nserde v1.0.0\n").len(), 1);
    }

    #[test]
    fn a_tree_without_forbidden_packages_passes() {
        assert!(RULE.violations("acg v0.1.0\nserde v1.0.0\n").is_empty());
    }
}
