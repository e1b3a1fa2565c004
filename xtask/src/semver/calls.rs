//! One call of every operation, as a program makes it: with what it cannot be sent without, and sent.

use syn::ReturnType;

use super::program::Line;
use super::spelling::Spelling;
use super::surface::{Builder, Method, Surface, parameters};
use super::uses::answer;
use crate::trouble::{Result, Trouble};

/// A function for each method of the client, in the order of the generated files. What is set comes in
/// as parameters of the types that the client holds, and what is answered is named.
pub(super) fn lines(surface: &Surface) -> Result<Vec<Line>> {
    surface.methods.iter().map(|method| line(surface, method)).collect()
}

fn line(surface: &Surface, method: &Method) -> Result<Line> {
    let name = &method.name;
    let spelling = Spelling { surface };
    let wrong = |what: &str| Trouble::new(format!("no call of `{name}` can be written: {what}"));
    let request = surface.requests.get(&method.request).ok_or_else(|| wrong("its request is not there"))?;
    let function = |of: &str| request.functions.iter().find(|function| function.ident == of);
    let send = function("send").ok_or_else(|| wrong("there is no `send`"))?;
    let ReturnType::Type(_, output) = &send.output else { return Err(wrong("`send` gives nothing")) };
    let mut taken = String::new();
    let mut set = String::new();
    for setter in needed(surface, request) {
        let found = function(&setter).ok_or_else(|| wrong(&format!("there is no `{setter}`")))?;
        let given = parameters(found).first().and_then(|ty| spelling.given(ty).into_iter().next());
        let given = given.ok_or_else(|| wrong(&format!("what `{setter}` takes has no name")))?;
        taken.push_str(&format!(", {setter}: {given}"));
        set.push_str(&format!(".{setter}({setter})"));
    }
    let receiver = if method.receiver == "Admin" { "fal.admin()?" } else { "fal" };
    let output = spelling.outside(&answer(output));
    let code = format!(
        "async fn {name}(fal: &client::Client{taken}) -> Result<{output}, client::Error> {{ \
         {receiver}.{name}(){set}.send().await }}"
    );
    Ok(Line { item: name.clone(), part: String::new(), what: "called", code })
}

/// The setters of what a request cannot be sent without. Fields of the body have setters of their own,
/// unless a parameter has the name: then the body comes as one.
fn needed(surface: &Surface, request: &Builder) -> Vec<String> {
    let mut needed = request.required.clone();
    let body = request.body.as_ref().and_then(|name| surface.builders.get(name));
    let fields = body.map(|body| body.required.as_slice()).unwrap_or_default();
    let is_own = |field: &String| {
        request.functions.iter().any(|function| function.ident == field) && !request.required.contains(field)
    };
    match fields.iter().all(is_own) {
        true => needed.extend_from_slice(fields),
        false => needed.push("body".to_owned()),
    }
    needed
}
