//! Checksums: a method on every answered type that names one of its content.

use quote::quote;

use super::structs::Struct;
use super::syntax::{head, optional};
use super::text::Code;
use crate::model::{Model, TypeFacts};

/// Properties that hold checksums in hexadecimal digits, the better first, and who reads them.
const PROPERTIES: [(&str, &str); 2] = [("checksum_sha256", "sha256"), ("checksum_md5", "md5")];

/// Writes the method, where there is something to make it of.
pub(super) fn emit(item: &Struct, facts: &TypeFacts, model: &Model, code: &mut Code) {
    if !facts.answered {
        return;
    }
    let tries: Vec<_> = PROPERTIES
        .iter()
        .filter_map(|(wire, reader)| {
            let field = item.fields.iter().find(|field| field.wire == *wire && !field.three_state)?;
            let (ty, is_optional) = optional(&field.ty);
            if head(ty)? != "String" {
                return None;
            }
            let name = &field.ident;
            let reader = quote::format_ident!("{}", reader);
            let digits = if is_optional { quote!(self.#name.as_deref()) } else { quote!(Some(self.#name.as_str())) };
            Some(quote! {
                if let Some(digits) = #digits.filter(|digits| !digits.is_empty()) {
                    return crate::Checksum::#reader(digits).map(Some);
                }
            })
        })
        .collect();
    if tries.is_empty() {
        return;
    }
    let ident = &item.ident;
    let cfg = super::methods::cfg_of_type(&ident.to_string(), model);
    code.items(quote! {
        #cfg
        impl #ident {
            #[doc = " The checksum of the content, where the server names one; the better where it names several."]
            #[doc = ""]
            #[doc = " # Errors"]
            #[doc = " What the server names is no checksum."]
            pub fn checksum(&self) -> Result<Option<crate::Checksum>, crate::ChecksumError> {
                #(#tries)*
                Ok(None)
            }
        }
    });
}
