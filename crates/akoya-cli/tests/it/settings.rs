//! Options, variables and the config file.

use akoya_sandbox::Sandbox;

use crate::akoya::Akoya;

fn config(sandbox: &Sandbox) -> String {
    format!(
        "idp_url = \"{}\"\napi_url = \"{}\"\nclient_id = \"{}\"\nclient_secret = \"{}\"\n",
        sandbox.idp_url(),
        sandbox.api_url(),
        sandbox.client_id(),
        sandbox.client_secret()
    )
}

const LOGIN: [&str; 4] = ["login", "--auto-consent", "--user", "mikomo_10"];

#[tokio::test(flavor = "multi_thread")]
async fn everything_can_come_from_the_config_file() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::new();
    let more = "connector = \"mikomo\"\nconnection = \"mikomo\"\napi_version = \"v2\"\n";
    let config = format!("{}{more}", config(&sandbox));
    akoya.write("data/akoya/config.toml", &config);
    akoya.ok(&LOGIN);
    let second = ["--user", "mikomo_1", "--connection", "second"];
    akoya.ok(&[&LOGIN[..2], &second].concat());
    assert_eq!(sandbox.counters().code_exchanges, 2, "at this sandbox");
    sandbox.clear_journal();
    let shown = akoya.json(&["balances"]);
    let journal = sandbox.journal();
    let paths: Vec<_> = journal.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths, ["/balances/v2/mikomo"], "in this version");
    let accounts = shown["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 2, "of mikomo_10, not of the second");

    let elsewhere = akoya.write("elsewhere.toml", &config);
    let other = Akoya::new();
    other.ok(&[&LOGIN[..], &["--config", elsewhere.to_str().unwrap()]].concat());
    assert_eq!(sandbox.counters().code_exchanges, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_takes_precedence_over_variables_and_those_over_the_config_file() {
    let (first, second) = (
        Sandbox::start().await.unwrap(),
        Sandbox::start().await.unwrap(),
    );
    let akoya = Akoya::at(&second);
    akoya.write("data/akoya/config.toml", &config(&first));
    akoya.ok(&LOGIN);
    assert_eq!(
        (
            first.counters().code_exchanges,
            second.counters().code_exchanges
        ),
        (0, 1)
    );
    let secret = akoya.write("secret", &format!("{}\n", first.client_secret()));
    let flags = [
        ("--idp-url", first.idp_url()),
        ("--api-url", first.api_url()),
        ("--client-id", first.client_id()),
        ("--client-secret-file", secret.to_str().unwrap()),
        ("--connection", "other"),
    ];
    let flags: Vec<&str> = flags
        .iter()
        .flat_map(|(name, value)| [*name, *value])
        .collect();
    akoya.ok(&[&LOGIN[..], &flags].concat());
    assert_eq!(
        (
            first.counters().code_exchanges,
            second.counters().code_exchanges
        ),
        (1, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_comes_from_the_standard_input_or_stays_with_the_connection() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::at(&sandbox).without("AKOYA_CLIENT_SECRET");
    let mut command = akoya.command(
        &[
            &LOGIN[..],
            &["--client-secret", "-", "--save-client-secret"],
        ]
        .concat(),
    );
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(
        child.stdin.as_mut().unwrap(),
        format!("{}\n", sandbox.client_secret()).as_bytes(),
    )
    .unwrap();
    let run = crate::akoya::Run::from(child);
    assert_eq!(run.code, 0, "{run:?}");
    akoya.ok(&["refresh"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_secret_is_not_kept_unless_asked() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10").without("AKOYA_CLIENT_SECRET");
    let saved = std::fs::read_to_string(akoya.data("connections/mikomo.toml")).unwrap();
    assert!(!saved.contains(sandbox.client_secret()), "{saved}");
    let run = akoya.run(&["balances"]);
    assert_eq!(
        (run.code, run.err.contains("AKOYA_CLIENT_SECRET")),
        (4, true),
        "{run:?}"
    );
}

#[test]
fn a_secret_on_the_command_line_is_refused_for_another_computer() {
    let run = Akoya::new().run(&[
        "login",
        "--client-id",
        "id",
        "--client-secret",
        "canary-secret",
        "--no-browser",
    ]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.err.contains("every user of this computer can see"),
        "{run:?}"
    );
    assert!(!run.err.contains("canary"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_never_goes_to_another_environment() {
    let (first, second) = (
        Sandbox::start().await.unwrap(),
        Sandbox::start().await.unwrap(),
    );
    let akoya = Akoya::connected(&first, "mikomo_10");
    let run = akoya.run(&[
        "refresh",
        "--idp-url",
        second.idp_url(),
        "--api-url",
        second.api_url(),
    ]);
    assert_eq!(run.code, 4, "{run:?}");
    assert_eq!(second.counters(), akoya_sandbox::Counters::default());
    akoya.ok(&["refresh"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_elsewhere_does_not_replace_a_connection() {
    let (first, second) = (
        Sandbox::start().await.unwrap(),
        Sandbox::start().await.unwrap(),
    );
    let akoya = Akoya::connected(&first, "mikomo_10");
    let urls = ["--idp-url", second.idp_url(), "--api-url", second.api_url()];
    let run = akoya.run(&[&LOGIN[..], &urls].concat());
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("--connection"), "{run:?}");
    akoya.ok(&["balances"]);
    akoya.ok(&LOGIN);
    assert_eq!(
        akoya.generation(),
        2,
        "the same place may give a new consent"
    );
}

#[test]
fn options_of_every_command_may_come_before_and_after_its_name() {
    let akoya = Akoya::new();
    let data = akoya.path("elsewhere");
    let data = data.to_str().unwrap();
    let expected = serde_json::json!({ "connections": [] }).to_string() + "\n";
    assert_eq!(
        akoya.ok(&["--json", "--data-dir", data, "status"]),
        expected
    );
    assert_eq!(
        akoya.ok(&["status", "--data-dir", data, "--json", "--verbose"]),
        expected
    );
}

#[test]
fn an_empty_variable_counts_as_unset() {
    let names = [
        "AKOYA_DATA_DIR",
        "AKOYA_CONFIG",
        "AKOYA_LOG",
        "AKOYA_ENVIRONMENT",
        "AKOYA_IDP_URL",
        "AKOYA_API_URL",
        "AKOYA_CLIENT_ID",
        "AKOYA_CLIENT_SECRET",
        "AKOYA_CLIENT_SECRET_FILE",
        "AKOYA_REDIRECT_URI",
        "AKOYA_CONNECTOR",
        "AKOYA_CONNECTION",
        "AKOYA_STORE_URL",
        "AKOYA_STORE_KEY",
        "AKOYA_STORE_KEY_FILE",
        "AKOYA_STORE_WITNESS",
        "AKOYA_SANDBOX_ADMIN_URL",
        "AKOYA_PROXY",
    ];
    let empty = names
        .iter()
        .fold(Akoya::new(), |akoya, name| akoya.with(name, ""));
    for command in [&["status"][..], &["accounts"], &["login"]] {
        let (run, unset) = (empty.run(command), Akoya::new().run(command));
        assert_eq!((run.code, run.err), (unset.code, unset.err), "{command:?}");
    }
}

#[test]
fn a_wrong_value_is_reported_with_its_variable() {
    for (name, command) in [
        ("AKOYA_LOG", "status"),
        ("AKOYA_CONNECTION", "accounts"),
        ("AKOYA_ENVIRONMENT", "login"),
    ] {
        let run = Akoya::new().with(name, "a/b").run(&[command]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains(name), "{run:?}");
    }
    let run = Akoya::new()
        .with("AKOYA_LOG", "debug")
        .run(&["status", "--log", "x"]);
    assert!(!run.err.contains("AKOYA_LOG"), "{run:?}");
}

#[test]
fn a_usage_error_lists_nothing_as_required_that_is_not() {
    let akoya = Akoya::new();
    let data = akoya.path("data");
    let run = akoya.with("AKOYA_DATA_DIR", data.to_str().unwrap()).run(&[
        "transactions",
        "--from",
        "yesterday-ish",
    ]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(!run.err.contains("--data-dir"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_config_file_names_the_usual_connection() {
    let sandbox = Sandbox::start().await.unwrap();
    let akoya = Akoya::connected(&sandbox, "mikomo_10");
    akoya.connect_second();
    assert_eq!(akoya.run(&["accounts"]).code, 2);
    akoya.write("data/akoya/config.toml", "connection = \"second\"\n");
    let usual = akoya.ok(&["accounts", "--json"]);
    assert_eq!(
        usual,
        akoya.ok(&["accounts", "--json", "--connection", "second"])
    );
    assert_ne!(
        usual,
        akoya.ok(&["accounts", "--json", "--connection", "mikomo"])
    );
}

#[test]
fn an_error_names_the_variable_the_option_or_the_key_whose_value_is_wrong() {
    let login = ["login", "--no-browser"];
    let wrong = |akoya: &Akoya, options: &[&str], names: &str| {
        let run = akoya.run(&[&login[..], options].concat());
        assert!([2, 4].contains(&run.code), "{names}: {run:?}");
        assert!(run.err.contains(names), "{names}: {run:?}");
    };
    let akoya = || Akoya::new().with("AKOYA_CLIENT_ID", "id");
    let half = akoya().with("AKOYA_IDP_URL", "http://127.0.0.1:9");
    wrong(&half, &[], "AKOYA_IDP_URL is set, but AKOYA_API_URL is not");
    let option = ["--idp-url", "http://127.0.0.1:9"];
    wrong(
        &akoya(),
        &option,
        "--idp-url is set, but AKOYA_API_URL is not",
    );
    let both = half.with("AKOYA_ENVIRONMENT", "sandbox");
    wrong(&both, &[], "AKOYA_ENVIRONMENT and AKOYA_IDP_URL are set");
    let of_file = akoya();
    of_file.write(
        "data/akoya/config.toml",
        "idp_url = \"http://127.0.0.1:9\"\n",
    );
    wrong(&of_file, &[], "`idp_url` in the config file is set");

    for (variable, value) in [
        ("AKOYA_ENVIRONMENT", "nowhere"),
        ("AKOYA_PROXY", "::"),
        ("AKOYA_LOG", "loud"),
        ("AKOYA_CONNECTION", "\u{1}"),
    ] {
        let akoya = akoya().with("AKOYA_CLIENT_SECRET", "secret");
        wrong(
            &akoya.with(variable, value),
            &["--connector", "mikomo"],
            variable,
        );
    }
    let secret = akoya().with("AKOYA_CLIENT_SECRET", "secret");
    let uri = secret.with("AKOYA_REDIRECT_URI", "http://127.0.0.1:x/");
    wrong(&uri, &["--connector", "mikomo"], "AKOYA_REDIRECT_URI");
    wrong(&akoya(), &["--connector", "mikomo"], "AKOYA_CLIENT_SECRET");
    let nobody = Akoya::new();
    wrong(&nobody, &["--connector", "mikomo"], "AKOYA_CLIENT_ID");
}
