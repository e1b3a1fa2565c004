//! A member's manifest made whole: what it inherits from the workspace is written out.

use std::path::Path;

use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::editable;
use crate::paths::{CLIENT_MANIFEST, MANIFEST};
use crate::trouble::{Result, Trouble};

/// The first line, by which a later run knows the directory as its own.
pub(super) const HEAD: &str = "# Made by `cargo xtask regen --from`; the next such run replaces it.\n";

const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
/// Targets whose sources are not copied.
const LEFT_BEHIND: [&str; 3] = ["example", "test", "bench"];

/// The manifest of a crate of its own.
pub(crate) fn resolved(member: &str, root: &str, root_folder: &Path) -> Result<String> {
    let mut manifest = parse(member, CLIENT_MANIFEST)?;
    let root = parse(root, MANIFEST)?;
    let workspace = root.get("workspace").ok_or_else(|| Trouble::new(format!("{MANIFEST} has no [workspace]")))?;
    inherit_package(&mut manifest, workspace)?;
    inherit_lints(&mut manifest, workspace)?;
    for kind in DEPENDENCIES {
        if let Some(table) = manifest.get_mut(kind).and_then(Item::as_table_like_mut) {
            inherit_dependencies(table, workspace, root_folder)?;
            if kind == "dev-dependencies" {
                drop_paths(table);
            }
        }
    }
    let targets = manifest.get_mut("target").and_then(Item::as_table_like_mut);
    for (_, target) in targets.into_iter().flat_map(TableLike::iter_mut) {
        for kind in DEPENDENCIES {
            if let Some(table) = target.get_mut(kind).and_then(Item::as_table_like_mut) {
                inherit_dependencies(table, workspace, root_folder)?;
            }
        }
    }
    for target in LEFT_BEHIND {
        manifest.remove(target);
    }
    // Without this, cargo would look for a workspace in the folders above.
    manifest.insert("workspace", Item::Table(Table::new()));
    Ok(format!("{HEAD}{manifest}"))
}

fn parse(text: &str, shown: &str) -> Result<DocumentMut> {
    editable::parse(text).map_err(|wrong| Trouble::new(format!("{shown} is no manifest: {wrong}")))
}

fn nothing_to_inherit(what: &str) -> Trouble {
    Trouble::new(format!("{CLIENT_MANIFEST} inherits `{what}`, which the workspace does not have"))
}

/// Whether a table says `workspace = true`.
fn inherits(item: &Item) -> bool {
    let flag = item.as_table_like().and_then(|table| table.get("workspace"));
    flag.and_then(Item::as_bool).unwrap_or(false)
}

fn inherit_package(manifest: &mut DocumentMut, workspace: &Item) -> Result<()> {
    let Some(package) = manifest.get_mut("package").and_then(Item::as_table_like_mut) else {
        return Ok(());
    };
    for (key, item) in package.iter_mut().filter(|(_, item)| inherits(item)) {
        let inherited = workspace.get("package").and_then(|table| table.get(key.get()));
        let inherited = inherited.and_then(Item::as_value);
        let value = inherited.ok_or_else(|| nothing_to_inherit(key.get()))?;
        let mut value = value.clone();
        value.decor_mut().clear();
        *item = Item::Value(value);
    }
    // A dotted key leaves its marks on the table that it was.
    let mut plain = Table::new();
    for (key, item) in package.iter() {
        plain.insert(key, item.clone());
    }
    if let Some(package) = manifest.get_mut("package") {
        *package = Item::Table(plain);
    }
    Ok(())
}

fn inherit_lints(manifest: &mut DocumentMut, workspace: &Item) -> Result<()> {
    if manifest.get("lints").is_some_and(inherits) {
        let lints = workspace.get("lints");
        let lints = lints.ok_or_else(|| nothing_to_inherit("lints"))?;
        let mut table = Table::new();
        table.set_implicit(true);
        for (tool, levels) in lints.as_table_like().into_iter().flat_map(TableLike::iter) {
            let mut own = Table::new();
            for (lint, level) in levels.as_table_like().into_iter().flat_map(TableLike::iter) {
                own.insert(lint, level.clone());
            }
            table.insert(tool, Item::Table(own));
        }
        manifest.insert("lints", Item::Table(table));
    }
    Ok(())
}

