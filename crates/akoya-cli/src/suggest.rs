//! Suggests the names nearest to one that was mistyped.

/// How many names are suggested.
const SUGGESTIONS: usize = 3;

/// Finds the names nearest to `name`, the nearest first, whatever their case.
pub(crate) fn nearest<'a>(name: &str, among: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    // A longer name is compared with each; no mistyped name is that long.
    let name: String = name.chars().take(64).flat_map(char::to_lowercase).collect();
    let mut names: Vec<_> = among
        .map(|known| (strsim::jaro_winkler(&name, &known.to_lowercase()), known))
        .collect();
    names.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    names
        .into_iter()
        .map(|(_, known)| known)
        .take(SUGGESTIONS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_comes_first() {
        let known = ["Balances", "get_balances", "TaxStatement", "LoanAccount"];
        assert_eq!(
            nearest("balance", known.into_iter()).first(),
            Some(&"Balances")
        );
        assert_eq!(
            nearest("getBalances", known.into_iter()).first(),
            Some(&"get_balances")
        );
        assert_eq!(nearest("", known.into_iter()).len(), 3);
    }
}
