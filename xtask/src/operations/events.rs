//! Events: what their data is, and how to ask for those that were missed.

use serde_json::{Map, Value};

use super::body::successes;
use super::{Location, Parameter};

/// The media type of events.
const MEDIA: &str = "text/event-stream";

/// The events that a success answers with.
#[derive(Clone, Debug)]
pub struct Events {
    /// The lowered schema of the data; none where it is text, or the document does not say.
    pub item: Option<Value>,
    /// How to ask for those that were missed.
    pub resume: Option<Resume>,
}

/// How to ask for the events from a moment on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Resume {
    /// The query parameter that takes the moment.
    pub parameter: String,
    /// The property of the data that holds it.
    pub moment: String,
}

/// Names under which moments go, request side then response side.
const PARAMETERS: [&str; 4] = ["start", "since", "start_time", "from"];
const MOMENTS: [&str; 4] = ["timestamp", "time", "created_at", "date"];

pub(super) fn of(document: &Value, parameters: &[Parameter], operation: &Map<String, Value>) -> Option<Events> {
    let schema = successes(operation).into_iter().find_map(|(_, response)| {
        let content = response.get("content")?.get(MEDIA)?;
        Some(content.get("schema").cloned().unwrap_or_default())
    })?;
    let is_told = ["$ref", "allOf", "type"].iter().any(|key| schema.get(key).is_some());
    let is_text = schema.get("type").and_then(Value::as_str) == Some("string");
    let item = Some(schema).filter(|_| is_told && !is_text);
    let resume = item.as_ref().and_then(|item| resume(document, parameters, item));
    Some(Events { item, resume })
}

fn resume(document: &Value, parameters: &[Parameter], item: &Value) -> Option<Resume> {
    let name = item.get("$ref").or_else(|| item.get("allOf")?.get(0)?.get("$ref"))?.as_str()?.rsplit('/').next()?;
    let properties = document.get("components")?.get("schemas")?.get(name)?.get("properties")?.as_object()?;
    let is_text = |name: &&&str| {
        properties.get(**name).is_some_and(|schema| schema.get("type").and_then(Value::as_str) == Some("string"))
    };
    let moment = MOMENTS.iter().find(is_text)?;
    let is_optional = |wire: &str| {
        parameters
            .iter()
            .any(|parameter| parameter.location == Location::Query && !parameter.required && parameter.wire == wire)
    };
    let parameter = PARAMETERS.iter().find(|wire| is_optional(wire))?;
    Some(Resume { parameter: (*parameter).to_owned(), moment: (*moment).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parameter(wire: &str, required: bool) -> Parameter {
        Parameter {
            former: Vec::new(),
            wire: wire.to_owned(),
            location: Location::Query,
            required,
            description: None,
            schema: json!({ "type": "string" }),
            join: None,
            slashes: false,
            deprecated: false,
            example: None,
        }
    }

    /// The events of an operation that answers `media` with `schema`.
    fn events(media: &str, schema: &Value, parameters: &[Parameter]) -> Option<Events> {
        let document = json!({ "components": { "schemas": {
            "Entry": { "type": "object", "properties": { "time": { "type": "string" }, "n": { "type": "integer" } } },
            "Tick": { "type": "object", "properties": { "time": { "type": "integer" } } },
        } } });
        let operation = json!({ "responses": {
            "200": { "description": "", "content": { media: { "schema": schema } } },
            "400": { "description": "", "content": { MEDIA: { "schema": {} } } },
        } });
        of(&document, parameters, operation.as_object()?)
    }

    #[test]
    fn only_a_success_of_events_has_some() {
        assert!(events("text/plain", &json!({ "type": "string" }), &[]).is_none());
        let reference = json!({ "$ref": "#/components/schemas/Entry" });
        assert_eq!(events(MEDIA, &reference, &[]).unwrap().item, Some(reference));
    }

    #[test]
    fn what_the_document_does_not_describe_is_text() {
        for schema in [json!({}), json!({ "type": "string" }), Value::Null] {
            let events = events(MEDIA, &schema, &[parameter("start", false)]).unwrap();
            assert!(events.item.is_none() && events.resume.is_none(), "{schema}");
        }
    }

    #[test]
    fn a_time_and_a_parameter_for_it_make_it_resumable() {
        let entry = json!({ "$ref": "#/components/schemas/Entry" });
        let resume = |schema: &Value, parameters: &[Parameter]| events(MEDIA, schema, parameters).unwrap().resume;
        let found = Resume { parameter: "since".to_owned(), moment: "time".to_owned() };
        assert_eq!(resume(&entry, &[parameter("level", false), parameter("since", false)]), Some(found.clone()));
        let wrapped = json!({ "allOf": [entry.clone()], "description": "An entry." });
        assert_eq!(resume(&wrapped, &[parameter("since", false)]), Some(found));
        for (schema, parameters) in [
            (&entry, vec![]),
            (&entry, vec![parameter("start", true)]),
            (&json!({ "$ref": "#/components/schemas/Tick" }), vec![parameter("start", false)]),
            (&json!({ "type": "integer" }), vec![parameter("start", false)]),
        ] {
            assert_eq!(resume(schema, &parameters), None, "{schema}");
        }
    }
}
