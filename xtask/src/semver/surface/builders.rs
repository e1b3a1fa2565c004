//! Builders: what can be set, and what has to be.

use std::collections::BTreeMap;

use syn::{Expr, ImplItem, Item, ItemImpl, ItemStruct, Member, Stmt, Type};

use super::super::spelling::argument;
use super::{Builder, blocks, derives, functions, head, is_public};

/// Adds the builders of a file.
pub(super) fn builders_of(items: &[Item], found: &mut BTreeMap<String, Builder>) {
    for item in items {
        if let Item::Struct(item) = item
            && is_public(&item.vis)
        {
            let builder = found.entry(item.ident.to_string()).or_default();
            builder.derives = derives(&item.attrs);
            builder.body = body(item);
        }
    }
    for block in blocks(items) {
        let Some(builder) = head(&block.self_ty).and_then(|name| found.get_mut(&name)) else { continue };
        match &block.trait_ {
            None => {
                builder.functions.extend(functions(block).cloned());
                builder.required.extend(required(block, "new"));
            }
            Some((_, path, _)) if path.is_ident("Default") => builder.required.extend(required(block, "default")),
            Some((_, path, _)) if path.segments.last().is_some_and(|last| last.ident == "Paged") => {
                builder.page_item = block.items.iter().find_map(|item| match item {
                    ImplItem::Type(item) if item.ident == "Item" => Some(item.ty.clone()),
                    _ => None,
                });
            }
            Some(_) => {}
        }
    }
}

/// The struct whose builder a request holds: `body: Result<types::builder::Key, String>`.
fn body(item: &ItemStruct) -> Option<String> {
    let field = item.fields.iter().find(|field| field.ident.as_ref().is_some_and(|name| name == "body"))?;
    let Type::Path(path) = argument(&field.ty)? else { return None };
    let mut segments = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let name = segments.next();
    name.filter(|_| segments.next().is_some_and(|module| module == "builder"))
}

/// The fields that a function which begins a builder leaves missing.
fn required(block: &ItemImpl, beginning: &str) -> Vec<String> {
    let function = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == beginning => function.block.stmts.last(),
        _ => None,
    });
    let Some(Stmt::Expr(Expr::Struct(made), _)) = function else { return Vec::new() };
    let missing = made.fields.iter().filter(|field| match &field.expr {
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == "missing")),
        _ => false,
    });
    let named = missing.filter_map(|field| match &field.member {
        Member::Named(name) => Some(name.to_string()),
        Member::Unnamed(_) => None,
    });
    named.collect()
}
