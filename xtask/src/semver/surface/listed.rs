//! The macros in which generated files declare enums and unions.

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Token, Type, Visibility};

/// The inside of `open_enum!`, `tagged_union!` and `untagged_union!`.
pub(super) struct Listed {
    /// The enum.
    pub name: String,
    /// Its arms; those of a union hold a type.
    pub arms: Vec<(String, Option<Type>)>,
    /// The arm for everything else.
    pub rest: String,
}

impl Parse for Listed {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        input.parse::<Token![enum]>()?;
        let name = input.parse::<syn::Ident>()?.to_string();
        if input.peek(syn::Ident) {
            // `by "tag"`
            input.parse::<syn::Ident>()?;
            input.parse::<syn::LitStr>()?;
        }
        input.parse::<Token![,]>()?;
        input.parse::<Token![else]>()?;
        let rest = input.parse::<syn::Ident>()?.to_string();
        let inner;
        syn::braced!(inner in input);
        let mut arms = Vec::new();
        while !inner.is_empty() {
            inner.call(Attribute::parse_outer)?;
            let arm = inner.parse::<syn::Ident>()?.to_string();
            let mut ty = None;
            if inner.peek(syn::token::Paren) {
                let held;
                syn::parenthesized!(held in inner);
                ty = Some(held.parse::<Type>()?);
            }
            if inner.peek(Token![=]) {
                inner.parse::<Token![=]>()?;
                inner.parse::<syn::LitStr>()?;
            }
            arms.push((arm, ty));
            if !inner.is_empty() {
                inner.parse::<Token![,]>()?;
            }
        }
        Ok(Self { name, arms, rest })
    }
}
