//! Aliases: two published types that have become one keep both of their names.

use quote::{format_ident, quote};

use super::Module;
use crate::hoist::Kind;
use crate::model::Model;

/// Writes the alias, and the one of its builder.
pub(super) fn emit(alias: &str, name: &str, model: &Model, module: &mut Module) {
    let Some(facts) = model.types.get(name).filter(|facts| facts.kind != Kind::TimeBound) else { return };
    let cfg = super::methods::cfg_of_type(name, model);
    let (alias, name) = (format_ident!("{alias}"), format_ident!("{name}"));
    let about = format!(" The same as [`{name}`]; the two were apart once.");
    module.types.items(quote! {
        #[doc = #about]
        #cfg
        pub type #alias = #name;
    });
    if facts.kind == Kind::Object && facts.sent {
        module.builders.items(quote! {
            #[doc = #about]
            #cfg
            pub type #alias = #name;
        });
    }
}
