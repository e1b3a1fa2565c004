//! Pages: `.pages()` and `.items()` on every operation with a cursor or an offset.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Type};

use super::requests::{Field, Request};
use super::syntax::{Spelling, argument, optional, shorten};
use crate::model::Model;
use crate::operations::Paging;

/// The methods, where the operation has pages.
pub(super) fn methods(request: &Request<'_>, model: &Model) -> TokenStream {
    if implementation(request, model).is_none() {
        return TokenStream::new();
    }
    quote! {
        #[doc = " Every page from here on, as a stream."]
        pub fn pages(self) -> Pages<Self> {
            Pages::new(self)
        }

        #[doc = " Every item of every page from here on, as a stream."]
        pub fn items(self) -> Items<Self> {
            Items::new(self)
        }
    }
}

/// `impl Paged for …`, where the operation has pages and its page is what it seems to be.
pub(super) fn implementation(request: &Request<'_>, model: &Model) -> Option<TokenStream> {
    let paging = request.operation.paging.as_ref()?;
    let page = paging.page();
    let (list, list_type) = property(request, &page.list)?;
    let (inner, list_optional) = optional(&list_type);
    let item = shorten(argument(inner, "Vec", 0)?, Spelling::Qualified, model);
    let ident = &request.ident;
    let page_type = shorten(&request.success, Spelling::Qualified, model);
    let items = if list_optional { quote!(page.#list.unwrap_or_default()) } else { quote!(page.#list) };
    let following = following(request, paging, &list, list_optional)?;
    let mark = match paging {
        Paging::Cursor { .. } => TokenStream::new(),
        Paging::Offset { .. } => mark(&list, list_optional),
    };
    let constant = request.constant();
    let deprecated = request.operation.deprecated.then(|| quote!(#[allow(deprecated)]));
    Some(quote! {
        #deprecated
        impl<'a> Paged for #ident<'a> {
            type Page = #page_type;
            type Item = #item;
            type Future = Fetch<'a, Self::Page>;

            const OPERATION: &'static Operation = &operations::#constant;

            fn fetch(self) -> Self::Future {
                Box::pin(self.send())
            }

            #following

            #mark

            fn items(page: Self::Page) -> Vec<Self::Item> {
                #items
            }
        }
    })
}

/// What tells pages apart that name no position.
fn mark(list: &Ident, list_optional: bool) -> TokenStream {
    let items = if list_optional { quote!(page.#list.as_deref()?) } else { quote!(&page.#list) };
    quote! {
        fn mark(page: &Self::Page) -> Option<u64> {
            crate::page::mark(#items)
        }
    }
}

fn following(request: &Request<'_>, paging: &Paging, list: &Ident, list_optional: bool) -> Option<TokenStream> {
    let field = |wire: &str| request.fields.iter().find(|field| field.parameter.wire == wire);
    match paging {
        Paging::Cursor { parameter, next, .. } => {
            let setter = &field(parameter)?.ident;
            let (next, ty) = property(request, next)?;
            let cursor = if optional(&ty).1 { quote!(page.#next.clone()?) } else { quote!(page.#next.clone()) };
            Some(quote! {
                fn following(self, page: &Self::Page) -> Option<(Self, String)> {
                    let cursor = #cursor;
                    (!cursor.is_empty()).then(|| (self.#setter(cursor.clone()), cursor))
                }
            })
        }
        Paging::Offset { parameter, limit, .. } => {
            let setter = &field(parameter)?.ident;
            let limit = limit.as_deref().and_then(field).map(|Field { ident, .. }| ident);
            let limit = limit.map_or_else(|| quote!(None), |limit| quote!(self.#limit.clone().ok().flatten()));
            let count =
                if list_optional { quote!(page.#list.as_ref().map_or(0, Vec::len)) } else { quote!(page.#list.len()) };
            Some(quote! {
                fn following(self, page: &Self::Page) -> Option<(Self, String)> {
                    let start = self.#setter.clone().ok().flatten();
                    let offset = crate::page::next_offset(start, #limit, #count)?;
                    Some((self.#setter(offset), offset.to_string()))
                }
            })
        }
    }
}

/// The field of the page and its type.
fn property(request: &Request<'_>, wire: &str) -> Option<(Ident, Type)> {
    let field = request.page.as_ref()?.fields.iter().find(|field| field.wire == wire)?;
    Some((format_ident!("{}", field.ident), field.ty.clone()))
}
