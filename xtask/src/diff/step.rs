//! One step down in a shape, and the path that several make.

use super::shape::Id;

/// A step.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) enum Step {
    /// To a property.
    Property(String),
    /// To the properties that match a pattern.
    Pattern(String),
    /// To the properties that are not declared.
    Extra,
    /// To the items of a list.
    Items,
    /// To the first, second … item of a list.
    Prefix(usize),
    /// To one of several shapes.
    Arm(Id),
    /// To one of the shapes that apply together.
    Part(Id),
}

/// Steps as people read them: `models[].metadata.tags[]`. Arms are not told: their numbers mean nothing.
pub(super) fn path(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Property(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            Step::Pattern(pattern) => out.push_str(&format!("{{/{pattern}/}}")),
            Step::Extra => out.push_str("{}"),
            Step::Items => out.push_str("[]"),
            Step::Prefix(index) => out.push_str(&format!("[{index}]")),
            Step::Arm(_) | Step::Part(_) => {}
        }
    }
    out
}
