//! What to know where a deployed client and the regenerated crate feel a change differently.

use super::catalogue::Rule;
use super::verdicts::{Rust, Wire};

/// The sentence for a change whose two verdicts differ.
pub(super) fn note(rule: Rule, rust: Rust) -> Option<String> {
    let wire = rule.entry().wire;
    let text = match (wire, rust) {
        (Wire::Breaking, Rust::None | Rust::Patch | Rust::Minor) => silent(rule),
        (Wire::Docs | Wire::Compatible | Wire::Caution, Rust::Major) => loud(rule),
        (Wire::Scope, Rust::Minor) => {
            "The method moves to `Client`. Compiles as before: `Admin` offers what `Client` does."
        }
        (Wire::Breaking, Rust::Major) if rule == Rule::ScopeRaised => {
            "The method moves to `Admin`: old clients are refused at run time, new code at compile time."
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// Breaks on the wire, and the compiler says nothing.
fn silent(rule: Rule) -> &'static str {
    match rule {
        Rule::ParameterAddedRequired
        | Rule::ParameterBecameRequired
        | Rule::RequestBodyAddedRequired
        | Rule::RequestBodyBecameRequired
        | Rule::RequestPropertyAddedRequired
        | Rule::RequestPropertyBecameRequired => {
            "Compiles as before: builders are filled at run time. The new crate fails before sending."
        }
        Rule::RequestBoundTightened
        | Rule::RequestBoundChanged
        | Rule::RequestPatternAdded
        | Rule::RequestPatternChanged
        | Rule::RequestFormatAdded
        | Rule::RequestFormatChanged => "Compiles as before: values are checked at run time, before they are sent.",
        Rule::ScopeRaised => "Compiles as before: the key that is needed is chosen at run time.",
        Rule::OperationMoved
        | Rule::ParameterMovedRequired
        | Rule::ParameterStyleChanged
        | Rule::ParameterExplodeChanged
        | Rule::ServerChanged
        | Rule::ServerRemoved
        | Rule::SecuritySchemeChanged => "Compiles as before: only a rebuilt program sends it the new way.",
        _ if rule.id().starts_with("response-") => {
            "Compiles as before: the crate's types take both, so look at what the program does with the value."
        }
        _ => "Compiles as before: the difference shows at run time only.",
    }
}

/// Harmless on the wire, and code may stop compiling.
fn loud(rule: Rule) -> &'static str {
    match rule {
        Rule::ResponsePropertyBecameRequired | Rule::ResponseNullGone | Rule::ResponsePropertyUndeprecated => {
            "Old clients go on. In the new crate the field is no `Option` any more."
        }
        Rule::ResponsePropertyDeprecated => {
            "Old clients go on. In the new crate the field is an `Option`, since it is about to go."
        }
        Rule::ResponseEnumValueRemoved | Rule::ResponseArmRemoved => {
            "Old clients go on. In the new crate the arm is gone: code that names it does not compile."
        }
        Rule::ResponseEnumAdded | Rule::ResponseEnumDropped | Rule::RequestEnumDropped => {
            "Old clients go on. In the new crate a text becomes an enum, or an enum a text."
        }
        Rule::OperationIdChanged => "Old clients go on. In the new crate the method has another name.",
        Rule::PathParameterRenamed => {
            "Old clients go on: addresses are the same. In the new crate the setter has another name."
        }
        Rule::ResponsePropertyRemovedOptional => {
            "Old clients read it as missing. In the new crate the field is gone: code that reads it does not compile."
        }
        Rule::ParameterRemovedOptional
        | Rule::ParameterRemovedRequired
        | Rule::IdempotencyRemoved
        | Rule::PagingRemoved
        | Rule::RequestPropertyRemoved
        | Rule::RequestPropertyRemovedRequired => {
            "Old clients send it for nothing. In the new crate the setter is gone: code that calls it does not compile."
        }
        _ => "Old clients go on. In the new crate a type is another one: code that names it may not compile.",
    }
}
