//! Events: `.events()` on every operation that answers with a stream of them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Type;

use super::bodies::Body;
use super::requests::Request;
use super::rust_type;
use super::syntax::{Spelling, head, optional, shorten};
use crate::model::Model;
use crate::operations::Resume;

/// The method, where the operation answers with events.
pub(super) fn methods(request: &Request<'_>) -> TokenStream {
    if request.operation.events.is_none() {
        return TokenStream::new();
    }
    quote! {
        #[doc = " Every event as it happens, as a stream."]
        pub fn events(self) -> crate::events::Events<'a, Self> {
            crate::events::Events::new(self)
        }
    }
}

/// What `events` is made of, where the operation answers with events.
pub(super) fn implementation(request: &Request<'_>, model: &Model) -> Option<TokenStream> {
    let events = request.operation.events.as_ref()?;
    let ident = &request.ident;
    let item = events.item.as_ref().and_then(|schema| {
        let (_, ty) = rust_type::of(schema, &|name| format!("types::{name}"));
        syn::parse_str::<Type>(&ty).ok()
    });
    let is_text = item.is_none();
    let spelled = match &item {
        Some(item) => {
            let item = shorten(item, Spelling::Qualified, model);
            quote!(#item)
        }
        None => quote!(String),
    };
    let constant = request.constant();
    let deprecated = request.operation.deprecated.then(|| quote!(#[allow(deprecated)]));
    let resumable = events.resume.as_ref().and_then(|resume| resumable(request, resume, item.as_ref()?));
    Some(quote! {
        #deprecated
        impl<'a> crate::events::Streamed<'a> for #ident<'a> {
            type Item = #spelled;

            const OPERATION: &'static Operation = &operations::#constant;
            const TEXT: bool = #is_text;

            fn client(&self) -> &'a Client {
                self.client
            }

            fn open(self) -> crate::Fetch<'a, ByteStream> {
                Box::pin(self.send())
            }
        }

        #resumable
    })
}

/// How to go on after an event, where its time and the parameter are what they seem to be.
fn resumable(request: &Request<'_>, resume: &Resume, item: &Type) -> Option<TokenStream> {
    if request.body.as_ref().is_some_and(Body::is_once) {
        return None;
    }
    let ident = &request.ident;
    let field = request.fields.iter().find(|field| field.parameter.wire == resume.parameter)?;
    let setter = &field.ident;
    let from = match head(&field.ty)?.as_str() {
        "TimeBound" | "DateTime" => quote!(from),
        "String" => quote!(from.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
        _ => return None,
    };
    let (name, ty, is_optional) = property(request, &head(item)?, &resume.moment)?;
    let moment = match (head(&ty)?.as_str(), is_optional) {
        ("String", true) => quote!(item.#name.clone()),
        ("String", false) => quote!(Some(item.#name.clone())),
        ("DateTime", true) => quote!(item.#name.map(|time| time.to_rfc3339())),
        ("DateTime", false) => quote!(Some(item.#name.to_rfc3339())),
        _ => return None,
    };
    let deprecated = request.operation.deprecated.then(|| quote!(#[allow(deprecated)]));
    Some(quote! {
        #deprecated
        impl<'a> crate::events::Resumable<'a> for #ident<'a> {
            fn resumed(self, from: chrono::DateTime<chrono::Utc>) -> Self {
                self.#setter(#from)
            }

            fn moment(item: &Self::Item) -> Option<String> {
                #moment
            }
        }
    })
}

/// A field of the events' type: its name, the type of a value that is there, whether it may be left out.
fn property(request: &Request<'_>, name: &str, wire: &str) -> Option<(syn::Ident, Type, bool)> {
    let field = request.structs.get(name)?.fields.iter().find(|field| field.wire == wire && !field.three_state)?;
    let (ty, is_optional) = optional(&field.ty);
    Some((field.ident.clone(), ty.clone(), is_optional))
}
