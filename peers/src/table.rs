//! The figures: how many grants each client lost, and why.

use std::collections::BTreeMap;
use std::fmt;

use crate::fault::Fault;

/// What has happened so far.
#[derive(Debug)]
pub struct Table {
    peers: Vec<String>,
    cells: BTreeMap<(usize, usize), Cell>,
}

/// One client under one fault.
#[derive(Debug, Default)]
struct Cell {
    trials: u32,
    reasons: BTreeMap<String, u32>,
}

impl Cell {
    fn lost(&self) -> u32 {
        self.reasons.values().sum()
    }
}

impl Table {
    /// An empty table for these clients.
    pub fn new(peers: Vec<String>) -> Self {
        Self {
            peers,
            cells: BTreeMap::new(),
        }
    }

    /// Enters a trial: the numbers of fault and client, and why the grant was lost.
    pub fn enter(&mut self, fault: usize, peer: usize, loss: Option<String>) {
        let cell = self.cells.entry((fault, peer)).or_default();
        cell.trials += 1;
        if let Some(reason) = loss {
            *cell.reasons.entry(reason).or_default() += 1;
        }
    }

    /// The grants that a client lost in 1,000 faults, of one kind or of all, each kind counting the same.
    fn per_thousand(&self, fault: Option<usize>, peer: usize) -> String {
        let cells = self.cells.iter().filter(|((row, column), _)| {
            *column == peer && fault.is_none_or(|fault| fault == *row)
        });
        let shares: Vec<f64> = cells
            .map(|(_, cell)| f64::from(cell.lost()) / f64::from(cell.trials))
            .collect();
        if shares.is_empty() {
            return "-".to_owned();
        }
        let kinds = u32::try_from(shares.len()).unwrap_or(u32::MAX);
        let mean = shares.iter().sum::<f64>() / f64::from(kinds);
        format!("{:.0}", mean * 1000.0)
    }

    fn row(&self, f: &mut fmt::Formatter<'_>, title: &str, fault: Option<usize>) -> fmt::Result {
        write!(f, "| {title} |")?;
        for peer in 0..self.peers.len() {
            write!(f, " {} |", self.per_thousand(fault, peer))?;
        }
        writeln!(f)
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Grants lost per 1,000 faults:\n")?;
        writeln!(f, "| fault | {} |", self.peers.join(" | "))?;
        writeln!(f, "|---|{}", "---:|".repeat(self.peers.len()))?;
        for (row, fault) in Fault::ALL.iter().enumerate() {
            self.row(f, fault.title(), Some(row))?;
        }
        self.row(f, "**mean**", None)?;
        writeln!(f, "\nWhy:\n")?;
        for ((fault, peer), cell) in &self.cells {
            for (reason, count) in &cell.reasons {
                let (fault, peer) = (Fault::ALL[*fault].title(), &self.peers[*peer]);
                writeln!(f, "- {peer}, {fault}, {count} of {}: {reason}", cell.trials)?;
            }
        }
        Ok(())
    }
}
