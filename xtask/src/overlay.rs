//! `overlay.toml`: corrections to the document, each with its reason.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::document::Pointer;
use crate::note::{Fate, Notes};
use crate::paths::OVERLAY;
use crate::trouble::{Result, Trouble};

mod place;

use place::Found;

/// What a key may do. An admin key may do everything that an API key may.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Most operations.
    Api,
    /// The operations of an organization's administrators.
    Admin,
}

/// The corrections of a project.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// What the document's security schemes stand for, by name.
    #[serde(default)]
    pub scopes: BTreeMap<String, Scope>,
    #[serde(default, rename = "correction")]
    corrections: Vec<Correction>,
}

/// One correction.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    /// Where: a pointer, an operation, or a parameter of one.
    at: String,
    /// Why.
    reason: String,
    /// What to put into the object there.
    set: Option<toml::Table>,
    /// What to take out of it.
    remove: Option<Vec<String>>,
    /// What to put into it as it stands elsewhere in the document, by pointer.
    copy: Option<BTreeMap<String, String>>,
}

impl Overlay {
    /// Reads the file.
    ///
    /// # Errors
    /// Not TOML, a key that is not known, a correction without a reason or without a deed.
    pub fn parse(text: &str) -> Result<Self> {
        let overlay: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| {
                let before = text.get(..span.start).unwrap_or(text);
                format!(" line {}", before.matches('\n').count() + 1)
            });
            Trouble::new(format!("{OVERLAY}{}: {}", line.unwrap_or_default(), error.message().replace('\n', " ")))
                .help("the comment at its top says what can stand in it")
        })?;
        overlay.corrections.iter().try_for_each(Correction::check)?;
        Ok(overlay)
    }

    /// Makes the corrections. One that no longer finds its operation, or changes nothing any more,
    /// is noted.
    ///
    /// # Errors
    /// A correction whose operation is there and whose place is not.
    pub fn apply(&self, document: &mut Value, notes: &mut Notes) -> Result<()> {
        let (mut homeless, mut idle) = (Vec::new(), Vec::new());
        for correction in &self.corrections {
            let done = correction.apply(document);
            match done.map_err(|trouble| trouble.help(format!("correct or remove it in {OVERLAY}")))? {
                Effect::Changed => {}
                Effect::Nothing => idle.push(correction.at.as_str()),
                Effect::NoOperation => homeless.push(correction.at.as_str()),
            }
        }
        for (list, why) in [(homeless, "for operations that are not here"), (idle, "that change nothing any more")] {
            if !list.is_empty() {
                let fact = format!("corrections of {OVERLAY} {why}: {}", list.join(", "));
                notes.add(Fate::Look, fact, &Pointer::root());
            }
        }
        Ok(())
    }
}

/// What a correction did.
enum Effect {
    Changed,
    Nothing,
    NoOperation,
}

impl Correction {
    fn check(&self) -> Result<()> {
        let wrong = |what: &str| Err(Trouble::new(format!("{OVERLAY}: the correction at `{}` {what}", self.at)));
        if self.reason.trim().is_empty() {
            return wrong("has no reason");
        }
        let dates = |table: &toml::Table| table.values().any(|value| json(value).is_none());
        match (&self.set, &self.remove, &self.copy) {
            (Some(set), None, None) if set.is_empty() => wrong("sets nothing"),
            (Some(set), None, None) if dates(set) => wrong("sets something that JSON does not have"),
            (None, Some(remove), None) if remove.is_empty() => wrong("removes nothing"),
            (None, None, Some(copy)) if copy.is_empty() => wrong("copies nothing"),
            (None, None, None) => wrong("neither sets, removes nor copies anything"),
            (Some(_), None, None) | (None, Some(_), None) | (None, None, Some(_)) => Ok(()),
            _ => wrong("does more than one thing; make several of it"),
        }
    }

    fn apply(&self, document: &mut Value) -> Result<Effect> {
        let Found::At(pointer) = place::find(&self.at, document)? else {
            return Ok(Effect::NoOperation);
        };
        let Some(copies) = self.copies(document)? else {
            return Ok(Effect::NoOperation);
        };
        let place = document.pointer_mut(pointer.to_string().trim_start_matches('#'));
        let object = place.and_then(Value::as_object_mut).ok_or_else(|| {
            Trouble::new(format!("the correction at `{}` of {OVERLAY} does not lead to an object", self.at))
                .at(&pointer)
        })?;
        Ok(match self.change(object, copies) {
            true => Effect::Changed,
            false => Effect::Nothing,
        })
    }

