//! The workflows are code that runs at night: their commands exist, their actions are pinned, and they
//! may do no more than they have to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser as _;
use saphyr::{LoadableYamlNode as _, Yaml};
use xtask::cli::Cli;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Every workflow of this repository, and the one that a page offers to others.
fn workflows() -> Vec<(String, String)> {
    let folder = root().join(".github/workflows");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut found: Vec<(String, String)> = paths
        .iter()
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    let page = fs::read_to_string(root().join("docs/watch.md")).unwrap();
    let (_, rest) = page.split_once("```yaml\n").unwrap();
    found.push(("docs/watch.md".to_owned(), rest.split_once("\n```").unwrap().0.to_owned()));
    found
}

/// Calls `visit` with each workflow, parsed.
fn each(visit: &mut dyn FnMut(&str, &str, &Yaml<'_>)) {
    let all = workflows();
    assert!(all.len() >= 3, "ci, document-watch and the page");
    for (name, text) in &all {
        let parsed = Yaml::load_from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(parsed.len(), 1, "{name}");
        visit(name, text, &parsed[0]);
    }
}

fn key<'y>(yaml: &'y Yaml<'y>, name: &str) -> Option<&'y Yaml<'y>> {
    yaml.as_mapping_get(name)
}

fn jobs<'y>(workflow: &'y Yaml<'y>) -> Vec<(String, &'y Yaml<'y>)> {
    let jobs = key(workflow, "jobs").unwrap().as_mapping().unwrap();
    jobs.iter().map(|(name, job)| (name.as_str().unwrap().to_owned(), job)).collect()
}

fn steps<'y>(job: &'y Yaml<'y>) -> Vec<&'y Yaml<'y>> {
    key(job, "steps").unwrap().as_sequence().unwrap().iter().collect()
}

/// The commands in a script that begin with `cargo xtask`, as their words.
fn commands(script: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let joined = script.replace("\\\n", " ");
    for line in joined.lines().map(str::trim_start).filter(|line| !line.starts_with('#')) {
        let mut rest = line;
        while let Some(at) = rest.find("cargo xtask") {
            rest = &rest[at..];
            found.push(words(rest));
            rest = &rest["cargo xtask".len()..];
        }
    }
    found
}

