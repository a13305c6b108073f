//! Help, completions and man pages.

use crate::akoya::Akoya;

#[test]
fn without_a_command_help_is_shown_and_nothing_is_done() {
    let akoya = Akoya::new();
    let help = akoya.ok(&[]);
    assert!(help.contains("Usage: akoya"), "{help}");
    assert!(help.contains("akoya demo"), "{help}");
    assert!(!akoya.path("data").exists(), "nothing is left behind");
}

#[test]
fn every_shell_gets_completions_of_every_command() {
    let akoya = Akoya::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = akoya.ok(&["completions", shell]);
        for command in ["transactions", "tax-lots", "keeper"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    assert_eq!(akoya.run(&["completions", "cmd"]).code, 2);
}

#[test]
fn every_command_has_a_manual_page() {
    let akoya = Akoya::new();
    let directory = akoya.path("man");
    let said = akoya.ok(&["man", directory.to_str().unwrap()]);
    assert!(said.contains("akoya.1"), "{said}");
    for page in ["akoya", "akoya-transactions", "akoya-store-rekey"] {
        let text = std::fs::read_to_string(directory.join(format!("{page}.1"))).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{page}: {text}");
    }
}
