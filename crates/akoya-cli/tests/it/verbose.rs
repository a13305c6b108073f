//! `-v`: calls, tries and refreshes.

use akoya_sandbox::{Effect, Fault, RequestKind, Sandbox};

use crate::akoya::Akoya;

#[tokio::test(flavor = "multi_thread")]
async fn every_call_and_every_attempt_is_logged_without_data() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_7");
    sandbox.add_fault(
        Fault::new(Effect::ApiError { code: 500 })
            .on(RequestKind::Balances)
            .times(1),
    );
    let account = "89056dcc-86b3-2512-7fb4-960755e198ae";
    let run = akoya.run(&["balances", "--account", account, "-v"]);
    assert_eq!(run.code, 0, "{run:?}");
    let line = |text: &str| {
        let found = run.err.lines().find(|line| line.contains(text));
        found.unwrap_or_else(|| panic!("{text}: {run:?}"))
    };
    let first = line("try 1 of balances at mikomo: HTTP 500 in ");
    let second = line("try 2 of balances at mikomo: HTTP 200 in ");
    let call = line("call: balances at mikomo: HTTP 200 after 2 tries in ");
    assert!(first.ends_with(" ms"), "the fault sends no id: {first}");
    for line in [second, call] {
        assert!(line.contains(" ms, interaction id "), "{line}");
    }
    assert!(!run.err.contains(account), "{run:?}");
    let quiet = akoya.run(&["balances"]);
    assert_eq!(quiet.err, "", "{quiet:?}");
}
