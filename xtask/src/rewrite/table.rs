//! The operation table as Rust constants: introspection for people, data for the runtime.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use super::text::Code;
use crate::model::Model;
use crate::operations::{Operation, Paging, Scope};
use crate::prose;

/// The constants and the list of all of them.
pub(super) fn code(model: &Model) -> Code {
    let mut code = Code::default();
    let names: Vec<_> = model.operations.iter().map(constant).collect();
    let count = names.len();
    let about = format!(" All {count} operations, in the document's order.");
    code.items(quote! {
        #[allow(unused_imports)]
        use crate::operation::{Operation, Paging, Scope};

        #[doc = #about]
        pub static ALL: [&Operation; #count] = [#(&#names),*];
    });
    model.operations.iter().for_each(|operation| code.items(one(operation)));
    code
}

/// `GET_MODELS`.
pub(super) fn constant(operation: &Operation) -> Ident {
    let name = operation.name.trim_end_matches('_').to_uppercase();
    // That is the list of all of them.
    format_ident!("{}", if name == "ALL" { "ALL_OPERATION" } else { &name })
}

fn one(operation: &Operation) -> TokenStream {
    let name = constant(operation);
    let about = format!(" {}", prose::code(&format!("{} {}", operation.method, operation.path)));
    let Operation { id, method, path, resource, tags, success, deprecated, .. } = operation;
    let resource = super::methods::feature(resource);
    let scope = match operation.scope {
        Scope::None => quote!(Scope::None),
        Scope::Api => quote!(Scope::Api),
        Scope::Admin => quote!(Scope::Admin),
    };
    let paging = match &operation.paging {
        None => quote!(Paging::None),
        Some(Paging::Cursor { parameter, next, .. }) => quote!(Paging::Cursor { parameter: #parameter, next: #next }),
        Some(Paging::Offset { parameter, limit, .. }) => {
            let limit = text(limit.as_deref());
            quote!(Paging::Offset { parameter: #parameter, limit: #limit })
        }
    };
    let idempotency = text(operation.idempotency_header.as_deref());
    let request = text(operation.body.as_ref().map(|body| body.media.as_str()));
    let response = text(operation.response_media.as_deref());
    quote! {
        #[doc = #about]
        pub static #name: Operation = Operation {
            id: #id,
            method: #method,
            path: #path,
            resource: #resource,
            tags: &[#(#tags),*],
            scope: #scope,
            idempotency_header: #idempotency,
            paging: #paging,
            request_media: #request,
            response_media: #response,
            success: &[#(#success),*],
            deprecated: #deprecated,
        };
    }
}

fn text(value: Option<&str>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
