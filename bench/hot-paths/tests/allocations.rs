//! How often memory is asked for on the hot paths: what each call and each transaction pays, whatever the machine.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use hot_paths::documents::PAGE;
use hot_paths::path::ALL;

/// Counts the allocations of a hot path, on average, without those that are made once.
fn allocations(name: &str, times: usize) -> u64 {
    let path = ALL.iter().find(|path| path.name == name).unwrap();
    let count = |times| allocation_counter::measure(|| (path.run)(times)).count_total;
    (count(2 * times) - count(times)) / times as u64
}

#[test]
fn the_header_of_a_valid_token_needs_none() {
    assert_eq!(allocations("header", 100), 0);
}

#[test]
fn a_transaction_needs_one_for_itself_and_one_for_each_text_that_is_no_time() {
    let page = allocations("parse-page", 10);
    // The list grows nine times, and the link to the next page has a text.
    let (transactions, rest) = (6 * PAGE as u64, 20);
    assert!(page <= transactions + rest, "{page}");
}

#[test]
fn an_unknown_field_that_is_short_needs_none_of_its_own() {
    let clean = allocations("parse-page", 10);
    let unknown = allocations("parse-unknown", 10);
    // The first unknown field of an object makes the place for all of them, and the list of them.
    assert!(unknown <= clean + 2 * PAGE as u64, "{clean} and {unknown}");
}

#[test]
fn a_value_of_a_wrong_type_costs_one_document_one_list() {
    let clean = allocations("parse-page", 10);
    let wrong = allocations("parse-wrong", 10);
    assert!(wrong <= clean + 2, "{clean} and {wrong}");
}

#[test]
fn a_call_needs_few_beside_its_document() {
    let call = allocations("call", 10) - allocations("parse-balances", 10);
    assert!(call <= CALL, "{call}");
}

/// What a call needs for its request, its response and what waits for it.
const CALL: u64 = 40;

#[test]
fn reading_page_by_page_needs_few_beside_the_pages() {
    let paging = allocations("paging", 4) - allocations("parse-page", 4);
    assert!(paging <= CALL + 40, "{paging}");
}