    /// What is to be copied; none when the operation that it stands in is not in this document.
    fn copies(&self, document: &Value) -> Result<Option<Vec<(&String, Value)>>> {
        let mut copies = Vec::new();
        for (key, from) in self.copy.iter().flatten() {
            let Found::At(pointer) = place::find(from, document)? else {
                return Ok(None);
            };
            copies.extend(pointer.resolve(document).map(|value| (key, value.clone())));
        }
        Ok(Some(copies))
    }

    /// Makes the correction; says whether it was one.
    fn change(&self, object: &mut Map<String, Value>, copies: Vec<(&String, Value)>) -> bool {
        let mut changed = false;
        let set = self.set.iter().flatten().filter_map(|(key, value)| Some((key, json(value)?)));
        for (key, value) in set.chain(copies) {
            if object.get(key) != Some(&value) {
                object.insert(key.clone(), value);
                changed = true;
            }
        }
        for key in self.remove.iter().flatten() {
            // Not `remove`, which would move the last key into its place.
            changed |= object.shift_remove(key).is_some();
        }
        changed
    }
}

/// A TOML value as JSON; `None` where there is a date in it.
fn json(value: &toml::Value) -> Option<Value> {
    Some(match value {
        toml::Value::String(text) => Value::String(text.clone()),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => Value::Number(serde_json::Number::from_f64(*number)?),
        toml::Value::Boolean(flag) => Value::Bool(*flag),
        toml::Value::Datetime(_) => return None,
        toml::Value::Array(items) => Value::Array(items.iter().map(json).collect::<Option<_>>()?),
        toml::Value::Table(table) => {
            let entries = table.iter().map(|(key, value)| Some((key.clone(), json(value)?)));
            Value::Object(entries.collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document() -> Value {
        json!({
            "paths": { "/files/{dir}": {
                "parameters": [{ "$ref": "#/components/parameters/Dir" }],
                "get": { "operationId": "files.list", "parameters": [
                    { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1 } }
                ], "requestBody": { "content": { "application/json": { "schema": {
                    "additionalProperties": { "type": "string" }
                } } } }, "responses": { "404": {}, "200": { "content": { "application/json": { "schema": {
                    "properties": { "files": { "items": { "$ref": "#/components/schemas/File" } } }
                } } } } } }
            }},
            "components": {
                "parameters": { "Dir": { "name": "dir", "in": "path" } },
                "schemas": { "File": { "allOf": [{ "properties": { "name": { "type": "string" } } }] } }
            }
        })
    }

    fn applied(overlay: &str) -> Result<(Value, Vec<String>)> {
        let mut document = document();
        let mut notes = Notes::default();
        Overlay::parse(overlay)?.apply(&mut document, &mut notes)?;
        Ok((document, notes.iter().map(|(_, fact, _)| fact.to_owned()).collect()))
    }

    fn correction(at: &str, deed: &str) -> String {
        format!("[[correction]]\nat = \"{at}\"\nreason = \"because\"\n{deed}\n")
    }

    #[test]
    fn finds_operations_parameters_and_pointers() {
        let set = "set = { x-slashes = true }";
        for (at, lands) in [
            ("files.list", "#/paths/~1files~1{dir}/get"),
            ("files.list.query.limit", "#/paths/~1files~1{dir}/get/parameters/0"),
            ("files.list.path.dir", "#/components/parameters/Dir"),
            (
                "files.list.body{}",
                "#/paths/~1files~1{dir}/get/requestBody/content/application~1json/schema/additionalProperties",
            ),
            (
                "files.list.response.files[]",
                "#/paths/~1files~1{dir}/get/responses/200/content/application~1json/schema/properties/files/items",
            ),
            ("files.list.response.files[].name", "#/components/schemas/File/allOf/0/properties/name"),
            ("#/components/parameters", "#/components/parameters"),
        ] {
            let (document, notes) = applied(&correction(at, set)).unwrap();
            let place = Pointer::parse(lands).unwrap();
            let found = place.resolve(&document).unwrap();
            assert_eq!(found["x-slashes"], json!(true), "{at}");
            assert_eq!(notes, Vec::<String>::new());
        }
    }

    #[test]
    fn removes_and_keeps_the_order() {
        let at = correction("#/paths/~1files~1{dir}/get/parameters/0", "remove = [\"name\"]");
        let (document, _) = applied(&at).unwrap();
        let parameter = &document["paths"]["/files/{dir}"]["get"]["parameters"][0];
        assert_eq!(parameter.to_string(), r#"{"in":"query","schema":{"type":"integer","minimum":1}}"#);
    }

    #[test]
    fn copies_what_stands_elsewhere() {
        let place = "#/paths/~1files~1{dir}/get";
        let copy = |from: &str| correction(place, &format!("copy = {{ x-limit = \"{from}\" }}"));
        for from in [format!("{place}/parameters/0"), "files.list.query.limit".to_owned()] {
            let (document, notes) = applied(&copy(&from)).unwrap();
            let operation = &document["paths"]["/files/{dir}"]["get"];
            assert_eq!(operation["x-limit"], operation["parameters"][0]);
            assert_eq!(notes, Vec::<String>::new());
        }
        let (changed, notes) = applied(&copy("gone.query.limit")).unwrap();
        assert_eq!((changed, notes.len()), (document(), 1));
        let refused = applied(&copy("files.list.query.cursor")).unwrap_err();
        assert!(refused.to_string().contains("files.list.query.cursor"), "{refused}");
    }

    #[test]
    fn notes_what_has_no_effect_any_more() {
        for (at, deed) in [
            ("gone.query.limit", "remove = [\"schema\"]"),
            ("#/paths/~1gone/get", "set = { a = 1 }"),
            ("#/paths/~1files~1{dir}/post", "set = { a = 1 }"),
            ("files.list", "remove = [\"deprecated\"]"),
            ("files.list", "set = { operationId = \"files.list\" }"),
        ] {
            let (changed, notes) = applied(&correction(at, deed)).unwrap();
            assert_eq!((changed, notes.len()), (document(), 1), "{at}");
        }
    }

    #[test]
    fn refuses_a_place_that_is_not_there() {
        for at in [
            "files.list.query.cursor",
            "files.list.quary.limit",
            "#/paths/~1files~1{dir}/get/callbacks",
            "files.list.response.files.name",
            "files.list.response.directories",
            "files.list.body[]",
            "files.list.response files",
            "#/components/schemas/A",
            "#/paths/~1files~1{dir}/get/operationId",
            "#nonsense",
        ] {
            let refused = applied(&correction(at, "set = { a = 1 }")).unwrap_err();
            assert!(refused.to_string().contains(at), "{refused}");
        }
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        let all = [
            "[scopes]\napiKey = \"root\"".to_owned(),
            "[other]".to_owned(),
            "[[correction]]\nat = \"a\"\nset = { a = 1 }".to_owned(),
            correction("a", "set = { a = 1 }").replace("because", " "),
            correction("a", ""),
            correction("a", "set = {}"),
            correction("a", "remove = []"),
            correction("a", "copy = {}"),
            correction("a", "copy = { a = 1 }"),
            correction("a", "remove = [\"a\"]\ncopy = { a = \"#\" }"),
            correction("a", "set = { a = 1979-05-27 }"),
            correction("a", "set = { a = nan }"),
            correction("a", "set = { a = 1 }\nremove = [\"b\"]"),
            correction("a", "set = { a = 1 }\nalso = 1"),
        ];
        for text in all {
            let refused = Overlay::parse(&text).unwrap_err().to_string();
            assert!(refused.starts_with(OVERLAY), "{text}: {refused}");
        }
    }

    #[test]
    fn the_project_has_one_that_reads() {
        let text = include_str!("../../openapi/overlay.toml");
        let overlay = Overlay::parse(text).unwrap();
        assert_eq!(overlay.scopes["apiKey"], Scope::Api);
        assert!(overlay.scopes["adminApiKey"] > Scope::Api);
    }
}
