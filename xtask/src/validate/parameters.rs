//! Parameters: each can be written into a request, and told from the others.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::operations::is_token;
use crate::document::{Pointer, reference};
use crate::names;
use crate::trouble::{Result, Trouble};

/// Where a parameter can be, with the styles that it can have there.
const LOCATIONS: [(&str, &[&str]); 4] = [
    ("path", &["simple", "label", "matrix"]),
    ("query", &["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ("header", &["simple"]),
    ("cookie", &["form"]),
];

/// A parameter and where it is written down.
struct Parameter<'d> {
    at: Pointer,
    object: &'d Value,
    location: &'d str,
    name: &'d str,
}

/// Refuses parameters that are wrong by themselves, together, or for the path of their operation.
pub(super) fn check(document: &Value, item: &Pointer, operation: &Pointer, variables: &[&str]) -> Result<()> {
    let shared = list(document, item)?;
    let own = list(document, operation)?;
    let overridden = |parameter: &Parameter<'_>| {
        own.iter().any(|other| (other.location, other.name) == (parameter.location, parameter.name))
    };
    let effective: Vec<&Parameter<'_>> = shared.iter().filter(|parameter| !overridden(parameter)).chain(&own).collect();
    // Across locations the setter of one of them says where it goes.
    let mut rust: BTreeMap<(&str, String), &Parameter<'_>> = BTreeMap::new();
    for parameter in effective {
        parameter.fits(variables)?;
        let name = names::snake(parameter.name);
        if let Some(other) = rust.insert((parameter.location, name.clone()), parameter) {
            return Err(parameter.wrong(format!(
                "the parameters `{}` in {} and `{}` in {} would both be `{name}`",
                other.name, other.location, parameter.name, parameter.location
            )));
        }
    }
    let filled = |variable: &&&str| {
        let mut all = shared.iter().chain(&own);
        all.any(|parameter| parameter.location == "path" && parameter.name == **variable)
    };
    match variables.iter().find(|variable| !filled(variable)) {
        None => Ok(()),
        Some(variable) => Err(Trouble::new(format!("nothing fills `{{{variable}}}` in the path"))
            .at(operation)
            .help(format!("declare the parameter `{variable}` with `in: path`"))),
    }
}

/// The parameters of one list, each right by itself.
fn list<'d>(document: &'d Value, holder: &Pointer) -> Result<Vec<Parameter<'d>>> {
    let list = holder.push("parameters");
    let items = list.resolve(document).and_then(Value::as_array);
    let mut found: Vec<Parameter<'_>> = Vec::new();
    for index in 0..items.map_or(0, Vec::len) {
        let at = list.push(index.to_string());
        let (_, object) = reference::follow(document, &at)?;
        let parameter = Parameter::read(at, object)?;
        parameter.check()?;
        let twin = found.iter().find(|other| (other.location, other.name) == (parameter.location, parameter.name));
        if let Some(twin) = twin {
            return Err(parameter.wrong(format!(
                "the parameter `{}` in {} stands twice, first at {}",
                parameter.name, parameter.location, twin.at
            )));
        }
        found.push(parameter);
    }
    Ok(found)
}

impl<'d> Parameter<'d> {
    fn read(at: Pointer, object: &'d Value) -> Result<Self> {
        let text = |key: &str| {
            let text = object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
            text.ok_or_else(|| Trouble::new(format!("the parameter has no `{key}`")).at(&at))
        };
        let (name, location) = (text("name")?, text("in")?);
        Ok(Self { at, object, location, name })
    }

    fn wrong(&self, what: String) -> Trouble {
        Trouble::new(what).at(&self.at)
    }

    fn check(&self) -> Result<()> {
        let name = self.name;
        let Some((_, styles)) = LOCATIONS.iter().find(|(location, _)| *location == self.location) else {
            let what = format!("the parameter `{name}` is in `{}`, which no request has", self.location);
            return Err(self.wrong(what).help("a parameter is in `path`, `query`, `header` or `cookie`"));
        };
        if matches!(self.location, "header" | "cookie") && !is_token(name) {
            return Err(self.wrong(format!("`{name}` is no name for a {}", self.location)));
        }
        if let Some(style) =
            self.object.get("style").filter(|style| !style.as_str().is_some_and(|it| styles.contains(&it)))
        {
            let what = format!("the parameter `{name}` in {} has the unknown style {style}", self.location);
            return Err(self.wrong(what).help(format!("there it can be {}", styles.join(", "))));
        }
        let schema = self.object.get("schema");
        let content = self.object.get("content").and_then(Value::as_object);
        match (schema, content.map(Map::len)) {
            (Some(_), None) | (None, Some(1)) => Ok(()),
            (None, None) => Err(self
                .wrong(format!("the parameter `{name}` has no schema"))
                .help("say what it is with `schema`, if only `{\"type\": \"string\"}`")),
            (Some(_), Some(_)) => Err(self.wrong(format!("the parameter `{name}` has both `schema` and `content`"))),
            (None, Some(_)) => {
                Err(self.wrong(format!("the `content` of the parameter `{name}` needs exactly one media type")))
            }
        }
    }

    /// Whether the parameter and the path agree.
    fn fits(&self, variables: &[&str]) -> Result<()> {
        if self.location != "path" {
            return Ok(());
        }
        let name = self.name;
        if !variables.contains(&name) {
            return Err(self.wrong(format!("the path has no `{{{name}}}` for the parameter `{name}`")));
        }
        match self.object.get("required").and_then(Value::as_bool) {
            Some(true) => Ok(()),
            _ => Err(self
                .wrong(format!("the path parameter `{name}` is not required"))
                .help("say `required: true`: a path has no place for something that is not there")),
        }
    }
}
