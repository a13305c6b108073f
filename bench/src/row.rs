//! A row of the table: a piece of work, what it costs at the floor and here, and whether that is good enough.

use std::fmt;

use serde::Serialize;

use crate::contest::{Series, Spread};

/// What the ratio of ours to the floor is to be.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

impl Goal {
    fn is_met(self, ratio: f64) -> bool {
        match self {
            Self::AtMost(limit) => ratio <= limit,
            Self::AtLeast(limit) => ratio >= limit,
        }
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(limit) => write!(f, "≤ {limit}"),
            Self::AtLeast(limit) => write!(f, "≥ {limit}"),
        }
    }
}

/// A piece of work and its figures.
#[derive(Debug, Serialize)]
pub struct Row {
    work: String,
    unit: &'static str,
    /// What it costs at least: the least that does the same work.
    floor: Series,
    ours: Series,
    others: Vec<Series>,
    ratio: Spread,
    goal: Goal,
    met: bool,
}

impl Row {
    /// Of the floor's series, ours, and the others', in this order.
    pub fn new(
        work: impl Into<String>,
        unit: &'static str,
        series: Vec<Series>,
        goal: Goal,
    ) -> Self {
        let mut series = series.into_iter();
        let (Some(floor), Some(ours)) = (series.next(), series.next()) else {
            panic!("a row compares at least two");
        };
        let ratio = Spread::of_ratio(&ours.values, &floor.values);
        Self {
            work: work.into(),
            unit,
            others: series.collect(),
            met: goal.is_met(ratio.median),
            floor,
            ours,
            ratio,
            goal,
        }
    }

    /// Whether the goal is met.
    pub fn is_met(&self) -> bool {
        self.met
    }
}

/// A line of a Markdown table.
impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { work, unit, .. } = self;
        let (floor, ours) = (figure(&self.floor), figure(&self.ours));
        write!(
            f,
            "| {work}, {unit} | {floor} {} | {ours} |",
            self.floor.name
        )?;
        let Spread { median, min, max } = self.ratio;
        write!(f, " **{median:.2}** [{min:.2}–{max:.2}] | {} |", self.goal)?;
        write!(f, " {} |", if self.met { "yes" } else { "**no**" })?;
        for other in &self.others {
            let ratio = Spread::of_ratio(&other.values, &self.floor.values).median;
            write!(f, " {} {} ({ratio:.2});", other.name, figure(other))?;
        }
        write!(f, " |")
    }
}

fn figure(series: &Series) -> String {
    let median = Spread::of(&series.values).median;
    match median {
        100.0.. => format!("{median:.0}"),
        10.0.. => format!("{median:.1}"),
        _ => format!("{median:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(ours: f64, goal: Goal) -> Row {
        let series = [("bare", 2.0), ("ours", ours), ("other", 10.0)]
            .map(|(name, value)| Series::new(name, vec![value]));
        Row::new("a call", "µs", series.into(), goal)
    }

    #[test]
    fn a_goal_is_met_up_to_its_limit() {
        assert!(row(2.2, Goal::AtMost(1.1)).is_met());
        assert!(!row(2.3, Goal::AtMost(1.1)).is_met());
        assert!(row(2.2, Goal::AtLeast(1.1)).is_met());
        assert!(!row(2.1, Goal::AtLeast(1.1)).is_met());
    }

    #[test]
    fn a_row_shows_everybody_as_a_multiple_of_the_floor() {
        let line = row(3.0, Goal::AtMost(1.1)).to_string();
        assert_eq!(
            line,
            "| a call, µs | 2.00 bare | 3.00 | **1.50** [1.50–1.50] | ≤ 1.1 | **no** | other 10.0 (5.00); |"
        );
    }
}
