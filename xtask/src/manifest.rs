//! The cargo features: one per resource, between two marker comments of each manifest.

use std::collections::BTreeSet;

use crate::editable;
use crate::paths::{CLIENT_MANIFEST, SHIM_MANIFEST};
use crate::pipeline::Feature;
use crate::trouble::{Result, Trouble};

/// What stands above the lines that a regeneration replaces.
pub const BEGIN: &str = "# features of the resources, written by `cargo xtask regen`: begin";
/// What stands below them.
pub const END: &str = "# features of the resources, written by `cargo xtask regen`: end";
/// The feature that has every resource in it.
const ALL: &str = "all";

/// The client crate's manifest with these features.
///
/// # Errors
/// The markers are not there, or a feature has the name of one that is written by hand.
pub fn client(text: &str, features: &[Feature]) -> Result<String> {
    replaced(text, features, CLIENT_MANIFEST, &|_| Vec::new())
}

/// The manifest of the crate on top with the same features, each passed through.
///
/// # Errors
/// As [`client`].
pub fn shim(text: &str, features: &[Feature]) -> Result<String> {
    replaced(text, features, SHIM_MANIFEST, &|name| vec![format!("fal-platform-client/{name}")])
}

fn replaced(text: &str, features: &[Feature], shown: &str, enables: &dyn Fn(&str) -> Vec<String>) -> Result<String> {
    let (before, after) = around(text).ok_or_else(|| {
        Trouble::new(format!("{shown} has no place for the features"))
            .help(format!("below its [features], put the line `{BEGIN}` and then the line `{END}`"))
    })?;
    let by_hand = by_hand(&format!("{before}{after}"), shown)?;
    let clash = features.iter().find(|feature| feature.name == ALL || by_hand.contains(&feature.name));
    if let Some(clash) = clash {
        return Err(Trouble::new(format!(
            "the resource `{}` would be a feature of a name that {shown} has already",
            clash.name
        ))
        .help("rename the feature that is written by hand"));
    }
    let mut block = String::new();
    if !by_hand.contains("default") {
        block.push_str(&line("default", &[ALL.to_owned()]));
    }
    let mut everything: Vec<String> = features.iter().map(|it| it.name.clone()).collect();
    everything.extend(enables(ALL));
    block.push_str("# Every resource.\n");
    block.push_str(&line(ALL, &everything));
    for feature in features {
        block.push_str(&format!("# {}\n", one_line(&feature.about)));
        block.push_str(&line(&feature.name, &enables(&feature.name)));
    }
    let whole = format!("{before}{BEGIN}\n{block}{END}\n{after}");
    match editable::parse(&whole) {
        Ok(_) => Ok(whole),
        Err(wrong) => Err(Trouble::new(format!("the features make no valid {shown}: {wrong}"))),
    }
}

/// What stands before and after the marked lines.
fn around(text: &str) -> Option<(&str, &str)> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    let starts_line = before.is_empty() || before.ends_with('\n');
    let once = !after.contains(BEGIN) && !after.contains(END);
    (starts_line && once).then_some((before, after.strip_prefix('\n').unwrap_or(after)))
}

/// The features outside of the markers, and the optional dependencies, which are features too.
fn by_hand(text: &str, shown: &str) -> Result<BTreeSet<String>> {
    let manifest = editable::parse(text).map_err(|wrong| Trouble::new(format!("{shown} is no manifest: {wrong}")))?;
    let table = |name: &str| {
        let table = manifest.get(name).and_then(|item| item.as_table_like());
        table.into_iter().flat_map(|table| table.iter())
    };
    let optional = table("dependencies").filter(|(_, item)| {
        let flag = item.as_table_like().and_then(|table| table.get("optional"));
        flag.and_then(|flag| flag.as_bool()).unwrap_or(false)
    });
    Ok(table("features").chain(optional).map(|(name, _)| name.to_owned()).collect())
}

/// `name = ["a", "b"]`, over several lines where one would be long.
fn line(name: &str, enables: &[String]) -> String {
    let quoted: Vec<String> = enables.iter().map(|name| format!("\"{name}\"")).collect();
    let short = format!("{name} = [{}]\n", quoted.join(", "));
    if short.len() <= 100 {
        return short;
    }
    let lines: String = quoted.iter().map(|it| format!("    {it},\n")).collect();
    format!("{name} = [\n{lines}]\n")
}

/// A comment ends with its line, whatever the sentence holds.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(char::is_control, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(names: &[&str]) -> Vec<Feature> {
        let feature = |name: &&str| Feature { name: (*name).to_owned(), about: format!("The {name}.\nAll of it.") };
        names.iter().map(feature).collect()
    }

    fn manifest(before: &str, after: &str) -> String {
        format!("[features]\n{before}{BEGIN}\nold = []\n{END}\n{after}")
    }

    #[test]
    fn replaces_what_is_between_the_markers_and_nothing_else() {
        let text = manifest("", "\n[dependencies]\nbytes = \"1\" # kept\n");
        let new = client(&text, &features(&["keys", "models"])).unwrap();
        assert_eq!(
            new,
            format!(
                "[features]\n{BEGIN}\ndefault = [\"all\"]\n# Every resource.\nall = [\"keys\", \"models\"]\n\
                 # The keys. All of it.\nkeys = []\n# The models. All of it.\nmodels = []\n{END}\n\n\
                 [dependencies]\nbytes = \"1\" # kept\n"
            )
        );
        assert_eq!(client(&new, &features(&["keys", "models"])).unwrap(), new);
    }

    #[test]
    fn passes_features_through() {
        let new = shim(&manifest("", ""), &features(&["keys"])).unwrap();
        assert!(new.contains("\nkeys = [\"fal-platform-client/keys\"]\n"));
        assert!(new.contains("\nall = [\"keys\", \"fal-platform-client/all\"]\n"));
    }

    #[test]
    fn leaves_a_default_of_its_own_alone() {
        let text = manifest("default = [\"all\", \"tls\"]\ntls = []\n", "");
        let new = client(&text, &features(&["keys"])).unwrap();
        assert_eq!(new.matches("default =").count(), 1);
    }

    #[test]
    fn refuses_clashes_and_missing_markers() {
        let text = manifest("tls = []\n", "[dependencies]\nurl = { version = \"2\", optional = true }\n");
        for name in ["tls", "url", "all"] {
            assert!(client(&text, &features(&[name])).is_err(), "{name}");
        }
        assert!(client("[features]\n", &features(&["keys"])).is_err());
        assert!(client(&text, &features(&["bad name"])).is_err());
    }
}
