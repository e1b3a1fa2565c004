//! Which kind of values answers are made of.

use std::collections::HashMap;

use crate::sample::Mode;

/// Modes that were asked for, for all operations or for one.
#[derive(Debug, Default)]
pub(crate) struct Modes {
    all: Option<Mode>,
    each: HashMap<String, Mode>,
}

impl Modes {
    pub(crate) fn set(&mut self, operation: Option<&str>, mode: Option<Mode>) {
        match (operation, mode) {
            (None, mode) => {
                self.all = mode;
                self.each.clear();
            }
            (Some(operation), Some(mode)) => {
                self.each.insert(operation.to_owned(), mode);
            }
            (Some(operation), None) => {
                self.each.remove(operation);
            }
        }
    }

    /// The mode of an operation, if one was asked for.
    pub(crate) fn of(&self, operation: &str) -> Option<Mode> {
        self.each.get(operation).copied().or(self.all)
    }
}
