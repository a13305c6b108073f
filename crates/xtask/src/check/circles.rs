//! No file uses, directly or through others, a file that uses it.
//!
//! The arrows come from the source: `use` declarations and paths, followed through re-exports to the file that defines
//! the name; macros count as used where they are called. Code for tests alone does not count.

mod arrows;
mod modules;

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use self::arrows::{Arrows, Reference};
use self::modules::Modules;
use crate::step::{self, Step};
use crate::workspace::Workspace;

/// No files import one another in a circle, in any target.
pub(crate) const CIRCLES: Step = Step {
    name: "circles",
    needs: &[],
    run,
};

fn run(workspace: &Workspace) -> Result<()> {
    let mut forbidden = Vec::new();
    for root in targets(workspace)? {
        forbidden.extend(circles(&root)?);
    }
    step::demand_none(&forbidden)
}

/// Returns the first file of every target of the workspace.
fn targets(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let mut targets = Vec::new();
    for package in workspace.packages()? {
        for target in package["targets"].as_array().into_iter().flatten() {
            let root = target["src_path"]
                .as_str()
                .context("a target has no file")?;
            targets.push(PathBuf::from(root));
        }
    }
    Ok(targets)
}

/// Finds the circles of a target, each as a text of several lines.
fn circles(root: &Path) -> Result<Vec<String>> {
    let modules = Modules::read(root)?;
    let arrows = arrows::arrows(&modules);
    let described = |group: &BTreeSet<usize>| described(root, &modules, &arrows, group);
    Ok(groups(&arrows).iter().map(described).collect())
}

fn described(root: &Path, modules: &Modules, arrows: &Arrows, group: &BTreeSet<usize>) -> String {
    let folder = root.parent().unwrap_or(root);
    let name = |file: usize| {
        let path = &modules.files[file].path;
        path.strip_prefix(folder).unwrap_or(path).display()
    };
    let mut lines = vec![format!(
        "{}: {} files use one another in a circle",
        folder.display(),
        group.len()
    )];
    let circle = shortest(arrows, group);
    for (from, to) in circle.iter().zip(circle.iter().cycle().skip(1)) {
        if let Some(Reference { line, path }) = arrows[*from].get(to) {
            lines.push(format!(
                "{}:{line} uses `{path}` of {}",
                name(*from),
                name(*to)
            ));
        }
    }
    lines.join("\n    ")
}

/// Groups the files that can reach one another, without those that stand alone.
fn groups(arrows: &Arrows) -> Vec<BTreeSet<usize>> {
    let reached: Vec<_> = (0..arrows.len()).map(|file| reach(arrows, file)).collect();
    let groups: BTreeSet<BTreeSet<usize>> = (0..arrows.len())
        .map(|file| {
            reached[file]
                .iter()
                .copied()
                .filter(|other| reached[*other].contains(&file))
                .collect()
        })
        .collect();
    groups
        .into_iter()
        .filter(|group| !group.is_empty())
        .collect()
}

/// Returns the files that a file uses, directly or through others; itself among them when it is in a circle.
fn reach(arrows: &Arrows, from: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<usize> = arrows[from].keys().copied().collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(arrows[file].keys());
        }
    }
    reached
}

/// Finds a shortest circle among the files of a group.
fn shortest(arrows: &Arrows, group: &BTreeSet<usize>) -> Vec<usize> {
    let circles = group.iter().filter_map(|file| way_back(arrows, *file));
    circles.min_by_key(Vec::len).unwrap_or_default()
}

