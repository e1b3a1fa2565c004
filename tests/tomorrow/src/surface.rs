//! The requests of a client: what each cannot be sent without, read from its generated files.

use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Field, GenericArgument, ImplItem, ImplItemFn, Item, ItemImpl, PathArguments, Type};

use crate::Result;

/// A request that a client can send.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Request {
    /// The method of the client, and whether administrators alone have it.
    pub method: String,
    /// Whether it is one of `Admin`.
    pub admin: bool,
    /// The constant of the operation: `GET_MODELS`.
    pub constant: String,
    /// What has to be set.
    pub needs: Vec<Need>,
}

/// A value that has to be set.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Need {
    /// The setter.
    pub setter: String,
    /// `path`, `query`, `header`, `body` or `part`.
    pub location: String,
    /// The name on the wire; empty for a body.
    pub name: String,
    /// The Rust type, as code outside of the client writes it.
    pub ty: String,
}

/// Reads the requests of the client crate in `folder`.
///
/// # Errors
/// The folder holds no generated client, or one of another shape.
pub fn read(folder: &Path) -> Result<Vec<Request>> {
    let mut found = Vec::new();
    let generated = folder.join("src/generated");
    let entries = fs::read_dir(&generated).map_err(|error| format!("{}: {error}", generated.display()))?;
    let mut resources: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    resources.sort();
    for resource in resources.iter().filter(|resource| resource.join("builder.rs").is_file()) {
        let builders = parsed(&resource.join("builder.rs"))?;
        let methods = parsed(&resource.join("mod.rs"))?;
        for block in blocks(&methods) {
            let admin = head(&block.self_ty).as_deref() == Some("Admin");
            for function in functions(block) {
                let syn::ReturnType::Type(_, output) = &function.sig.output else { continue };
                let Some(builder) = head(output) else { continue };
                let method = function.sig.ident.to_string();
                found.push(request(&builders, &builder, method, admin)?);
            }
        }
    }
    match found.is_empty() {
        true => Err(format!("{} holds no generated client", folder.display()).into()),
        false => Ok(found),
    }
}

fn parsed(path: &Path) -> Result<syn::File> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(syn::parse_file(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

fn request(file: &syn::File, builder: &str, method: String, admin: bool) -> Result<Request> {
    let wrong = |what: &str| format!("the request `{builder}` of `{method}` {what}");
    let fields = file.items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == builder => Some(item.fields.iter().collect::<Vec<&Field>>()),
        _ => None,
    });
    let fields = fields.ok_or_else(|| wrong("is not there"))?;
    let own = blocks(file).filter(|block| block.trait_.is_none() && head(&block.self_ty).as_deref() == Some(builder));
    let functions: Vec<&ImplItemFn> = own.flat_map(functions).collect();
    let body = |name: &str| {
        let function = functions.iter().find(|function| function.sig.ident == name);
        function
            .map(|function| function.block.to_token_stream().to_string())
            .ok_or_else(|| wrong(&format!("has no `{name}`")))
    };
    let constant = body("operation")?;
    let constant = constant.rsplit("::").next().unwrap_or_default().trim_matches([' ', '}', '{', '&']).to_owned();
    let begun = body("new")?;
    let call = functions.iter().find(|function| function.sig.ident == "call").ok_or_else(|| wrong("has no `call`"))?;
    let wire = wires(call);
    let mut needs = Vec::new();
    for field in fields {
        let Some(setter) = field.ident.as_ref().map(ToString::to_string) else { continue };
        let Some((location, name)) = wire.iter().find(|(of, ..)| *of == setter).map(|(_, to, name)| (to, name)) else {
            continue;
        };
        let missing = begun.contains(&format!("{setter} : crate :: set :: missing"));
        // A body is always sent, whether or not it may be left out; a file as well.
        if !missing && location != "body" && location != "part" {
            continue;
        }
        let ty = type_of(&functions, field, &setter).ok_or_else(|| wrong(&format!("takes no `{setter}`")))?;
        needs.push(Need { setter, location: location.clone(), name: name.clone(), ty });
    }
    Ok(Request { method, admin, constant, needs })
}

