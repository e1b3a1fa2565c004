//! What holds of every input: files or trouble. Files are Rust, name nothing twice, and come out the
//! same when their names are given back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use syn::parse::Parse as _;
use syn::visit::{self, Visit};
use xtask::document::parse;
use xtask::pipeline::{self, Input, Output};
use xtask::trouble::Result;

const OVERLAY: &str = include_str!("../../../openapi/overlay.toml");
const NAMES: &str = include_str!("../../../openapi/names.toml");

/// Runs the pipeline over the bytes of a document.
///
/// # Panics
/// Something does not hold.
pub fn bytes(data: &[u8]) {
    if let Ok(document) = parse::document(data, "input") {
        let _ = document_holds(&document);
    }
}

/// As [`document_holds`], without giving the names back.
///
/// # Errors
/// The trouble of the pipeline.
///
/// # Panics
/// Something does not hold.
pub fn files_hold(document: &Value) -> Result<Output> {
    let output = generated(document, NAMES, "")?;
    sound(&output.files);
    Ok(output)
}

/// Runs the pipeline over a document and looks at what comes out; trouble is handed back.
///
/// # Errors
/// The trouble of the pipeline.
///
/// # Panics
/// Something does not hold.
pub fn document_holds(document: &Value) -> Result<Output> {
    let output = files_hold(document)?;
    let again = generated(document, &output.names, &output.promises)
        .unwrap_or_else(|trouble| panic!("with its own names and promises it is refused: {trouble}"));
    assert!(
        again.files == output.files,
        "its own names and promises make other files: {}",
        first_difference(&output, &again)
    );
    assert_eq!(again.names, output.names, "its own names are not enough");
    assert_eq!(again.promises, output.promises, "its own promises are not enough");
    Ok(output)
}

fn first_difference(one: &Output, other: &Output) -> String {
    let lines = |output: &Output| -> Vec<String> {
        output.files.iter().flat_map(|(path, text)| text.lines().map(move |line| format!("{path}: {line}"))).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let found = one.iter().zip(&other).find(|(one, other)| one != other);
    found.map(|(one, other)| format!("\n  {one}\n  {other}")).unwrap_or_default()
}

fn generated(document: &Value, names: &str, promises: &str) -> Result<Output> {
    input_holds(&Input { document, overlay: OVERLAY, names, promises })
}

/// Runs the pipeline over its inputs: files, or trouble that blames one of them.
///
/// # Errors
/// The trouble of the pipeline.
///
/// # Panics
/// The trouble has no words, or blames the generator.
pub fn input_holds(input: &Input<'_>) -> Result<Output> {
    let trouble = match pipeline::generate(input) {
        Ok(output) => return Ok(output),
        Err(trouble) => trouble,
    };
    assert!(!trouble.what().trim().is_empty(), "trouble without a word");
    let blames_itself = ["the generated ", "this is a fault"].iter().any(|words| trouble.to_string().contains(words));
    assert!(!blames_itself, "{trouble}");
    Err(trouble)
}

/// Every file is Rust, and no name stands twice where the compiler wants it once.
fn sound(files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path} is no Rust: {error}\n{text}"));
        let mut names = Names { path, methods: BTreeMap::new() };
        let items = file.items.iter().filter_map(item_name);
        names.distinct("item", items);
        names.visit_file(&file);
    }
}

fn item_name(item: &syn::Item) -> Option<String> {
    match item {
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Enum(item) => Some(item.ident.to_string()),
        syn::Item::Static(item) => Some(item.ident.to_string()),
        syn::Item::Macro(item) => declared(&item.mac).map(|(name, _)| name),
        _ => None,
    }
}

struct Names<'p> {
    path: &'p str,
    methods: BTreeMap<String, BTreeSet<String>>,
}

impl Names<'_> {
    fn distinct(&self, what: &str, names: impl Iterator<Item = String>) {
        let mut seen = BTreeSet::new();
        for name in names {
            assert!(seen.insert(name.clone()), "{}: the {what} `{name}` stands twice", self.path);
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.distinct("field", item.fields.iter().filter_map(|field| field.ident.as_ref().map(ToString::to_string)));
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some((_, variants)) = declared(&item.mac) {
            self.distinct("variant", variants.into_iter());
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let (None, syn::Type::Path(of)) = (&item.trait_, &*item.self_ty) {
            let of = of.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            let methods = self.methods.entry(of.clone()).or_default();
            for found in &item.items {
                if let syn::ImplItem::Fn(function) = found {
                    let name = function.sig.ident.to_string();
                    assert!(methods.insert(name.clone()), "{}: `{of}::{name}` stands twice", self.path);
                }
            }
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        let names = signature.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(typed) => match &*typed.pat {
                syn::Pat::Ident(ident) => Some(ident.ident.to_string()),
                _ => None,
            },
            syn::FnArg::Receiver(_) => None,
        });
        self.distinct("argument", names);
    }
}

/// The name and the variants, the catch-all among them, of an enum that a macro declares.
fn declared(call: &syn::Macro) -> Option<(String, Vec<String>)> {
    if !["open_enum", "tagged_union", "untagged_union"].iter().any(|name| call.path.is_ident(name)) {
        return None;
    }
    let text = call.tokens.to_string();
    let parse = |input: syn::parse::ParseStream<'_>| {
        input.call(syn::Attribute::parse_outer)?;
        input.parse::<syn::Visibility>()?;
        input.parse::<syn::Token![enum]>()?;
        let name = input.parse::<syn::Ident>()?;
        if input.peek(syn::Ident) {
            input.parse::<syn::Ident>()?;
            input.parse::<syn::LitStr>()?;
        }
        input.parse::<syn::Token![,]>()?;
        input.parse::<syn::Token![else]>()?;
        let mut variants = vec![input.parse::<syn::Ident>()?.to_string()];
        let inside;
        syn::braced!(inside in input);
        let inside = inside.parse_terminated(syn::Variant::parse, syn::Token![,])?;
        variants.extend(inside.iter().map(|variant| variant.ident.to_string()));
        Ok((name.to_string(), variants))
    };
    let read = call.parse_body_with(parse);
    Some(read.unwrap_or_else(|error| panic!("an enum cannot be read: {error}\n{text}")))
}
