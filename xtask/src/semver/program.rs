//! The downstream program: one line for each use, so that a line says which use the compiler means.

use super::surface::Surface;
use super::{calls, uses};
use crate::trouble::Result;

/// What stands above the uses.
const HEAD: &str = "#![allow(warnings)]";

/// A use of one public item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Line {
    /// The item: a type, a request builder, a method.
    pub item: String,
    /// The part of it: a field, an arm, a setter; empty for the item itself.
    pub part: String,
    /// What the use does with it, in words.
    pub what: &'static str,
    /// The code, on one line.
    pub code: String,
}

/// The program.
#[derive(Clone, Debug)]
pub struct Program {
    lines: Vec<Line>,
}

impl Program {
    /// Uses everything.
    pub fn of(surface: &Surface) -> Self {
        let mut lines = Vec::new();
        uses::types(surface, &mut lines);
        uses::aliases(surface, &mut lines);
        uses::builders(surface, &mut lines);
        uses::requests(surface, &mut lines);
        uses::constants(surface, &mut lines);
        Self { lines }
    }

    /// Calls every operation, and does nothing else.
    ///
    /// # Errors
    /// A call cannot be written.
    pub fn of_calls(surface: &Surface) -> Result<Self> {
        calls::lines(surface).map(|lines| Self { lines })
    }

    /// The uses, in the order of the program.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The text of the program, without the uses for which `skip` says so.
    pub fn text(&self, skip: &dyn Fn(usize) -> bool) -> String {
        let mut text = format!("{HEAD}\n");
        for (index, line) in self.lines.iter().enumerate() {
            if skip(index) {
                text.push_str("//\n");
            } else {
                // Each stands for itself: names do not meet.
                text.push_str(&format!("const _: () = {{ {} }};\n", line.code));
            }
        }
        text
    }

    /// The use on a line of the text, counted from one as compilers do.
    pub fn at(line: usize) -> Option<usize> {
        line.checked_sub(2)
    }
}
