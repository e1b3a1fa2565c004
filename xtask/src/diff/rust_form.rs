//! What the generator makes of a property: the bare type, an `Option`, or a `Patch`.

use super::delta::Site;
use super::shape::{Shape, kinds};

/// How a field holds its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// `T`
    Bare,
    /// `Option<T>`
    Option,
    /// `Patch<T>`, which tells absent and null apart.
    Patch,
}

/// The form of a property's field.
pub(super) fn form(shape: &Shape, required: bool, site: Site) -> Form {
    let nullable = shape.nullable();
    let own = shape.kinds & !kinds::NULL;
    let gathers = own == kinds::ARRAY || own == kinds::OBJECT && shape.properties.is_empty() && shape.arms.is_empty();
    // Free JSON holds null by itself.
    let free = shape.kinds == kinds::ANY;
    match site {
        Site::Patch if nullable && !free && !required => Form::Patch,
        Site::Response => {
            let demanded = required && !shape.deprecated;
            match (gathers, nullable && !free, demanded) {
                (_, true, _) => Form::Option,
                (true, false, _) | (false, false, true) => Form::Bare,
                (false, false, false) => Form::Option,
            }
        }
        _ if required && (!nullable || free) => Form::Bare,
        _ => Form::Option,
    }
}

/// Whether the struct of an object has `Default`: nothing in it is demanded, nothing about to go.
pub(super) fn has_default<'s>(mut properties: impl Iterator<Item = (&'s Shape, bool)>) -> bool {
    properties.all(|(shape, required)| !required && !shape.deprecated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_fields() {
        let text = Shape { kinds: kinds::STRING, ..Shape::default() };
        let or_null = Shape { kinds: kinds::STRING | kinds::NULL, ..Shape::default() };
        let list = Shape { kinds: kinds::ARRAY, ..Shape::default() };
        assert_eq!(form(&text, true, Site::Response), Form::Bare);
        assert_eq!(form(&text, false, Site::Response), Form::Option);
        assert_eq!(form(&or_null, true, Site::Response), form(&or_null, false, Site::Response));
        assert_eq!(form(&list, true, Site::Response), form(&list, false, Site::Response));
        let free = Shape::any();
        assert_eq!(form(&or_null, false, Site::Patch), Form::Patch);
        assert_eq!(form(&or_null, true, Site::Patch), Form::Option);
        assert_eq!(form(&text, false, Site::Patch), Form::Option);
        assert_eq!(form(&free, false, Site::Patch), Form::Option);
        assert_eq!(form(&free, true, Site::Patch), Form::Bare);
        assert_eq!(form(&or_null, false, Site::Body), Form::Option);
    }
}
