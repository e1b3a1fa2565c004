//! Resources: the first path segment that tells operations apart. Tags move between documents,
//! paths do not.

use std::collections::BTreeMap;

use crate::names::snake;

/// A module, a folder and a feature have its name.
const LONGEST: usize = 40;

/// The resource of each path: a module name.
///
/// Segments that every path starts with (`/v1`, `/api`) are passed over.
pub(super) fn names<'p>(paths: impl Iterator<Item = &'p str>) -> BTreeMap<String, String> {
    let paths: Vec<&str> = paths.collect();
    let split: Vec<Vec<&str>> =
        paths.iter().map(|path| path.split('/').filter(|segment| !segment.is_empty()).collect()).collect();
    let shared = (0..)
        .take_while(|&depth| {
            let first = split.first().and_then(|segments| segments.get(depth));
            // At least one segment has to be left in every path.
            let everywhere = |segments: &Vec<&str>| segments.get(depth) == first && segments.len() > depth + 1;
            first.is_some() && split.len() > 1 && split.iter().all(everywhere)
        })
        .count();
    paths.iter().zip(&split).map(|(path, segments)| ((*path).to_owned(), name(segments.get(shared).copied()))).collect()
}

fn name(segment: Option<&str>) -> String {
    match segment {
        Some(segment) if !segment.contains('{') => {
            // Two that are the same so far are one resource, which is no harm.
            let name = snake(&segment.chars().take(LONGEST).collect::<String>());
            // Modules and features of the crate itself.
            if ["all", "builder", "default", "mod_", "native_tls", "operations", "rustls", "shared", "types"]
                .contains(&name.as_str())
            {
                format!("{}_resource", name.trim_end_matches('_'))
            } else {
                name
            }
        }
        _ => "root".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str]) -> Vec<String> {
        let found = names(paths.iter().copied());
        paths.iter().map(|path| found[*path].clone()).collect()
    }

    #[test]
    fn first_segment_names_the_resource() {
        let paths = ["/models", "/models/pricing", "/keys/{id}", "/{id}", "/api-keys"];
        assert_eq!(of(&paths), ["models", "models", "keys", "root", "api_keys"]);
    }

    #[test]
    fn what_all_paths_share_is_passed_over() {
        assert_eq!(of(&["/v1/pets", "/v1/users/{id}"]), ["pets", "users"]);
        assert_eq!(of(&["/pets", "/pets/{id}"]), ["pets", "pets"]);
        assert_eq!(of(&["/v1/pets"]), ["v1"]);
    }

    #[test]
    fn a_long_segment_is_cut() {
        assert!(of(&[&format!("/{}", "long_".repeat(100))])[0].len() <= LONGEST);
    }
}
