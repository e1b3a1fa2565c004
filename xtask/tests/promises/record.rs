//! The record itself.

use super::*;

#[test]
fn the_first_run_records_what_it_makes() {
    let first = made(&document(), "", "");
    for line in [
        "Thing = [\"note\", \"tags\"]",
        "ThingState = [\"new\", \"old\", \"gone\"]",
        "Thing = [\"getThing.response.thing\"]",
        "CreateThingRequest = [\"color\"]",
    ] {
        assert!(first.promises.contains(line), "{line}\n{}", first.promises);
    }
    assert!(first.summary.kept.is_empty());
}

#[test]
fn a_promise_that_cannot_be_read_stops_the_run() {
    let refused =
        generate(&Input { document: &document(), overlay: "", names: "", promises: "[optional]\nThing = 1\n" });
    assert!(refused.unwrap_err().to_string().contains("promises.toml: `Thing` is no list of strings"));
}

/// The record is derived from schemas; what counts is the code.
#[test]
fn the_record_is_what_the_code_says() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let read = |relative: &str| std::fs::read_to_string(root.join(relative)).unwrap();
    let record = xtask::promises::Record::parse(&read("openapi/promises.toml")).unwrap();
    let mut files = std::collections::BTreeMap::new();
    let folder = root.join("generated/src/generated");
    let mut open = vec![folder.clone()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let relative = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(relative, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let surface = xtask::semver::Surface::of_files(&files, &read("generated/src/lib.rs")).unwrap();
    let mut checked = 0;
    for (name, item) in &surface.structs {
        let options = item
            .fields
            .iter()
            .filter(|(_, ty)| matches!(ty, syn::Type::Path(path) if path.path.segments[0].ident == "Option"));
        let fields: std::collections::BTreeSet<_> =
            options.map(|(field, _)| field.trim_end_matches('_').to_owned()).collect();
        let promised =
            record.optional(name).iter().map(|field| xtask::names::snake(field).trim_end_matches('_').to_owned());
        assert_eq!(promised.collect::<std::collections::BTreeSet<_>>(), fields, "{name}");
        checked += fields.len();
    }
    assert!(checked > 150, "{checked}");
    for (name, item) in &surface.structs {
        for wire in record.required(name) {
            let field = item
                .fields
                .iter()
                .find(|(field, _)| field.trim_end_matches('_') == xtask::names::snake(wire).trim_end_matches('_'));
            let ty = &field.unwrap_or_else(|| panic!("{name}.{wire}")).1;
            assert!(!matches!(ty, syn::Type::Path(path) if path.path.segments[0].ident == "Option"), "{name}.{wire}");
        }
    }
    for (name, item) in &surface.enums {
        assert_eq!(record.values(name).len(), item.arms.len(), "{name}");
    }
}
