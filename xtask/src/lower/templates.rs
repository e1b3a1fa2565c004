//! Path styles `label` and `matrix` are text of the path template: `.{id}`, `;id={id}`.

use serde_json::{Map, Value};

use crate::document::Pointer;
use crate::document::walk::METHODS;
use crate::trouble::{Result, Trouble};

/// Moves the styles of path parameters into the templates.
pub(super) fn apply(document: &mut Value) -> Result<()> {
    let Some(Value::Object(paths)) = document.get_mut("paths") else {
        return Ok(());
    };
    let any = paths.values_mut().any(|item| {
        METHODS.iter().any(|method| {
            let parameters = item.get(method).and_then(|operation| operation.get("parameters"));
            let list = parameters.and_then(Value::as_array);
            list.is_some_and(|list| list.iter().any(|one| one.get("style").is_some()))
        })
    });
    if !any {
        return Ok(());
    }
    let mut renamed = Map::new();
    for (path, mut item) in std::mem::take(paths) {
        let at = Pointer::root().push("paths").push(&path);
        let template = template(&path, &mut item, &at)?;
        if renamed.insert(template, item).is_some() {
            return Err(Trouble::new("two paths are the same when sent").at(&at));
        }
    }
    *paths = renamed;
    Ok(())
}

fn template(path: &str, item: &mut Value, at: &Pointer) -> Result<String> {
    let mut found: Option<String> = None;
    for method in METHODS {
        let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
            continue;
        };
        let mut own = path.to_owned();
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten().filter_map(Value::as_object_mut) {
            let Some(Value::String(style)) = parameter.shift_remove("style") else {
                continue;
            };
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let plain = format!("{{{name}}}");
            let styled = match style.as_str() {
                "label" => format!(".{plain}"),
                _ => format!(";{name}={plain}"),
            };
            own = own.replace(&plain, &styled);
        }
        if found.get_or_insert_with(|| own.clone()) != &own {
            return Err(Trouble::new("operations of one path give its parameter different styles")
                .at(at)
                .help("give them one style in overlay.toml"));
        }
    }
    Ok(found.unwrap_or_else(|| path.to_owned()))
}
