//! The skeleton: objects where objects are expected, references that lead somewhere, schemas that
//! do not nest without end.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::document::parse::kind;
use crate::document::walk::{Holds, METHODS, holds};
use crate::document::{Pointer, reference};
use crate::trouble::{Result, Trouble};

/// How deep schemas may nest in each other. Real ones stay below ten.
const DEEPEST: usize = 48;
/// What a path item may have besides operations.
const ITEM: [&str; 5] = ["$ref", "summary", "description", "servers", "parameters"];

/// Checks the skeleton; returns every place that a `$ref` of a schema leads to.
pub(super) fn check(document: &Value) -> Result<BTreeSet<Pointer>> {
    let mut skeleton = Skeleton { document, steps: Vec::new(), nesting: 0, targets: BTreeSet::new() };
    // What is referred to comes before what refers to it, and so does what is wrong with it.
    skeleton.field(document, "components", Skeleton::components)?;
    skeleton.field(document, "paths", |it, paths| {
        it.each(paths, |it, path, item| match path.starts_with("x-") {
            true => Ok(()),
            false => it.path_item(item),
        })
    })?;
    Ok(skeleton.targets)
}

/// One step of the way down; a pointer is only made of them when something is wrong.
#[derive(Clone, Copy)]
enum Step<'d> {
    Key(&'d str),
    Index(usize),
}

type Check<'d> = fn(&mut Skeleton<'d>, &'d Value) -> Result<()>;

struct Skeleton<'d> {
    document: &'d Value,
    steps: Vec<Step<'d>>,
    nesting: usize,
    targets: BTreeSet<Pointer>,
}

impl<'d> Skeleton<'d> {
    fn components(&mut self, components: &'d Value) -> Result<()> {
        let kinds: [(&'static str, Check<'d>); 6] = [
            ("schemas", Self::schema),
            ("parameters", Self::parameter),
            ("headers", Self::parameter),
            ("requestBodies", Self::body),
            ("responses", Self::response),
            ("pathItems", Self::path_item),
        ];
        self.object(components)?;
        for (key, check) in kinds {
            self.field(components, key, |it, named| it.each(named, |it, _, value| check(it, value)))?;
        }
        Ok(())
    }

    fn path_item(&mut self, item: &'d Value) -> Result<()> {
        let map = self.object(item)?;
        self.follow(item)?;
        for key in map.keys() {
            let known = ITEM.contains(&key.as_str()) || METHODS.contains(&key.as_str());
            if !known && !key.starts_with("x-") {
                return self.within(Step::Key(key), |it| {
                    Err(it.wrong(format!("`{key}` is no method and nothing else that a path can have")))
                });
            }
        }
        self.field(item, "parameters", |it, list| it.list(list, Self::parameter))?;
        METHODS.iter().try_for_each(|method| self.field(item, method, Self::operation))
    }

    fn operation(&mut self, operation: &'d Value) -> Result<()> {
        let id = operation.get("operationId").and_then(Value::as_str);
        self.operation_parts(operation).map_err(|trouble| match id {
            Some(id) => trouble.operation(id),
            None => trouble,
        })
    }

    fn operation_parts(&mut self, operation: &'d Value) -> Result<()> {
        self.object(operation)?;
        self.field(operation, "tags", |it, tags| it.list(tags, Self::text))?;
        self.field(operation, "security", |it, security| it.list(security, |it, one| it.object(one).map(drop)))?;
        self.field(operation, "parameters", |it, list| it.list(list, Self::parameter))?;
        self.field(operation, "requestBody", Self::body)?;
        self.field(operation, "responses", |it, responses| {
            it.each(responses, |it, status, response| match status.starts_with("x-") {
                true => Ok(()),
                false => it.response(response),
            })
        })
    }

    /// A parameter or a header.
    fn parameter(&mut self, parameter: &'d Value) -> Result<()> {
        self.object(parameter)?;
        self.follow(parameter)?;
        self.field(parameter, "schema", Self::schema)?;
        self.field(parameter, "content", Self::content)
    }

    fn body(&mut self, body: &'d Value) -> Result<()> {
        self.object(body)?;
        self.follow(body)?;
        self.field(body, "content", Self::content)
    }

    fn response(&mut self, response: &'d Value) -> Result<()> {
        self.object(response)?;
        self.follow(response)?;
        self.field(response, "headers", |it, headers| it.each(headers, |it, _, header| it.parameter(header)))?;
        self.field(response, "content", Self::content)
    }

    fn content(&mut self, content: &'d Value) -> Result<()> {
        self.each(content, |it, _, media| {
            it.object(media)?;
            it.field(media, "schema", Self::schema)
        })
    }

