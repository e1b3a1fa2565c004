//! From progenitor's output to the code that people read: one pass per file.
//!
//! progenitor decides types, fields, setters and what is sent where; the passes decide how it reads
//! and what it does at run time. See the module of each pass for its reason.

mod aliases;
mod bodies;
mod builders;
mod checks;
mod checksums;
mod docs;
mod enums;
mod events;
mod examples;
mod methods;
mod pages;
mod requests;
mod rust_type;
mod secrets;
mod setters;
mod source;
mod structs;
mod syntax;
mod table;
mod text;
mod unions;

use std::collections::BTreeMap;

pub use methods::{feature, receiver};
pub use text::Code;

use self::source::Source;
use crate::hoist::Kind;
use crate::model::Model;
use crate::trouble::{Result, Trouble};

/// The code of one resource, or of what several share.
#[derive(Debug, Default)]
pub struct Module {
    /// `impl Client` and `impl Admin`.
    pub methods: Code,
    /// Request builders.
    pub requests: Code,
    /// Types.
    pub types: Code,
    /// Builders of types.
    pub builders: Code,
}

/// The code of the crate, before it is laid out in files.
#[derive(Debug, Default)]
pub struct Rewritten {
    /// By resource, and `shared`.
    pub modules: BTreeMap<String, Module>,
    /// The operation table.
    pub table: Code,
    /// How many public types there are.
    pub types: usize,
}

/// Runs every pass.
///
/// # Errors
/// progenitor's output in another shape than expected, or a type that it did not make.
pub fn rewrite(file: &syn::File, model: &Model) -> Result<Rewritten> {
    let source = Source::of(file)?;
    let mut rewritten = Rewritten { table: table::code(model), ..Rewritten::default() };
    for resource in &model.resources {
        rewritten.modules.entry(resource.clone()).or_default();
    }
    let mut structs = BTreeMap::new();
    for (name, facts) in model.types.iter().filter(|(_, facts)| facts.kind == Kind::Object) {
        let gone =
            || Trouble::new(format!("progenitor made no struct `{name}`")).help("lowering let something through");
        structs.insert(name.clone(), structs::Struct::of(source.structs.get(name).ok_or_else(gone)?, facts)?);
    }
    for (name, facts) in &model.types {
        let home = model.home(name).to_owned();
        let module = rewritten.modules.entry(home.clone()).or_default();
        let gone = || Trouble::new(format!("progenitor made no type `{name}`")).help("lowering let something through");
        secrets::refuse(name, facts)?;
        match facts.kind {
            Kind::TimeBound => continue,
            Kind::Enum => enums::emit(name, facts, model, &mut module.types),
            Kind::Union => unions::emit(name, facts, model, &mut module.types),
            Kind::Object => {
                let item = structs.get(name).ok_or_else(gone)?;
                structs::emit(item, facts, model, &home, &mut module.types);
                checks::emit(item, facts, model, &mut module.types);
                checksums::emit(item, facts, model, &mut module.types);
                if facts.sent {
                    builders::emit(item, model, &home, &mut module.builders);
                }
            }
        }
        rewritten.types += 1;
    }
    for (alias, name) in &model.aliases {
        let module = rewritten.modules.entry(model.home(name).to_owned()).or_default();
        aliases::emit(alias, name, model, module);
    }
    for operation in &model.operations {
        let name = crate::names::pascal_method(&operation.name);
        let request = source
            .requests
            .get(&name)
            .ok_or_else(|| Trouble::new("progenitor made no builder for it").operation(&operation.id))?;
        let request =
            requests::Request::of(operation, request, &structs).map_err(|trouble| trouble.operation(&operation.id))?;
        let module = rewritten.modules.entry(operation.resource.clone()).or_default();
        requests::emit(&request, model, &mut module.requests);
        methods::emit(&request, model, &mut module.methods);
    }
    Ok(rewritten)
}
