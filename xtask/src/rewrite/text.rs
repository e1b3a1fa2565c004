//! Code as it grows: tokens that prettyplease formats, and macro calls that it would not.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, GenericParam, ImplItemFn, Type, parse_quote};

use crate::prose::visible;

/// Items in the order they are written to a file.
#[derive(Debug, Default)]
pub struct Code(Vec<Part>);

#[derive(Debug)]
enum Part {
    Items(TokenStream),
    Text(String),
}

impl Code {
    /// Adds items.
    pub fn items(&mut self, tokens: TokenStream) {
        match self.0.last_mut() {
            Some(Part::Items(known)) => known.extend(tokens),
            _ => self.0.push(Part::Items(tokens)),
        }
    }

    /// Adds text that is written as it is.
    pub fn text(&mut self, text: String) {
        self.0.push(Part::Text(text));
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The formatted text.
    ///
    /// # Errors
    /// Tokens that are no items, with the reason.
    pub fn format(&self) -> Result<String, syn::Error> {
        let mut out = String::new();
        for part in &self.0 {
            match part {
                Part::Items(tokens) => {
                    let mut file: syn::File = syn::parse2(tokens.clone())?;
                    Inline.visit_file_mut(&mut file);
                    out.push_str(&spaced(&prettyplease::unparse(&file)));
                }
                Part::Text(text) => out.push_str(text),
            }
            out.push('\n');
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
        Ok(out)
    }
}

/// Marks functions as `#[inline]`, so that who depends on the crate compiles those that it calls and
/// nobody compiles the others: most programs call a few operations of many. Generic functions are
/// treated like that anyway.
struct Inline;

impl VisitMut for Inline {
    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        let mut parameters = function.sig.generics.params.iter();
        let takes =
            |argument: &FnArg| matches!(argument, FnArg::Typed(typed) if matches!(*typed.ty, Type::ImplTrait(_)));
        let is_generic = parameters.any(|parameter| !matches!(parameter, GenericParam::Lifetime(_)))
            || function.sig.inputs.iter().any(takes);
        if !is_generic {
            function.attrs.push(parse_quote!(#[inline]));
        }
        visit_mut::visit_impl_item_fn_mut(self, function);
    }
}

/// Puts an empty line between items and between functions of an `impl`.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let ends = ["}", "    }", "};"].contains(&line);
        if ends
            && lines
                .peek()
                .is_some_and(|next| !next.trim_start().starts_with('}') && !next.trim_start().starts_with("else"))
        {
            out.push('\n');
        }
    }
    out
}

/// `#[doc = "…"]` for each line.
pub(super) fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {}", visible(line)) });
    quote!(#(#[doc = #lines])*)
}

/// `/// …` for each line, indented.
pub(super) fn doc_text(lines: &[String], indent: &str) -> String {
    lines
        .iter()
        .map(|line| if line.is_empty() { format!("{indent}///\n") } else { format!("{indent}/// {}\n", visible(line)) })
        .collect()
}
