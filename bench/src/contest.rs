//! The same work by several clients, in turn: what disturbs the machine disturbs all of them.

use serde::Serialize;

/// One who takes part.
pub struct Entry<'a> {
    name: String,
    run: Box<dyn FnMut() -> f64 + 'a>,
}

impl<'a> Entry<'a> {
    /// `run` does the work once and returns its figure.
    pub fn new(name: impl Into<String>, run: impl FnMut() -> f64 + 'a) -> Self {
        Self {
            name: name.into(),
            run: Box::new(run),
        }
    }
}

/// The figures of one who took part, a figure for each round.
#[derive(Debug, Clone, Serialize)]
pub struct Series {
    /// Who.
    pub name: String,
    /// The figures.
    pub values: Vec<f64>,
}

impl Series {
    /// A series of figures that were found elsewhere.
    pub fn new(name: impl Into<String>, values: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            values,
        }
    }
}

/// Lets everybody work so many rounds, after one that does not count. Who begins changes from round to round.
pub fn contest(rounds: usize, mut entries: Vec<Entry<'_>>) -> Vec<Series> {
    let mut series: Vec<_> = entries
        .iter()
        .map(|entry| Series::new(entry.name.clone(), Vec::new()))
        .collect();
    let count = entries.len();
    for round in 0..=rounds {
        for place in 0..count {
            let who = (place + round) % count;
            let figure = (entries[who].run)();
            if round > 0 {
                series[who].values.push(figure);
            }
        }
    }
    series
}

/// Median and range of some figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[expect(missing_docs, reason = "as the words say")]
pub struct Spread {
    pub median: f64,
    pub min: f64,
    pub max: f64,
}

impl Spread {
    /// Of at least one figure.
    pub fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let median = if sorted.len().is_multiple_of(2) {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        } else {
            sorted[middle]
        };
        Self {
            median,
            min: sorted[0],
            max: sorted[sorted.len() - 1],
        }
    }

    /// Of the ratio of two series, round by round: both numbers of a round were found under the same conditions.
    pub fn of_ratio(ours: &[f64], floor: &[f64]) -> Self {
        let ratios: Vec<_> = ours.iter().zip(floor).map(|(a, b)| a / b).collect();
        Self::of(&ratios)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_taken_within_a_round() {
        let spread = Spread::of_ratio(&[2.0, 40.0, 6.0], &[1.0, 10.0, 2.0]);
        let expected = Spread {
            median: 3.0,
            min: 2.0,
            max: 4.0,
        };
        assert_eq!(spread, expected);
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(Spread::of(&[4.0, 1.0, 2.0, 10.0]).median, 3.0);
    }

    #[test]
    fn the_first_round_does_not_count_and_everybody_begins_once() {
        let order = std::cell::RefCell::new(Vec::new());
        let entry = |name: &'static str| {
            let order = &order;
            Entry::new(name, move || {
                order.borrow_mut().push(name);
                1.0
            })
        };
        let series = contest(2, vec![entry("a"), entry("b")]);
        assert_eq!(series[0].values.len(), 2);
        assert_eq!(*order.borrow(), ["a", "b", "b", "a", "a", "b"]);
    }
}