/// Which field goes where, from the chain of calls that makes the request.
fn wires(call: &ImplItemFn) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut next = match call.block.stmts.last() {
        Some(syn::Stmt::Expr(expression, _)) => Some(expression),
        _ => None,
    };
    while let Some(Expr::MethodCall(step)) = next {
        next = Some(&step.receiver);
        let name = step.method.to_string();
        let location = match name.split('_').next().unwrap_or_default() {
            "path" => "path",
            "query" => "query",
            "header" => "header",
            "part" | "parts" => "part",
            "json" | "text" | "raw" | "form" => "body",
            _ => continue,
        };
        let texts: Vec<String> = step.args.iter().map(|argument| argument.to_token_stream().to_string()).collect();
        let field = texts.iter().find_map(|text| text.split("self . ").nth(1));
        let field = field.and_then(|rest| rest.split([' ', ')', ',']).next());
        let wire = texts.first().filter(|text| text.starts_with('"')).map(|text| text.trim_matches('"'));
        if let Some(field) = field {
            found.push((field.to_owned(), location.to_owned(), wire.unwrap_or_default().to_owned()));
        }
    }
    found
}

/// What the setter takes: the first type of its bound, and of a list the list of it.
fn type_of(functions: &[&ImplItemFn], field: &Field, setter: &str) -> Option<String> {
    let function = functions.iter().find(|function| function.sig.ident == setter)?;
    let taken = function.sig.inputs.iter().find_map(|argument| match argument {
        syn::FnArg::Typed(typed) => Some(&*typed.ty),
        syn::FnArg::Receiver(_) => None,
    })?;
    let mut ty = match taken {
        Type::ImplTrait(bounds) if bounds.to_token_stream().to_string().contains("TryInto") => match held(field) {
            // The body is a builder inside, and the value of its type outside.
            Some(inner) if inner.to_token_stream().to_string().contains("builder ::") => first_argument(bounds)?,
            Some(inner) => inner,
            None => first_argument(bounds)?,
        },
        // `Into<Many<T>>`, `IntoIterator<Item = …>`: what the field holds is one of them.
        _ => held(field)?,
    };
    Outside.visit_type_mut(&mut ty);
    Some(ty.to_token_stream().to_string())
}

/// The `T` of `Result<T, String>` and of `Result<Option<T>, String>`.
fn held(field: &Field) -> Option<Type> {
    let inner = argument(&field.ty)?;
    match head(&inner).as_deref() {
        Some("Option") => argument(&inner),
        _ => Some(inner),
    }
}

fn first_argument(bounds: &syn::TypeImplTrait) -> Option<Type> {
    bounds.bounds.iter().find_map(|bound| {
        let syn::TypeParamBound::Trait(bound) = bound else { return None };
        of_segment(bound.path.segments.last()?)
    })
}

fn argument(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    of_segment(path.path.segments.last()?)
}

fn of_segment(segment: &syn::PathSegment) -> Option<Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    })
}

fn head(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

fn blocks(file: &syn::File) -> impl Iterator<Item = &ItemImpl> {
    file.items.iter().filter_map(|item| if let Item::Impl(block) = item { Some(block) } else { None })
}

fn functions(block: &ItemImpl) -> impl Iterator<Item = &ImplItemFn> {
    block.items.iter().filter_map(|item| if let ImplItem::Fn(function) = item { Some(function) } else { None })
}

/// Writes paths of the client's own code for code outside of it.
struct Outside;

impl VisitMut for Outside {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let Some(first) = path.segments.first().map(|segment| segment.ident.to_string()) else { return };
        match first.as_str() {
            "crate" => {
                if let Some(segment) = path.segments.first_mut() {
                    segment.ident = syn::parse_quote!(client);
                }
            }
            "types" | "Part" => path.segments.insert(0, syn::parse_quote!(client)),
            _ => {}
        }
    }
}
