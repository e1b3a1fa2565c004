//! Texts that match a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::mixed;

/// How often what may be repeated for ever is repeated at most.
const REPEATS: u32 = 6;

/// A text that matches; none where the pattern needs what cannot be taken apart, as looking ahead.
pub(super) fn matching(pattern: &str, chance: u64, long: bool) -> Option<String> {
    // A digit is an ASCII digit in a JSON Schema.
    let parsed =
        regex_syntax::ParserBuilder::new().unicode(true).build().parse(&pattern.replace("\\d", "[0-9]")).ok()?;
    let mut made = String::new();
    Maker { chance, long }.write(&parsed, &mut made)?;
    Some(made)
}

struct Maker {
    chance: u64,
    long: bool,
}

impl Maker {
    fn next(&mut self) -> u64 {
        self.chance = mixed(self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15));
        self.chance
    }

    fn write(&mut self, part: &Hir, made: &mut String) -> Option<()> {
        match part.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => made.push_str(std::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => made.push(self.one_of(class)?),
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(repetition.min.max(REPEATS));
                let times = if self.long { most } else { repetition.min.max(1).min(most) };
                for _ in 0..times {
                    self.write(&repetition.sub, made)?;
                }
            }
            HirKind::Capture(capture) => self.write(&capture.sub, made)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    self.write(part, made)?;
                }
            }
            HirKind::Alternation(arms) => {
                let index = self.next() % arms.len().max(1) as u64;
                self.write(arms.get(index as usize)?, made)?;
            }
        }
        Some(())
    }

    /// A character of the class; one that can be read, where there is one.
    fn one_of(&mut self, class: &Class) -> Option<char> {
        let ranges: Vec<(char, char)> = match class {
            Class::Unicode(class) => class.ranges().iter().map(|range| (range.start(), range.end())).collect(),
            Class::Bytes(class) => {
                class.ranges().iter().map(|range| (char::from(range.start()), char::from(range.end()))).collect()
            }
        };
        let plain: Vec<char> =
            ('0'..='z').filter(|c| ranges.iter().any(|(first, last)| (first..=last).contains(&c))).collect();
        let index = self.next();
        match plain.get((index % plain.len().max(1) as u64) as usize) {
            Some(found) => Some(*found),
            None => ranges.first().map(|(first, _)| *first),
        }
    }
}
