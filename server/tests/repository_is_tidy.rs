//! The rules of the house that neither the compiler nor a Cargo.toml holds, over all tracked files.
//!
//! Each test asserts that it looked at something: a rule over files that have moved would hold for ever.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files that may be longer than a reader can hold in mind, and why. An entry that is no longer needed fails.
const LONG_FILES: [(&str, &str); 0] = [];

const LONGEST: usize = 400;

fn root() -> PathBuf {
    let server = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the package's folder");
    Path::new(&server).parent().expect("the package is in the workspace").to_owned()
}

fn tracked() -> Vec<String> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().expect("git");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).expect("names in UTF-8");
    // A file that was deleted but not yet committed is still tracked.
    let files: Vec<String> = names.split_terminator('\0').filter(|file| root().join(file).is_file()).map(Into::into).collect();
    assert!(files.len() > 50, "git tracks {} files here: is this the checkout?", files.len());
    files
}

/// The tracked files in a folder that end so, with their text.
fn texts(folder: &str, ending: &str) -> Vec<(String, String)> {
    let texts: Vec<_> = tracked()
        .into_iter()
        .filter(|file| file.starts_with(folder) && file.ends_with(ending))
        .map(|file| (file.clone(), read(&file)))
        .collect();
    assert!(!texts.is_empty(), "no tracked file {folder}…{ending}");
    texts
}

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The names before `=` or `.` in all dependency tables of a Cargo.toml.
fn dependencies(file: &str) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in read(file).lines().map(str::trim) {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.contains("dependencies");
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            names.push(line.split(['.', '=', ' ']).next().unwrap_or_default().to_owned());
        }
    }
    assert!(!names.is_empty(), "{file} has no dependencies");
    names
}

fn assert_none(problems: &[String], rule: &str) {
    assert!(problems.is_empty(), "{rule}:\n  {}", problems.join("\n  "));
}

/// Places where one of the words stands, as `file:line: word`.
fn mentions(files: &[(String, String)], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (file, text) in files {
        for (index, line) in text.lines().enumerate() {
            let here = words.iter().filter(|word| line.contains(**word));
            found.extend(here.map(|word| format!("{file}:{}: {word}", index + 1)));
        }
    }
    found
}

#[test]
fn top_level_has_exactly_the_agreed_names() {
    let names: BTreeSet<String> =
        tracked().iter().filter_map(|file| file.split('/').next().map(Into::into)).filter(|name: &String| !name.starts_with('.')).collect();
    let agreed = ["Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "app", "end2end", "migrations", "public", "server"];
    assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), agreed);
}

#[test]
fn domain_does_no_io_and_reads_no_clock() {
    let unwanted = ["sea-orm", "tokio", "axum", "leptos", "reqwest"];
    let dependencies = dependencies("app/domain/Cargo.toml");
    let brought = dependencies.iter().filter(|name| unwanted.iter().any(|it| name.starts_with(it)));
    assert_none(&brought.cloned().collect::<Vec<_>>(), "domain depends on what does I/O");
    let words = ["Utc::now", "Local::now", "SystemTime", "Instant::now", "std::fs", "std::net", "std::env"];
    assert_none(&mentions(&texts("app/domain/", ".rs"), &words), "today's date and all input are passed in");
}

#[test]
fn layers_depend_one_way() {
    let may_not = [
        ("app/Cargo.toml", "sea-orm"),
        ("app/domain/Cargo.toml", "store"),
        ("server/store/Cargo.toml", "leptos"),
        ("server/store/Cargo.toml", "app"),
        ("migrations/Cargo.toml", "store"),
        ("migrations/Cargo.toml", "domain"),
    ];
    let broken = may_not.iter().filter(|(file, unwanted)| {
        // leptos_axum and sea-orm-migration are as unwanted as what they belong to.
        dependencies(file)
            .iter()
            .any(|name| name == unwanted || (name.starts_with(unwanted) && name[unwanted.len()..].starts_with(['-', '_'])))
    });
    let broken: Vec<_> = broken.map(|(file, unwanted)| format!("{file}: {unwanted}")).collect();
    assert_none(&broken, "domain ← store ← app ← server, and migrations stand alone");
}

#[test]
fn entities_never_leave_store() {
    let library = read("server/store/src/lib.rs");
    assert!(library.lines().any(|line| line.trim() == "mod entities;"), "store has private entities");
    let mut leaks = Vec::new();
    for (file, text) in texts("server/store/src/", ".rs") {
        let outside = !file.starts_with("server/store/src/entities");
        let published = text
            .lines()
            .map(str::trim)
            .filter(|line| line.starts_with("pub mod entities") || (line.starts_with("pub use ") && line.contains("entities")));
        leaks.extend(published.filter(|_| outside).map(|line| format!("{file}: {line}")));
    }
    assert_none(&leaks, "entities are made public");
}

#[test]
fn ui_knows_no_feature() {
    assert_none(&mentions(&texts("app/src/ui/", ".rs"), &["features::", "features/"]), "ui mentions a feature");
}

