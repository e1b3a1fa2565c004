//! How a user uses each kind of item.

use syn::{ReturnType, Signature, Type};

use super::program::Line;
use super::spelling::Spelling;
use super::surface::{Builder, Surface, is_generic, parameters};

/// Traits by the name in `derive`, as a program outside names them.
const TRAITS: [(&str, &str); 6] = [
    ("Clone", "Clone"),
    ("Debug", "std::fmt::Debug"),
    ("Default", "Default"),
    ("PartialEq", "PartialEq"),
    ("Serialize", "serde::Serialize"),
    ("Deserialize", "serde::de::DeserializeOwned"),
];

fn push(lines: &mut Vec<Line>, item: &str, part: &str, what: &'static str, code: String) {
    lines.push(Line { item: item.to_owned(), part: part.to_owned(), what, code });
}

fn derived(path: &str, derives: &[String], item: &str, lines: &mut Vec<Line>) {
    for (name, bound) in TRAITS.iter().filter(|(name, _)| derives.iter().any(|derived| derived == name)) {
        let code = format!("fn needs<T: {bound}>() {{}} fn f() {{ needs::<{path}>() }}");
        push(lines, item, name, "as a trait", code);
    }
}

/// Structs, enums and unions.
pub(super) fn types(surface: &Surface, lines: &mut Vec<Line>) {
    let spelling = Spelling { surface };
    for (name, item) in &surface.structs {
        let path = format!("client::types::{name}");
        derived(&path, &item.derives, name, lines);
        for (field, ty) in &item.fields {
            let ty = spelling.outside(ty);
            push(lines, name, field, "read", format!("fn f(x: &{path}) -> &{ty} {{ &x.{field} }}"));
            push(lines, name, field, "written", format!("fn f(x: &mut {path}, v: {ty}) {{ x.{field} = v; }}"));
        }
    }
    for (name, item) in &surface.enums {
        let path = format!("client::types::{name}");
        derived(&path, &["Clone", "Debug", "PartialEq", "Serialize", "Deserialize"].map(str::to_owned), name, lines);
        let code = format!(
            "fn f(x: {path}) -> String {{ let _ = {path}::VALUES; let _: {path} = \"a\".parse().unwrap(); \
             let _ = {path}::from(\"a\"); x.as_str().to_owned() + &x.to_string() }}"
        );
        push(lines, name, "", "as text", code);
        for arm in &item.arms {
            let code =
                format!("fn f() -> {path} {{ match {path}::{arm} {{ {path}::{arm} => {path}::{arm}, x => x }} }}");
            push(lines, name, arm, "as an arm", code);
        }
        let rest = &item.rest;
        let code = format!("fn f(x: {path}) {{ if let {path}::{rest}(v) = x {{ let _: client::UnknownValue = v; }} }}");
        push(lines, name, rest, "as an arm", code);
    }
    for (name, item) in &surface.unions {
        let path = format!("client::types::{name}");
        derived(&path, &["Clone", "Debug", "PartialEq", "Serialize", "Deserialize"].map(str::to_owned), name, lines);
        let rest = (item.rest.clone(), syn::parse_quote!(serde_json::Value));
        for (arm, ty) in item.arms.iter().chain([&rest]) {
            let ty = spelling.outside(ty);
            let code = format!(
                "fn f(v: {ty}) -> Option<{ty}> {{ match {path}::{arm}(v) {{ {path}::{arm}(v) => Some(v), _ => None }} }}"
            );
            push(lines, name, arm, "as an arm", code);
        }
    }
}

/// Other names of types.
pub(super) fn aliases(surface: &Surface, lines: &mut Vec<Line>) {
    for (alias, name) in &surface.aliases {
        let code = format!("fn f(x: client::types::{alias}) -> client::types::{name} {{ x }}");
        push(lines, alias, "", "as a name", code);
    }
}

/// Builders of structs.
pub(super) fn builders(surface: &Surface, lines: &mut Vec<Line>) {
    for (name, builder) in &surface.builders {
        let path = format!("client::types::builder::{name}");
        let owner = format!("client::types::{name}");
        push(lines, name, "builder", "called", format!("fn f() -> {path} {{ {owner}::builder() }}"));
        let code = format!("fn f(b: {path}) -> Result<{owner}, String> {{ let x: {owner} = b.try_into()?; Ok(x) }}");
        push(lines, name, "builder", "finished", code);
        push(lines, name, "builder", "started again", format!("fn f(x: {owner}) -> {path} {{ x.into() }}"));
        derived(&path, &builder.derives, name, lines);
        for function in &builder.functions {
            setter(surface, name, &path, "", function, lines);
        }
    }
}

