//! progenitor's output, taken apart: what the passes keep of it.
//!
//! Every part is looked for in the shape that exactly the pinned version gives it; anything else
//! stops the run, so that an update of progenitor is noticed here and not by users.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{Expr, Fields, File, ImplItem, Item, ItemEnum, ItemStruct, ReturnType, Type};

use super::syntax::{argument, head};
use crate::trouble::{Result, Trouble};

/// The parts.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// Structs of `types`, by name.
    pub structs: BTreeMap<String, ItemStruct>,
    /// Enums of `types`, by name.
    pub enums: BTreeMap<String, ItemEnum>,
    /// Request builders, by their own name.
    pub requests: BTreeMap<String, Request>,
}

/// A request builder.
#[derive(Debug)]
pub(super) struct Request {
    /// Its fields but the client: name and the `T` of `Result<T, String>`.
    pub fields: Vec<(String, Type)>,
    /// Where each field goes: `query`, `header`, `path`, `body`.
    pub roles: BTreeMap<String, Role>,
    /// What a success gives.
    pub success: Type,
}

/// What progenitor does with a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    /// It is a segment of the path.
    Path,
    /// It is a query parameter.
    Query,
    /// It is a header.
    Header,
    /// It is the body.
    Body,
}

fn unexpected(what: &str) -> Trouble {
    Trouble::new(format!("progenitor's output is not what the rewrite expects: {what}"))
        .help("the passes are written for exactly progenitor 0.15.1; adapt xtask/src/rewrite/source.rs")
}

impl Source {
    /// Takes the file apart.
    pub(super) fn of(file: &File) -> Result<Self> {
        let mut source = Self::default();
        source.types(module(&file.items, "types")?)?;
        source.builders(module(&file.items, "builder")?)?;
        Ok(source)
    }

    fn types(&mut self, items: &[Item]) -> Result<()> {
        for item in items {
            match item {
                Item::Struct(item) => {
                    if !matches!(item.fields, Fields::Named(_)) {
                        return Err(unexpected(&format!("the type `{}` has no named fields", item.ident)));
                    }
                    self.structs.insert(item.ident.to_string(), item.clone());
                }
                Item::Enum(item) => {
                    self.enums.insert(item.ident.to_string(), item.clone());
                }
                // Conversions, `builder()` and the builders of types are written anew from the fields.
                _ => {}
            }
        }
        Ok(())
    }

    fn builders(&mut self, items: &[Item]) -> Result<()> {
        let mut sends: BTreeMap<String, &syn::ImplItemFn> = BTreeMap::new();
        for item in items {
            let Item::Impl(block) = item else { continue };
            let mut functions = block.items.iter().filter_map(|inner| match inner {
                ImplItem::Fn(function) if function.sig.ident == "send" => Some(function),
                _ => None,
            });
            sends.extend(head(&block.self_ty).zip(functions.next()));
        }
        for item in items {
            let Item::Struct(item) = item else { continue };
            let name = item.ident.to_string();
            let send = sends.get(&name).ok_or_else(|| unexpected(&format!("the builder `{name}` has no `send`")))?;
            let request = request(item, send)?;
            self.requests.insert(name, request);
        }
        Ok(())
    }
}

fn module<'f>(items: &'f [Item], name: &str) -> Result<&'f [Item]> {
    let found = items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == name => module.content.as_ref().map(|(_, items)| items.as_slice()),
        _ => None,
    });
    found.ok_or_else(|| unexpected(&format!("there is no module `{name}`")))
}

fn request(item: &ItemStruct, send: &syn::ImplItemFn) -> Result<Request> {
    let mut fields = Vec::new();
    for field in item.fields.iter().skip(1) {
        let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let ty = argument(&field.ty, "Result", 0)
            .ok_or_else(|| unexpected(&format!("`{}.{ident}` is no Result", item.ident)))?;
        fields.push((ident, ty.clone()));
    }
    let mut roles = Roles::default();
    roles.visit_block(&send.block);
    for (ident, _) in &fields {
        if !roles.0.contains_key(ident) {
            return Err(unexpected(&format!("`{}.{ident}` is not sent anywhere", item.ident)));
        }
    }
    let ReturnType::Type(_, output) = &send.sig.output else { return Err(unexpected("`send` returns nothing")) };
    let success = argument(output, "Result", 0).and_then(|value| argument(value, "ResponseValue", 0));
    let success = success.ok_or_else(|| unexpected(&format!("`{}.send` returns no ResponseValue", item.ident)))?;
    Ok(Request { fields, roles: roles.0, success: success.clone() })
}

/// Reads off a `send` what becomes of each field.
#[derive(Default)]
struct Roles(BTreeMap<String, Role>);

impl Roles {
    fn note(&mut self, expr: &Expr, role: Role) {
        let inner = match expr {
            Expr::Reference(reference) => &reference.expr,
            other => other,
        };
        if let Expr::Path(path) = inner
            && let Some(ident) = path.path.get_ident()
        {
            self.0.insert(ident.to_string(), role);
        }
    }

    /// `format!("{}/models/{}", client.baseurl, encode_path(&id.to_string()),)`.
    fn path(&mut self, call: &syn::Macro) {
        let arguments = call.parse_body_with(syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated);
        for argument in arguments.iter().flatten() {
            if let Expr::Call(encode) = argument
                && let Some(Expr::Reference(text)) = encode.args.first()
                && let Expr::MethodCall(to_string) = &*text.expr
            {
                self.note(&to_string.receiver, Role::Path);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Roles {
    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        if node.path.is_ident("format") {
            self.path(node);
        }
    }

    fn visit_expr_call(&mut self, node: &'ast syn::ExprCall) {
        if let Expr::Path(path) = &*node.func
            && path.path.segments.iter().any(|segment| segment.ident == "QueryParam")
            && let Some(value) = node.args.iter().nth(1)
        {
            self.note(value, Role::Query);
        }
        visit::visit_expr_call(self, node);
    }

    fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
        if ["json", "form_urlencoded", "body"].contains(&node.method.to_string().as_str())
            && let Some(value) = node.args.first()
        {
            self.note(value, Role::Body);
        }
        if node.method == "append"
            && let Some(Expr::Try(value)) = node.args.iter().nth(1)
            && let Expr::MethodCall(convert) = &*value.expr
            && let Expr::MethodCall(to_string) = &*convert.receiver
        {
            self.note(&to_string.receiver, Role::Header);
        }
        visit::visit_expr_method_call(self, node);
    }

    fn visit_expr_if(&mut self, node: &'ast syn::ExprIf) {
        // A parameter may be called `value`, too.
        let known = self.0.remove("value");
        visit::visit_expr_if(self, node);
        // `if let Some(value) = ident { header_map.append(…) }`: the inner visit noted `value`.
        let inner = self.0.remove("value");
        self.0.extend(known.map(|role| ("value".to_owned(), role)));
        if let (Expr::Let(binding), Some(_)) = (&*node.cond, inner) {
            self.note(&binding.expr, Role::Header);
        }
    }
}