/// The words of one command, up to what ends it in a shell: an operator, a redirection, a bracket.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in command.chars() {
        match (character, quote) {
            ('"' | '\'', None) => quote = Some(character),
            (_, Some(open)) if character == open => quote = None,
            (' ', None) => words.push(String::new()),
            ('|' | '&' | ';' | '>' | '<' | ')' | '`', None) => break,
            _ => words.last_mut().unwrap().push(character),
        }
    }
    // `2>file`
    if words.last().is_some_and(|last| last == "2") {
        words.pop();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn words_are_those_of_a_shell() {
    let script = "x=$(cargo xtask check) || cargo xtask diff \"$A b\" \\\n --accept 'c d' >out 2>&1\n# cargo xtask no\ncargo xtask semver HEAD 2>log | tail";
    let found = commands(script);
    let expected: [&[&str]; 3] = [
        &["cargo", "xtask", "check"],
        &["cargo", "xtask", "diff", "$A b", "--accept", "c d"],
        &["cargo", "xtask", "semver", "HEAD"],
    ];
    assert_eq!(found, expected);
}

#[test]
fn every_command_is_one_that_the_command_line_takes() {
    let mut checked = Vec::new();
    each(&mut |name, text, workflow| {
        let mut in_steps = 0;
        for (job, body) in jobs(workflow) {
            for step in steps(body) {
                let Some(script) = key(step, "run").and_then(Yaml::as_str) else { continue };
                for command in commands(script) {
                    in_steps += 1;
                    // `cargo xtask` is the name of the program.
                    if let Err(error) = Cli::try_parse_from(&command[1..]) {
                        panic!("{name}, job {job}: {}\n{error}", command.join(" "));
                    }
                    checked.push(command[2].clone());
                }
            }
        }
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        let mentioned = lines.map(|line| line.matches("cargo xtask").count()).sum::<usize>();
        assert_eq!(in_steps, mentioned, "{name}: a command stands where no shell runs it");
    });
    for command in ["fetch", "diff", "regen", "check", "semver"] {
        assert!(checked.iter().any(|found| found == command), "no workflow runs `{command}`");
    }
}

#[test]
fn every_script_that_is_run_is_there() {
    each(&mut |name, _, workflow| {
        for (_, job) in jobs(workflow) {
            for script in steps(job).into_iter().filter_map(|step| key(step, "run").and_then(Yaml::as_str)) {
                for word in script.split_whitespace().filter(|word| word.starts_with(".ci/")) {
                    let path = root().join(word);
                    assert!(path.is_file(), "{name}: {word}");
                    #[cfg(unix)]
                    {
                        use std::os::unix::fs::PermissionsExt as _;
                        let mode = fs::metadata(&path).unwrap().permissions().mode();
                        assert!(mode & 0o111 != 0, "{name}: {word} cannot be run");
                    }
                }
            }
        }
    });
}

#[test]
fn every_action_is_pinned_to_a_commit_and_says_its_version() {
    each(&mut |name, text, workflow| {
        for (job, body) in jobs(workflow) {
            for step in steps(body) {
                let Some(action) = key(step, "uses").and_then(Yaml::as_str) else { continue };
                let (_, commit) = action.split_once('@').unwrap_or_else(|| panic!("{name}, {job}: {action}"));
                assert!(
                    commit.len() == 40 && commit.chars().all(|digit| digit.is_ascii_hexdigit()),
                    "{name}: {action}"
                );
                let line = text.lines().find(|line| line.contains(action)).unwrap();
                assert!(line.contains(" # v"), "{name}: {line}");
                if action.starts_with("actions/checkout@") {
                    let keeps = key(step, "with").and_then(|with| key(with, "persist-credentials"));
                    assert_eq!(
                        keeps.and_then(Yaml::as_bool),
                        Some(false),
                        "{name}, {job}: the token stays in the folder"
                    );
                }
            }
        }
    });
}

#[test]
fn a_run_may_do_no_more_than_its_job() {
    each(&mut |name, text, workflow| {
        assert!(!text.contains("pull_request_target"), "{name} would give secrets to a fork");
        assert!(!text.contains("secrets."), "{name} needs no secret but the token of the run");
        assert!(key(workflow, "concurrency").is_some(), "{name}: two runs at a time");
        let top = key(workflow, "permissions").unwrap_or_else(|| panic!("{name} states no permissions"));
        assert!(top.as_mapping().is_some_and(|all| all.is_empty()), "{name}: nothing by default");
        for (job, body) in jobs(workflow) {
            let own = key(body, "permissions").unwrap_or_else(|| panic!("{name}, {job} states no permissions"));
            assert!(key(body, "timeout-minutes").is_some(), "{name}, {job} may run for ever");
            let writes = own.as_mapping().unwrap().iter().any(|(_, may)| may.as_str() == Some("write"));
            if writes && name != "docs/watch.md" {
                // What came from outside is built in another job.
                let scripts = steps(body).into_iter().filter_map(|step| key(step, "run").and_then(Yaml::as_str));
                assert!(scripts.clone().all(|script| !script.contains("cargo ")), "{name}, {job} builds with a token");
            }
            // A title or a branch name in a script is a program of whoever chose it.
            for script in steps(body).into_iter().filter_map(|step| key(step, "run").and_then(Yaml::as_str)) {
                assert!(!script.contains("${{"), "{name}, {job}: give it to the script in `env`: {script}");
            }
        }
    });
}

#[test]
fn the_last_job_of_ci_needs_every_other() {
    let (_, text) = workflows().into_iter().find(|(name, _)| name == "ci.yml").unwrap();
    let parsed = Yaml::load_from_str(&text).unwrap();
    let mut names: Vec<String> = jobs(&parsed[0]).into_iter().map(|(name, _)| name).collect();
    let last = names.pop().unwrap();
    let (_, job) = jobs(&parsed[0]).pop().unwrap();
    let mut needed: Vec<&str> =
        key(job, "needs").unwrap().as_sequence().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    needed.sort_unstable();
    names.sort();
    assert_eq!((last.as_str(), needed), ("all", names.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(key(job, "if").unwrap().as_str(), Some("always()"), "a job that was skipped must not pass for it");
}
