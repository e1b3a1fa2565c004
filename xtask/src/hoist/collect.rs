//! Takes the types out of a lowered document, parts before wholes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::place::{Step, TypePlace};
use super::{Hoisted, Kind, TypeId, TypeShape, checks, reference, shape, twins};
use crate::document::walk::{self, Holder, Side};
use crate::trouble::{Result, Trouble};

/// Hoists every type of a lowered document.
///
/// # Errors
/// A reference that leads nowhere or to a schema that is no type, which `lower` rules out.
pub fn collect(mut document: Value) -> Result<Hoisted> {
    let twins = twins::of(&document);
    let schemas = document
        .get_mut("components")
        .and_then(|components| components.get_mut("schemas"))
        .map(Value::take)
        .and_then(|schemas| if let Value::Object(map) = schemas { Some(map) } else { None })
        .unwrap_or_default();
    let mut collector = Collector { schemas, twins, ..Collector::default() };
    walk::operations_mut(&mut document, &mut |found, operation| {
        walk::operation_schemas_mut(found, operation, &mut |schema, place| {
            let start = TypePlace::of(place);
            // The parts of a multipart body are setters of their own: the whole is no type.
            let parts_only = matches!(&place.holder, Holder::Body { media } if media == "multipart/form-data");
            if parts_only {
                collector.hoist_parts(schema, &start, place.side)
            } else {
                collector.hoist(schema, &start, place.side)
            }
            .map_err(|trouble| trouble.at(&place.pointer))
        })
    })?;
    Ok(collector.finish(document))
}

#[derive(Default)]
struct Collector {
    /// The document's own components, by `side:Name`.
    schemas: Map<String, Value>,
    /// Request components that are the same as the response component of that name.
    twins: BTreeMap<String, String>,
    components: HashMap<String, State>,
    by_key: HashMap<String, TypeId>,
    /// `None` where a component turned out to be equal to a type that was there.
    types: Vec<Option<TypeShape>>,
    /// Types that a request has joined.
    sent: BTreeSet<TypeId>,
    places: usize,
}

#[derive(Clone, Copy)]
enum State {
    Open { id: TypeId, recursive: bool },
    Done(TypeId),
}

impl Collector {
    fn hoist(&mut self, schema: &mut Value, place: &TypePlace, side: Side) -> Result<()> {
        if let Some(name) = component_of(schema) {
            let id = self.component(&name, side)?;
            schema["$ref"] = Value::String(reference(id));
            return Ok(());
        }
        self.hoist_parts(schema, place, side)?;
        if let Some(kind) = kind_of(schema) {
            self.places += 1;
            let shell = take_shell(schema);
            let component = schema.as_object_mut().and_then(|map| map.remove("x-component"));
            let component = component.as_ref().and_then(Value::as_str).map(str::to_owned);
            let shape = TypeShape { kind, schema: schema.take(), places: vec![place.clone()], component };
            let id = self.intern(shape, side);
            *schema = wrap(id, shell);
        }
        Ok(())
    }

    /// The type of a shape: one that is there already, or a new one.
    fn intern(&mut self, shape: TypeShape, side: Side) -> TypeId {
        let key = shape::key(&shape.schema);
        if let Some(&id) = self.by_key.get(&key) {
            self.join(id, shape, side);
            return id;
        }
        let id = self.types.len();
        self.by_key.insert(key, id);
        self.types.push(Some(shape));
        id
    }

    fn join(&mut self, id: TypeId, further: TypeShape, side: Side) {
        if let Some(Some(known)) = self.types.get_mut(id) {
            // A place of the request side is the first of its kind when none was seen before.
            let in_request = self.sent.contains(&id) || known.places.first().is_some_and(TypePlace::is_request);
            checks::merge(&mut known.schema, in_request, &further.schema, side);
            if further.places.iter().any(TypePlace::is_request) {
                self.sent.insert(id);
            }
            known.places.extend(further.places);
            known.component = known.component.take().or(further.component);
        }
    }

    /// The type of a component, which may lead back to itself.
    fn component(&mut self, name: &str, side: Side) -> Result<TypeId> {
        let name = self.twins.get(name).cloned().unwrap_or_else(|| name.to_owned());
        match self.components.get_mut(&name) {
            Some(State::Done(id)) => return Ok(*id),
            Some(State::Open { id, recursive }) => {
                *recursive = true;
                return Ok(*id);
            }
            None => {}
        }
        let missing = || Trouble::new(format!("the component `{name}` is not there after lowering"));
        let mut schema = self.schemas.get(&name).cloned().ok_or_else(missing)?;
        let bare = name.split_once(':').map_or(name.as_str(), |(_, bare)| bare).to_owned();
        if let Some(twin) =
            self.schemas.get(&format!("request:{bare}")).filter(|_| self.twins.values().any(|twin| *twin == name))
        {
            checks::merge(&mut schema, false, twin, Side::Request);
        }
        let id = self.types.len();
        self.types.push(None);
        self.components.insert(name.clone(), State::Open { id, recursive: false });

        let mut holder = vec!["schemas".to_owned(), bare.clone()];
        // What is sent and what is answered under one name are two types: the answer has the name.
        let further =
            walk::component_side(&name) == Side::Request && self.schemas.contains_key(&format!("response:{bare}"));
        holder.extend(further.then(|| "request".to_owned()));
        let component = holder[1..].join(" ");
        let place = TypePlace { operation: String::new(), holder, steps: Vec::new() };
        let kind = kind_of(&schema)
            .ok_or_else(|| Trouble::new(format!("the component `{bare}` is no object, enum or union")))?;
        self.places += 1;
        self.hoist_parts(&mut schema, &place, side)?;
        let recursive = matches!(self.components.get(&name), Some(State::Open { recursive: true, .. }));
        let shape = TypeShape { kind, schema, places: vec![place], component: Some(component) };
        let key = shape::key(&shape.schema);
        let known = self.by_key.get(&key).copied().filter(|_| !recursive);
        let id = match known {
            Some(known) => {
                self.join(known, shape, side);
                known
            }
            None => {
                self.by_key.insert(key, id);
                self.types[id] = Some(shape);
                id
            }
        };
        self.components.insert(name, State::Done(id));
        Ok(id)
    }

