//! One check or one test suite: its name, what it needs, and how it runs.

use anyhow::{Result, bail};

use crate::deadline::{self, Deadline};
use crate::report::Outcome;
use crate::tool::{Installation, Source, Tool};
use crate::workspace::Workspace;

/// One thing that passes or fails by itself.
pub(crate) struct Step {
    /// What a person types to run it alone.
    pub(crate) name: &'static str,
    /// What the machine must have.
    pub(crate) needs: &'static [Tool],
    /// Runs it; an error is its failure.
    pub(crate) run: fn(&Workspace) -> Result<()>,
}

impl Step {
    /// Provides what the step needs, then runs it.
    pub(crate) fn execute(&self, workspace: &Workspace, installation: Installation) -> Outcome {
        for tool in self.needs {
            if let Err(missing) = tool.provide(installation) {
                let missing = format!("{missing:#}");
                return match tool.source {
                    Source::Network => Outcome::OutOfReach(missing),
                    _ => Outcome::NotProvided(missing),
                };
            }
        }
        let deadline = Deadline::begin(deadline::LIMIT);
        let result = (self.run)(workspace);
        if deadline.stop() {
            return Outcome::Failed(
                "it took too long, and what it had started was ended".to_owned(),
            );
        }
        match result {
            Ok(()) => Outcome::Passed,
            Err(failure) => Outcome::Failed(format!("{failure:#}")),
        }
    }
}

/// Fails with every complaint on a line of its own, if there are any.
pub(crate) fn demand_none(complaints: &[String]) -> Result<()> {
    if complaints.is_empty() {
        return Ok(());
    }
    bail!(complaints.join("\n"))
}

/// Returns the named steps in the order of `all`, or all of them when no name is given.
pub(crate) fn select(all: &'static [Step], names: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = names
        .iter()
        .find(|name| all.iter().all(|step| step.name != **name))
    {
        let known: Vec<_> = all.iter().map(|step| step.name).collect();
        bail!(
            "there is no `{unknown}` here; choose from: {}",
            known.join(", ")
        );
    }
    Ok(all
        .iter()
        .filter(|step| names.is_empty() || names.iter().any(|name| name == step.name))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: &[Step] = &[
        Step {
            name: "first",
            needs: &[],
            run: |_| Ok(()),
        },
        Step {
            name: "second",
            needs: &[],
            run: |_| Ok(()),
        },
    ];

    fn selected(names: &[&str]) -> Result<Vec<&'static str>> {
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        Ok(select(STEPS, &names)?
            .into_iter()
            .map(|step| step.name)
            .collect())
    }

    #[test]
    fn no_name_selects_every_step() {
        assert_eq!(selected(&[]).unwrap(), ["first", "second"]);
    }

    #[test]
    fn a_name_selects_its_step() {
        assert_eq!(selected(&["second"]).unwrap(), ["second"]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let refusal = selected(&["third"]).unwrap_err().to_string();
        assert_eq!(
            refusal,
            "there is no `third` here; choose from: first, second"
        );
    }
}