#[test]
fn a_feature_uses_another_only_through_its_mod() {
    let files = texts("app/src/features/", ".rs");
    let mut inner_uses = Vec::new();
    for (file, text) in &files {
        let own = file.trim_start_matches("app/src/features/").split(['/', '.']).next().unwrap_or_default();
        for start in ["crate::features::", "super::super::"] {
            for (at, _) in text.match_indices(start) {
                let path: String = text[at + start.len()..].chars().take_while(|c| *c != ';').collect();
                if let Some(inner) = inner_module(&path, own) {
                    inner_uses.push(format!("{file}: {start}{inner}"));
                }
            }
        }
    }
    assert_none(&inner_uses, "a feature reaches into another's inner files");
}

/// `other::inner` when the path goes on below a module of another feature: `other::inner::Name`,
/// `other::{Name, inner::Name}`. A capital letter is a type, and what follows belongs to it.
fn inner_module(path: &str, own: &str) -> Option<String> {
    let (feature, rest) = path.split_once("::")?;
    if feature == own || !feature.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
        return None;
    }
    let group = rest.strip_prefix('{').and_then(|group| group.split('}').next());
    let names = group.unwrap_or(rest).split(',').take(if group.is_some() { usize::MAX } else { 1 });
    names.map(str::trim).find_map(|name| {
        let length = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
        let (module, after) = name.split_at(length);
        let is_module = module.starts_with(|c: char| c.is_ascii_lowercase());
        (is_module && after.starts_with("::") && !after.starts_with("::<")).then(|| format!("{feature}::{module}"))
    })
}

#[test]
fn paths_into_another_feature_are_told_apart() {
    let inner = |path| inner_module(path, "places").is_some();
    assert!(inner("map::layers::Layer"));
    assert!(inner("map::{Map, layers::Layer}"));
    assert!(!inner("map::Map::new(1)"));
    assert!(!inner("map::{Map, layer}, other::thing::Name"));
    assert!(!inner("map::link(place::Kind::Cluster)"));
    assert!(!inner("places::list::Row"));
}

#[test]
fn long_files_are_listed_with_a_reason() {
    let endings = [".rs", ".ts", ".mjs", ".js", ".css", ".html", ".yml", ".toml"];
    let mut long = BTreeMap::new();
    for file in tracked().into_iter().filter(|file| endings.iter().any(|ending| file.ends_with(ending))) {
        let lines = read(&file).lines().count();
        if lines > LONGEST {
            long.insert(file, lines);
        }
    }
    let listed: BTreeMap<&str, &str> = LONG_FILES.into_iter().collect();
    let unlisted = long.iter().filter(|(file, _)| !listed.contains_key(file.as_str()));
    let unlisted: Vec<_> = unlisted.map(|(file, lines)| format!("{file}: {lines} lines")).collect();
    assert_none(&unlisted, "split them, or list them with a reason");
    let needless = listed.iter().filter(|(file, reason)| !long.contains_key(**file) || reason.is_empty());
    assert_none(&needless.map(|(file, _)| (*file).into()).collect::<Vec<_>>(), "listed without need or reason");
}

/// `PostForm` carries the token without which a form is refused.
#[test]
fn every_form_that_changes_something_is_a_post_form() {
    let files = texts("app/src/", ".rs");
    assert!(files.iter().filter(|(_, text)| text.contains("<PostForm")).count() > 5, "the forms have moved");
    let bare = files.iter().filter(|(file, text)| file != "app/src/ui/form.rs" && text.contains("method=\"post\""));
    assert_none(&bare.map(|(file, _)| file.clone()).collect::<Vec<_>>(), "write PostForm instead of a bare form");
}

/// The table of roles in the README is the one that the program goes by.
#[test]
fn the_readme_shows_the_allow_table() {
    let table = domain::permission::table();
    assert!(read("README.md").contains(&table), "put this table into README.md:\n{table}");
}

#[test]
fn every_foreign_dependency_has_a_reason() {
    let manifest = read("Cargo.toml");
    assert!(!manifest.contains("[workspace.dependencies."), "one line for each dependency");
    let table = manifest.split("[workspace.dependencies]").nth(1).expect("the table").split("\n[").next();
    let entries = table.unwrap_or_default().lines().filter(|line| !line.starts_with('#') && line.contains('='));
    let foreign: Vec<_> = entries.filter(|line| !line.contains("path = ")).collect();
    assert!(foreign.len() > 10, "only {} dependencies found", foreign.len());
    let silent = foreign.iter().filter(|line| line.split_once(" # ").is_none_or(|(_, why)| why.trim().is_empty()));
    assert_none(&silent.map(ToString::to_string).collect::<Vec<_>>(), "say why it is here, behind a #");
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    // Where people and build machines keep checkouts; a path in one of them helps nobody else.
    let folders = ["home", "root", "Users", "work", "workspace", "builds"];
    let mut found = Vec::new();
    for file in tracked() {
        // What is not text has no paths to read.
        let Ok(text) = std::fs::read_to_string(root().join(&file)) else { continue };
        for folder in folders {
            let path = format!("/{folder}/");
            let absolute = text.match_indices(&path).any(|(at, _)| {
                // Behind a letter, a dot or a brace it is the middle of a relative path or of an address.
                text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !".-_}/".contains(c))
            });
            if absolute {
                found.push(format!("{file}: {path}"));
            }
        }
    }
    assert_none(&found, "absolute paths");
}