fn inherit_dependencies(table: &mut dyn TableLike, workspace: &Item, root_folder: &Path) -> Result<()> {
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        let Some(item) = table.get(&name).filter(|item| inherits(item)) else {
            continue;
        };
        let shared = workspace.get("dependencies").and_then(|all| all.get(&name));
        let shared = shared.ok_or_else(|| nothing_to_inherit(&name))?;
        let merged = merged(shared, item, root_folder);
        table.insert(&name, Item::Value(Value::InlineTable(merged)));
    }
    Ok(())
}

/// The shared dependency with what the member adds to it.
fn merged(shared: &Item, member: &Item, root_folder: &Path) -> InlineTable {
    let mut merged = InlineTable::new();
    if let Some(version) = shared.as_str() {
        merged.insert("version", version.into());
    }
    let tables = [shared, member].into_iter().filter_map(Item::as_table_like);
    for (key, value) in tables.flat_map(TableLike::iter) {
        let Some(value) = value.as_value() else {
            continue;
        };
        match (key, merged.get_mut(key)) {
            ("workspace", _) => {}
            ("features", Some(Value::Array(features))) => {
                for feature in value.as_array().into_iter().flatten() {
                    if let Some(feature) = feature.as_str() {
                        features.push(feature);
                    }
                }
            }
            ("path", _) => {
                let path = root_folder.join(value.as_str().unwrap_or_default());
                merged.insert(key, path.display().to_string().into());
            }
            _ => {
                merged.insert(key, value.clone());
            }
        }
    }
    merged
}

/// Dependencies of tests that live in the workspace; the tests stay there too.
fn drop_paths(table: &mut dyn TableLike) {
    let has_path = |item: &Item| item.as_table_like().is_some_and(|it| it.contains_key("path"));
    let local: Vec<String> = table.iter().filter(|(_, item)| has_path(item)).map(|(name, _)| name.to_owned()).collect();
    for name in local {
        table.remove(&name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = r#"
[workspace.package]
version = "1.2.3"
edition = "2024"
[workspace.dependencies]
bytes = "1.11"
near = { path = "near", version = "0.1" }
serde = { version = "1.0", default-features = false, features = ["derive"] }
[workspace.lints.rust]
# Why.
unsafe_code = "forbid"
idioms = { level = "warn", priority = -1 }
"#;

    fn resolve(member: &str) -> toml::Table {
        resolved(member, ROOT, Path::new("/root")).unwrap().parse().unwrap()
    }

    #[test]
    fn writes_out_what_is_inherited() {
        let own = resolve(
            "[package]\nname = \"a\"\nversion.workspace = true\nedition.workspace = true\n\
             [lints]\nworkspace = true\n[features]\nx = []\n[dependencies]\n# Why.\nbytes.workspace = true\n\
             serde = { workspace = true, features = [\"rc\"], optional = true }\nother = \"3\"\n\
             [dev-dependencies]\nnear.workspace = true\n[[example]]\nname = \"e\"\n",
        );
        let expected: toml::Table = r#"
[package]
name = "a"
version = "1.2.3"
edition = "2024"
[lints.rust]
unsafe_code = "forbid"
idioms = { level = "warn", priority = -1 }
[features]
x = []
[dependencies]
bytes = { version = "1.11" }
serde = { version = "1.0", default-features = false, features = ["derive", "rc"], optional = true }
other = "3"
[dev-dependencies]
[workspace]
"#
        .parse()
        .unwrap();
        assert_eq!(own, expected);
    }

    #[test]
    fn a_neighbor_is_found_from_anywhere() {
        let own = resolve("[package]\nname = \"a\"\n[dependencies]\nnear.workspace = true\n");
        let near = own["dependencies"]["near"].as_table().unwrap();
        assert_eq!(near["path"].as_str(), Some("/root/near"));
    }

    #[test]
    fn says_what_cannot_be_inherited() {
        let member = "[package]\nname = \"a\"\n[dependencies]\nfar.workspace = true\n";
        let refused = resolved(member, ROOT, Path::new("/root")).unwrap_err();
        assert!(refused.what().contains("`far`"));
    }
}
