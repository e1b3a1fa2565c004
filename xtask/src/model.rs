//! The client crate as data: operations, types, and which resource each type belongs to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::about;
use crate::document::walk;
use crate::hoist::{Hoisted, Kind, TypeId};
use crate::names::Names;
use crate::operations::{Operation, ResponseKind};

/// Everything that the rewrite passes need to know.
#[derive(Clone, Debug)]
pub struct Model {
    /// The document's title.
    pub title: String,
    /// The server URL of the document.
    pub base_url: String,
    /// Every operation, in the document's order.
    pub operations: Vec<Operation>,
    /// Every type by name.
    pub types: BTreeMap<String, TypeFacts>,
    /// Names that types had before they became one with another, and the type that they are now.
    pub aliases: BTreeMap<String, String>,
    /// The enum of error kinds inside the error body, where there is one.
    pub error_kind: Option<String>,
    /// Resources in the order of the document.
    pub resources: Vec<String>,
}

/// What is known of a type.
#[derive(Clone, Debug)]
pub struct TypeFacts {
    /// What it is.
    pub kind: Kind,
    /// What is said of it where the document says nothing.
    pub about: String,
    /// Its lowered schema, with named references.
    pub schema: Value,
    /// Whether a client sends it.
    pub sent: bool,
    /// Whether a server answers it.
    pub answered: bool,
    /// The resources whose operations reach it.
    pub resources: BTreeSet<String>,
    /// Whether the crate refers to it whatever its features are.
    pub always: bool,
    /// Whether a secret is in it, or in what it holds.
    pub secret: bool,
}

impl Model {
    /// Puts the parts together.
    pub fn new(named: &Value, hoisted: &Hoisted, assigned: &Names, operations: Vec<Operation>) -> Self {
        let names: &BTreeMap<TypeId, String> = &assigned.types;
        let schemas = named.get("components").and_then(|components| components.get("schemas"));
        let mut types: BTreeMap<String, TypeFacts> = BTreeMap::new();
        for (id, shape) in hoisted.types.iter().enumerate() {
            let Some(name) = names.get(&id) else { continue };
            let schema = schemas.and_then(|schemas| schemas.get(name)).cloned().unwrap_or_default();
            let facts = TypeFacts {
                kind: shape.kind,
                about: about::of(shape, &operations),
                schema,
                sent: false,
                answered: false,
                resources: BTreeSet::new(),
                always: false,
                secret: false,
            };
            types.insert(name.clone(), facts);
        }
        let text = |holder: Option<&Value>, key: &str| {
            holder.and_then(|holder| holder.get(key)).and_then(Value::as_str).map(str::to_owned)
        };
        let mut model = Self {
            title: text(named.get("info"), "title").unwrap_or_else(|| "API".to_owned()),
            base_url: text(named.get("servers").and_then(|servers| servers.get(0)), "url").unwrap_or_default(),
            operations,
            types,
            aliases: assigned
                .aliases
                .iter()
                .filter_map(|(alias, id)| Some((alias.clone(), names.get(id)?.clone())))
                .collect(),
            error_kind: None,
            resources: Vec::new(),
        };
        model.reach();
        model.reach_errors(named);
        model.spread_secrets();
        model
    }

    /// Whether `name` is an enum with known values.
    pub fn is_enum(&self, name: &str) -> bool {
        self.types.get(name).is_some_and(|facts| facts.kind == Kind::Enum)
    }

    /// The module that holds a type.
    pub fn home(&self, name: &str) -> &str {
        let resources = self.types.get(name).filter(|facts| !facts.always).map(|facts| &facts.resources);
        match resources.map(|resources| (resources.len(), resources.first())) {
            Some((1, Some(resource))) => resource,
            _ => "shared",
        }
    }

    fn reach(&mut self) {
        for operation in self.operations.clone() {
            if !self.resources.contains(&operation.resource) {
                self.resources.push(operation.resource.clone());
            }
            for parameter in &operation.parameters {
                self.mark(&parameter.schema, &mut |facts| facts.sent = true, &operation.resource);
            }
            if let Some(body) = &operation.body {
                self.mark(&body.schema, &mut |facts| facts.sent = true, &operation.resource);
            }
            if let ResponseKind::Json { schema, .. } = &operation.response {
                self.mark(schema, &mut |facts| facts.answered = true, &operation.resource);
            }
            if let Some(item) = operation.events.as_ref().and_then(|events| events.item.as_ref()) {
                self.mark(item, &mut |facts| facts.answered = true, &operation.resource);
            }
        }
    }

    /// Error bodies belong to every operation; the crate's own error names the kind.
    fn reach_errors(&mut self, named: &Value) {
        let mut errors: BTreeSet<String> = BTreeSet::new();
        walk::operations(named, &mut |_, operation| {
            let responses = operation.get("responses").and_then(Value::as_object);
            for (status, response) in
                responses.into_iter().flatten().filter(|(status, _)| !crate::hoist::is_success(status))
            {
                let _ = status;
                for entry in
                    response.get("content").and_then(Value::as_object).into_iter().flat_map(|content| content.values())
                {
                    errors.extend(entry.get("schema").into_iter().flat_map(references));
                }
            }
        });
        for name in &errors {
            self.error_kind = self.error_kind.take().or_else(|| self.kind_in(name));
            let schema = serde_json::json!({ "$ref": format!("#/components/schemas/{name}") });
            self.mark(
                &schema,
                &mut |facts| {
                    facts.answered = true;
                    facts.always = true;
                },
                "",
            );
        }
        for facts in self.types.values_mut() {
            facts.resources.remove("");
        }
    }

    /// The enum at `error.type`, the envelope that the crate's error reads.
    fn kind_in(&self, name: &str) -> Option<String> {
        let property = |name: &str, property: &str| {
            let schema = self.types.get(name)?.schema.get("properties")?.get(property)?;
            references(schema).into_iter().next()
        };
        let kind = property(&property(name, "error")?, "type")?;
        self.is_enum(&kind).then_some(kind)
    }

    /// What holds a secret is one itself.
    fn spread_secrets(&mut self) {
        let mut found: Vec<String> = Vec::new();
        for (name, facts) in &self.types {
            if has_secret(&facts.schema) {
                found.push(name.clone());
            }
        }
        while let Some(name) = found.pop() {
            let Some(facts) = self.types.get_mut(&name).filter(|facts| !facts.secret) else { continue };
            facts.secret = true;
            let holders = self.types.iter().filter(|(_, facts)| references(&facts.schema).contains(&name));
            found.extend(holders.map(|(holder, _)| holder.clone()));
        }
    }

    fn mark(&mut self, schema: &Value, how: &mut dyn FnMut(&mut TypeFacts), resource: &str) {
        let mut seen = BTreeSet::new();
        let mut open = references(schema);
        while let Some(name) = open.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            if let Some(facts) = self.types.get_mut(&name) {
                how(facts);
                facts.resources.insert(resource.to_owned());
                open.extend(references(&facts.schema));
            }
        }
    }
}

/// Whether a schema marks a secret, in itself or in a part.
pub fn has_secret(schema: &Value) -> bool {
    let mut found = schema.get("x-secret").is_some();
    walk::parts(schema, &mut |_, _, part| found |= has_secret(part));
    found
}

/// The types that a schema refers to directly.
pub fn references(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(name) =
        schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix("#/components/schemas/"))
    {
        found.push(name.to_owned());
    }
    walk::parts(schema, &mut |_, _, part| found.extend(references(part)));
    found
}