    fn schema(&mut self, schema: &'d Value) -> Result<()> {
        if self.nesting == DEEPEST {
            return Err(self.wrong(format!("schemas nest deeper than {DEEPEST} levels")).help(
                "give an inner schema a name under `components` and refer to it with `$ref`; this also lets it be recursive",
            ));
        }
        let map = match schema {
            Value::Bool(_) => return Ok(()),
            Value::Object(map) => map,
            other => return Err(self.wrong(format!("a schema is an object or a boolean, this is {}", kind(other)))),
        };
        if let Some(target) = map.get("$ref") {
            let (place, _) = reference::target(self.document, target, &self.pointer())?;
            self.targets.insert(place);
        }
        self.secret(map)?;
        self.nesting += 1;
        let parts = self.schema_parts(map);
        self.nesting -= 1;
        parts
    }

    /// A mark that would have no effect is a secret that is shown.
    fn secret(&self, map: &Map<String, Value>) -> Result<()> {
        let Some(mark) = map.get("x-secret") else {
            return Ok(());
        };
        let is_text = match map.get("type") {
            Some(Value::Array(types)) => types.iter().all(|one| one == "string" || one == "null"),
            Some(one) => one == "string",
            None => false,
        };
        let dated = map.get("format").and_then(Value::as_str).is_some_and(|format| format.starts_with("date"));
        match *mark == Value::Bool(true) && is_text && !dated && !map.contains_key("enum") {
            true => Ok(()),
            false => Err(self
                .wrong("`x-secret` marks a plain text, and its value is `true`".to_owned())
                .help("put the mark beside the `type: string` that holds the secret")),
        }
    }

    fn schema_parts(&mut self, map: &'d Map<String, Value>) -> Result<()> {
        for (keyword, value) in map {
            let keyword = keyword.as_str();
            self.within(Step::Key(keyword), |it| match holds(keyword) {
                Some(Holds::OneOrList) if value.is_array() => it.list(value, Self::schema),
                Some(Holds::One | Holds::OneOrList) => it.schema(value),
                Some(Holds::List) => it.list(value, Self::schema),
                Some(Holds::Map) => it.each(value, |it, _, part| it.schema(part)),
                None => Ok(()),
            })?;
        }
        Ok(())
    }

    /// Makes sure that a `$ref` beside other keys leads to an object.
    fn follow(&mut self, value: &'d Value) -> Result<()> {
        if value.get("$ref").is_some() {
            let (_, target) = reference::follow(self.document, &self.pointer())?;
            self.object(target)?;
        }
        Ok(())
    }

    /// Checks a field, if it is there.
    fn field(
        &mut self,
        holder: &'d Value,
        key: &'static str,
        check: impl FnOnce(&mut Self, &'d Value) -> Result<()>,
    ) -> Result<()> {
        match holder.get(key) {
            Some(value) => self.within(Step::Key(key), |it| check(it, value)),
            None => Ok(()),
        }
    }

    /// Checks every entry of an object.
    fn each(
        &mut self,
        value: &'d Value,
        mut check: impl FnMut(&mut Self, &'d str, &'d Value) -> Result<()>,
    ) -> Result<()> {
        let map = self.object(value)?;
        map.iter().try_for_each(|(key, entry)| self.within(Step::Key(key), |it| check(it, key, entry)))
    }

    /// Checks every item of an array.
    fn list(&mut self, value: &'d Value, mut check: impl FnMut(&mut Self, &'d Value) -> Result<()>) -> Result<()> {
        let Value::Array(items) = value else {
            return Err(self.wrong(format!("an array is expected here, this is {}", kind(value))));
        };
        let mut items = items.iter().enumerate();
        items.try_for_each(|(index, item)| self.within(Step::Index(index), |it| check(it, item)))
    }

    fn object(&self, value: &'d Value) -> Result<&'d Map<String, Value>> {
        value.as_object().ok_or_else(|| self.wrong(format!("an object is expected here, this is {}", kind(value))))
    }

    fn text(&mut self, value: &'d Value) -> Result<()> {
        match value {
            Value::String(_) => Ok(()),
            other => Err(self.wrong(format!("a string is expected here, this is {}", kind(other)))),
        }
    }

    fn within(&mut self, step: Step<'d>, check: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        self.steps.push(step);
        let checked = check(self);
        self.steps.pop();
        checked
    }

    fn wrong(&self, what: String) -> Trouble {
        Trouble::new(what).at(&self.pointer())
    }

    fn pointer(&self) -> Pointer {
        self.steps.iter().fold(Pointer::root(), |at, step| match step {
            Step::Key(key) => at.push(*key),
            Step::Index(index) => at.push(index.to_string()),
        })
    }
}