/// A setter, with each kind of value that it takes.
fn setter(surface: &Surface, item: &str, path: &str, lifetime: &str, function: &Signature, lines: &mut Vec<Line>) {
    let name = function.ident.to_string();
    let [parameter] = parameters(function)[..] else { return };
    for given in (Spelling { surface }).given(parameter) {
        let code = format!("fn f{lifetime}(b: {path}, v: {given}) -> {path} {{ b.{name}(v) }}");
        push(lines, item, &name, "set", code);
    }
}

/// Request builders and the methods that hand them out.
pub(super) fn requests(surface: &Surface, lines: &mut Vec<Line>) {
    for method in &surface.methods {
        let receiver = match method.receiver.as_str() {
            "Admin" => "client::Admin<'a>",
            _ => "client::Client",
        };
        let client = if method.receiver == "Admin" { format!("&{receiver}") } else { format!("&'a {receiver}") };
        let (name, request) = (&method.name, &method.request);
        let code = format!("fn f<'a>(c: {client}) -> client::builder::{request}<'a> {{ c.{name}() }}");
        push(lines, &format!("{}::{name}", method.receiver), "", "called", code);
    }
    for (name, builder) in &surface.requests {
        let path = format!("client::builder::{name}<'a>");
        derived(&format!("client::builder::{name}<'static>"), &builder.derives, name, lines);
        for function in &builder.functions {
            request_function(surface, name, &path, function, builder, lines);
        }
    }
}

fn request_function(
    surface: &Surface,
    item: &str,
    path: &str,
    function: &Signature,
    builder: &Builder,
    lines: &mut Vec<Line>,
) {
    let spelling = Spelling { surface };
    let name = function.ident.to_string();
    if function.asyncness.is_some()
        && let ReturnType::Type(_, output) = &function.output
    {
        let output = spelling.outside(&answer(output));
        let code = format!(
            "async fn f<'a>(b: {path}) -> Result<{output}, client::Error> {{ b.{name}().await }} \
             fn sent<T: Send>(_: T) {{}} fn g<'a>(b: {path}) {{ sent(b.{name}()) }}"
        );
        return push(lines, item, &name, "awaited", code);
    }
    match (name.as_str(), parameters(function).len()) {
        ("pages", 0) => {
            push(lines, item, &name, "called", format!("fn f<'a>(b: {path}) -> client::Pages<{path}> {{ b.pages() }}"))
        }
        ("items", 0) => {
            let ty = builder.page_item.as_ref().map_or_else(|| "()".to_owned(), |ty| spelling.outside(ty));
            let code = format!(
                "fn f<'a>(b: {path}) -> client::Items<{path}> {{ b.items() }} \
                 fn g<'a>(v: <{path} as client::Paged>::Item) -> {ty} {{ v }}"
            );
            push(lines, item, &name, "called", code);
        }
        ("operation", 0) => {
            let code = format!("fn f<'a>(b: &{path}) -> &'static client::Operation {{ b.operation() }}");
            push(lines, item, &name, "called", code);
        }
        (_, 1) if !is_generic(function) => setter(surface, item, path, "<'a>", function, lines),
        _ => {}
    }
}

/// `Response<T>` of `Result<Response<T>, Error>`.
pub(super) fn answer(output: &Type) -> Type {
    if let Type::Path(path) = output
        && let Some(last) = path.path.segments.last()
        && let syn::PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(syn::GenericArgument::Type(inner)) = arguments.args.first()
    {
        return inner.clone();
    }
    output.clone()
}

/// Constants, and what the root re-exports.
pub(super) fn constants(surface: &Surface, lines: &mut Vec<Line>) {
    for name in &surface.operations {
        let code = match name.as_str() {
            "ALL" => "fn f() -> &'static [&'static client::Operation] { &client::operations::ALL }".to_owned(),
            _ => format!("fn f() -> &'static client::Operation {{ &client::operations::{name} }}"),
        };
        push(lines, &format!("operations::{name}"), "", "read", code);
    }
    for name in surface.constants.iter().chain(&surface.exports) {
        let path = if surface.exports.contains(name) { "client" } else { "client::generated" };
        push(lines, name, "", "imported", format!("use {path}::{name} as item;"));
    }
}