    fn hoist_parts(&mut self, schema: &mut Value, place: &TypePlace, side: Side) -> Result<()> {
        self.untag_arms(schema)?;
        let arms = arm_names(schema);
        walk::parts_mut(schema, &mut |keyword, step, part| {
            let inner = match (keyword, step) {
                ("items", _) => place.step(Step::Items),
                ("additionalProperties", _) => place.step(Step::Values),
                ("properties", Some(name)) => place.step(Step::Property(name.to_owned())),
                ("oneOf", Some(index)) => {
                    let arm = index.parse().ok().and_then(|index: usize| arms.get(index));
                    place.step(Step::Arm(arm.cloned().unwrap_or_else(|| index.to_owned())))
                }
                _ => place.clone(),
            };
            self.hoist(part, &inner, side)
        })
    }

    /// The arms of a tagged union do without the tag: the union sends it.
    fn untag_arms(&self, schema: &mut Value) -> Result<()> {
        let Some(tag) =
            schema.get("x-union").and_then(|union| union.get("tag")).and_then(Value::as_str).map(str::to_owned)
        else {
            return Ok(());
        };
        for arm in schema.get_mut("oneOf").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(name) = component_of(arm) {
                let missing = || Trouble::new(format!("the component `{name}` is not there after lowering"));
                *arm = self.schemas.get(&name).cloned().ok_or_else(missing)?;
                let bare = name.split_once(':').map_or(name.as_str(), |(_, bare)| bare);
                arm["x-component"] = Value::String(bare.to_owned());
            }
            let Some(arm) = arm.as_object_mut() else {
                continue;
            };
            if let Some(Value::Object(properties)) = arm.get_mut("properties") {
                properties.shift_remove(&tag);
                if properties.is_empty() {
                    arm.shift_remove("properties");
                    arm.shift_remove("x-component");
                }
            }
            if let Some(Value::Array(required)) = arm.get_mut("required") {
                required.retain(|name| name != &Value::String(tag.clone()));
                if required.is_empty() {
                    arm.shift_remove("required");
                }
            }
        }
        Ok(())
    }

    fn finish(self, mut document: Value) -> Hoisted {
        let mut renumbered = BTreeMap::new();
        let mut types = Vec::new();
        for (id, shape) in self.types.into_iter().enumerate() {
            if let Some(shape) = shape {
                renumbered.insert(id, format!("@{}", types.len()));
                types.push(shape);
            }
        }
        super::rename(&mut document, &renumbered);
        types.iter_mut().for_each(|shape| super::rename(&mut shape.schema, &renumbered));
        Hoisted { document, types, places: self.places }
    }
}

/// The component that a reference of the lowered document leads to.
fn component_of(schema: &Value) -> Option<String> {
    let reference = schema.get("$ref")?.as_str()?;
    let name = reference.strip_prefix("#/components/schemas/")?;
    name.contains(':').then(|| name.replace("~1", "/").replace("~0", "~"))
}

fn kind_of(schema: &Value) -> Option<Kind> {
    let is = |key: &str| schema.get(key).is_some();
    match () {
        () if is("x-union") => Some(Kind::Union),
        () if is("x-time-bound") => Some(Kind::TimeBound),
        () if is("enum") => Some(Kind::Enum),
        () if is("properties") => Some(Kind::Object),
        () => None,
    }
}

/// How the arms of a union are told apart in places: by tag value, by component, by position.
fn arm_names(schema: &Value) -> Vec<String> {
    let values = schema.get("x-union").and_then(|union| union.get("values")).and_then(Value::as_array);
    values.into_iter().flatten().map(|value| value.as_str().unwrap_or_default().to_owned()).collect()
}

/// Takes what belongs to this place and not to the type off a schema.
fn take_shell(schema: &mut Value) -> Map<String, Value> {
    let mut shell = Map::new();
    if let Some(map) = schema.as_object_mut() {
        for key in ["nullable", "x-three-state"] {
            if let Some(value) = map.shift_remove(key) {
                shell.insert(key.to_owned(), value);
            }
        }
        for key in ["description", "deprecated"] {
            if let Some(value) = map.get(key) {
                shell.insert(key.to_owned(), value.clone());
            }
        }
    }
    shell
}

/// A reference to a type, with what belongs to the place around it.
fn wrap(id: TypeId, shell: Map<String, Value>) -> Value {
    if shell.is_empty() {
        return json!({ "$ref": reference(id) });
    }
    let mut wrapper = Map::new();
    wrapper.insert("allOf".to_owned(), json!([{ "$ref": reference(id) }]));
    wrapper.extend(shell);
    Value::Object(wrapper)
}