#[test]
fn lock_files_name_no_mirror() {
    let ordinary = r#"source = "registry+https://github.com/rust-lang/crates.io-index""#;
    let cargo = read("Cargo.lock");
    let sources: BTreeSet<_> = cargo.lines().filter(|line| line.starts_with("source = ")).collect();
    assert_eq!(sources, BTreeSet::from([ordinary]));
    assert_none(&mentions(&texts("", "package-lock.json"), &["\"resolved\""]), "npm wrote where it downloads");
    assert_none(&mentions(&texts("", ".npmrc"), &["://"]), "an address");
    assert_none(&mentions(&texts(".cargo/", ".toml"), &["://", "[source", "[registries"]), "a mirror");
}

/// Every message: its key, and its text in each language.
fn messages() -> BTreeMap<String, BTreeMap<String, String>> {
    let mut messages = BTreeMap::new();
    for (file, text) in texts("app/locales/", ".yml") {
        let tree: Value = serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        let tree = tree.as_object().unwrap_or_else(|| panic!("{file} is not a table"));
        assert_eq!(tree.get("_version"), Some(&Value::from(2)), "{file} has both languages side by side");
        for (key, value) in tree.iter().filter(|(key, _)| *key != "_version") {
            collect(&file, key, value, &mut messages);
        }
    }
    messages
}

fn collect(file: &str, key: &str, value: &Value, messages: &mut BTreeMap<String, BTreeMap<String, String>>) {
    let table = value.as_object().unwrap_or_else(|| panic!("{file}: {key} is text without a language"));
    if !table.values().any(Value::is_string) {
        for (name, value) in table {
            collect(file, &format!("{key}.{name}"), value, messages);
        }
        return;
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
    let words = table.iter().map(|(language, words)| (language.clone(), text(words))).collect();
    assert!(messages.insert(key.into(), words).is_none(), "{file}: {key} stands in another file too");
}

#[test]
fn every_message_is_in_vietnamese_and_english() {
    let languages = BTreeSet::from(["en", "vi"]);
    let incomplete = messages().into_iter().filter(|(_, words)| {
        words.keys().map(String::as_str).collect::<BTreeSet<_>>() != languages || words.values().any(String::is_empty)
    });
    assert_none(&incomplete.map(|(key, words)| format!("{key}: {words:?}")).collect::<Vec<_>>(), "vi and en, nothing else");
}

#[test]
fn both_languages_fill_in_the_same_values() {
    let values = |text: &str| -> BTreeSet<String> {
        text.split("%{").skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.into()).collect()
    };
    let differing = messages().into_iter().filter(|(_, words)| words.values().map(|text| values(text)).collect::<BTreeSet<_>>().len() > 1);
    assert_none(&differing.map(|(key, words)| format!("{key}: {words:?}")).collect::<Vec<_>>(), "%{…} differ");
}

#[test]
fn every_message_that_is_asked_for_exists() {
    let messages = messages();
    let mut files = texts("app/src/", ".rs");
    files.extend(texts("server/src/", ".rs"));
    let mut asked = 0;
    let mut missing = Vec::new();
    for (file, text) in &files {
        for call in [".t(", ".tf(", "t!("] {
            for (at, _) in text.match_indices(call) {
                // t!, but not format! or assert!.
                if call == "t!(" && text[..at].ends_with(char::is_alphanumeric) {
                    continue;
                }
                let argument = text[at + call.len()..].trim_start();
                let Some((key, _)) = argument.strip_prefix('"').and_then(|rest| rest.split_once('"')) else { continue };
                asked += 1;
                if !messages.contains_key(key) {
                    missing.push(format!("{file}: {key}"));
                }
            }
        }
    }
    assert!(asked > 10, "only {asked} messages are asked for");
    assert_none(&missing, "no such message");
}

#[test]
fn a_browser_keeps_nothing_of_what_is_typed_about_people() {
    let features = ["members", "households", "requests", "house_visits", "my_households", "data_rights", "breaches", "contacts", "audit"];
    let mut problems = Vec::new();
    for feature in features {
        let files = texts(&format!("app/src/features/{feature}/"), ".rs");
        for (file, text) in files {
            for (index, form) in text.lines().enumerate().filter(|(_, line)| line.contains("<PostForm")) {
                if !form.contains("about_people=true") {
                    problems.push(format!("{file}:{}", index + 1));
                }
            }
        }
    }
    assert_none(&problems, "every form about people says about_people=true");
}