/// Finds the shortest way from a file to itself, without its end.
fn way_back(arrows: &Arrows, start: usize) -> Option<Vec<usize>> {
    let mut seen = BTreeSet::new();
    let mut ways = VecDeque::from([vec![start]]);
    while let Some(way) = ways.pop_front() {
        for to in arrows[*way.last()?].keys().copied() {
            if to == start {
                return Some(way);
            }
            if seen.insert(to) {
                ways.push_back(way.iter().copied().chain([to]).collect());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds the circles of a target with these files, the first of which is its root.
    fn circles_of(files: &[(&str, &str)]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let circles = circles(&folder.path().join(files[0].0)).unwrap();
        let without_folder = |circle: &String| circle.split_once(": ").unwrap().1.to_owned();
        circles.iter().map(without_folder).collect()
    }

    #[test]
    fn two_files_that_use_one_another_are_reported_with_their_lines() {
        let circles = circles_of(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a.rs", "use crate::b::B;\npub struct A(B);\n"),
            (
                "b.rs",
                "pub struct B;\nfn f() {\n    crate::a::A::new();\n}\n",
            ),
        ]);
        assert_eq!(
            circles,
            ["2 files use one another in a circle\n    \
              a.rs:1 uses `crate::b::B` of b.rs\n    \
              b.rs:3 uses `crate::a::A::new` of a.rs"]
        );
    }

    #[test]
    fn files_that_use_one_another_in_one_direction_pass() {
        let circles = circles_of(&[
            ("lib.rs", "mod a;\nmod b;\nmod c;\nuse a::A;\n"),
            ("a.rs", "use crate::{b::B, c::C};\npub struct A(B, C);\n"),
            ("b.rs", "use crate::c::C;\npub struct B(C);\n"),
            ("c.rs", "use std::fmt;\npub struct C;\n"),
        ]);
        assert!(circles.is_empty(), "{circles:?}");
    }

    #[test]
    fn the_shortest_way_round_a_long_circle_is_reported() {
        let circles = circles_of(&[
            ("lib.rs", "mod a;\nmod b;\nmod c;\n"),
            ("a.rs", "use crate::b;\n"),
            ("b.rs", "use crate::c;\n"),
            ("c.rs", "use crate::{a, b};\n"),
        ]);
        assert_eq!(circles.len(), 1);
        assert!(circles[0].starts_with("3 files"), "{circles:?}");
        assert_eq!(circles[0].lines().count(), 3, "{circles:?}");
    }

    #[test]
    fn a_name_is_followed_through_re_exports_to_its_file() {
        let root = "mod a;\nmod b;\npub use b::Inner as Outer;\npub use a::*;\n";
        let other = "pub struct Inner(crate::A);\n";
        let used = [
            ("lib.rs", root),
            ("a.rs", "pub struct A;\nuse crate::Outer;\n"),
            ("b.rs", other),
        ];
        assert_eq!(circles_of(&used).len(), 1);
        let unused = [
            ("lib.rs", root),
            ("a.rs", "pub struct A;\n"),
            ("b.rs", other),
        ];
        assert_eq!(circles_of(&unused).len(), 0);
    }

    #[test]
    fn a_re_export_alone_is_no_use_of_a_file() {
        let child = "pub struct Child(super::Parent);\n";
        let only_named = [
            (
                "lib.rs",
                "mod child;\npub use child::Child;\npub struct Parent;\n",
            ),
            ("child.rs", child),
        ];
        assert!(circles_of(&only_named).is_empty());
        let used = [
            (
                "lib.rs",
                "mod child;\npub use child::Child;\npub struct Parent(Child);\n",
            ),
            ("child.rs", child),
        ];
        assert_eq!(circles_of(&used).len(), 1);
    }

    #[test]
    fn macros_and_what_is_in_them_count() {
        for body in [
            "crate::m!();",
            "m!();",
            "vec![crate::m::X];",
            "#[serde(with = \"crate::m::x\")] struct S;",
        ] {
            let other = format!("fn f() {{ {body} }}\npub struct A;\n");
            let circles = circles_of(&[
                (
                    "lib.rs",
                    "#[macro_use]\nmod m;\nmod a;\npub(crate) use m::m;\n",
                ),
                (
                    "m.rs",
                    "macro_rules! m { () => { $crate::a::A }; }\npub(crate) use m;\npub struct X;\n",
                ),
                ("a.rs", &other),
            ]);
            assert_eq!(circles.len(), 1, "{body}");
        }
    }

    #[test]
    fn modules_in_folders_and_in_files_are_found() {
        let circles = circles_of(&[
            ("main.rs", "mod a;\n"),
            (
                "a.rs",
                "pub mod b;\nmod inner {\n    use super::b::c::C;\n}\npub struct A;\n",
            ),
            ("a/b.rs", "pub mod c;\n"),
            ("a/b/c.rs", "use super::super::A;\npub struct C;\n"),
        ]);
        assert_eq!(circles.len(), 1);
        assert!(
            circles[0].contains("a/b/c.rs:1 uses `super::super::A` of a.rs"),
            "{circles:?}"
        );
    }

    #[test]
    fn code_for_tests_alone_does_not_count() {
        let circles = circles_of(&[
            ("lib.rs", "mod a;\nmod b;\n"),
            (
                "a.rs",
                "pub struct A;\n#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}\nimpl A {\n    #[cfg(test)]\n    fn f() -> crate::b::B {}\n}\n",
            ),
            ("b.rs", "pub struct B(crate::a::A);\n"),
        ]);
        assert!(circles.is_empty(), "{circles:?}");
    }
}
