//! Text for people: kept beside the shapes, compared only where the shapes are equal.
//!
//! A *property* called `description` is no prose; this module is only ever asked about keywords.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::step::Step;

/// The number of what is said somewhere and below.
pub(super) type SaidId = u32;

/// Nothing is said.
pub(super) const SILENT: SaidId = 0;

/// Keywords of any object of a document that are for people only. `x-` keys are, too: no client
/// reads them.
const PROSE: [&str; 9] =
    ["summary", "description", "title", "example", "examples", "externalDocs", "$comment", "readOnly", "writeOnly"];

/// Whether a keyword is for people only.
pub(super) fn is_prose(keyword: &str) -> bool {
    keyword.starts_with("x-") || PROSE.contains(&keyword)
}

/// What is said at one place and below.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(super) struct Said {
    /// What is said right here, by keyword, as JSON.
    pub own: BTreeMap<String, String>,
    /// What is said below.
    pub below: BTreeMap<Step, SaidId>,
}

/// What both documents say, equal things under one number.
#[derive(Debug)]
pub(super) struct Sayings {
    said: Vec<Rc<Said>>,
    numbers: HashMap<Rc<Said>, SaidId>,
    joined: HashMap<(SaidId, SaidId), SaidId>,
}

impl Default for Sayings {
    fn default() -> Self {
        let mut sayings = Self { said: Vec::new(), numbers: HashMap::new(), joined: HashMap::new() };
        sayings.add(Said::default());
        sayings
    }
}

impl Sayings {
    /// The number of what is said.
    pub(super) fn add(&mut self, mut said: Said) -> SaidId {
        // Arms stay: which of them there are is known by their steps.
        said.below.retain(|step, id| *id != SILENT || matches!(step, Step::Arm(_)));
        if let Some(id) = self.numbers.get(&said) {
            return *id;
        }
        let id = SaidId::try_from(self.said.len()).unwrap_or(SaidId::MAX);
        let said = Rc::new(said);
        self.said.push(Rc::clone(&said));
        self.numbers.insert(said, id);
        id
    }

    /// What a number stands for.
    pub(super) fn get(&self, id: SaidId) -> Rc<Said> {
        self.said.get(id as usize).cloned().unwrap_or_default()
    }

    /// What is said by two schemas that apply to one value; the outer one has the last word.
    pub(super) fn join(&mut self, outer: SaidId, inner: SaidId) -> SaidId {
        if outer == SILENT || outer == inner {
            return inner;
        }
        if inner == SILENT {
            return outer;
        }
        if let Some(known) = self.joined.get(&(outer, inner)) {
            return *known;
        }
        let mut joined = (*self.get(inner)).clone();
        let above = self.get(outer);
        joined.own.extend(above.own.clone());
        for (step, id) in &above.below {
            let below = match joined.below.get(step) {
                Some(found) => self.join(*id, *found),
                None => *id,
            };
            joined.below.insert(step.clone(), below);
        }
        let id = self.add(joined);
        self.joined.insert((outer, inner), id);
        id
    }

    /// The places below two numbers at which something else is said.
    pub(super) fn differences(&self, old: SaidId, new: SaidId) -> Vec<Vec<Step>> {
        let mut found = Vec::new();
        self.differ((old, new), &mut Vec::new(), &mut HashSet::new(), &mut found);
        found
    }

    fn differ(
        &self,
        (old, new): (SaidId, SaidId),
        at: &mut Vec<Step>,
        seen: &mut HashSet<(SaidId, SaidId)>,
        found: &mut Vec<Vec<Step>>,
    ) {
        // A pair that stands in many places, each way of which leads on, is gone through once.
        let leads_on = |id| !self.get(id).below.is_empty();
        if old == new || ((leads_on(old) || leads_on(new)) && !seen.insert((old, new))) {
            return;
        }
        let (old, new) = (self.get(old), self.get(new));
        if old.own != new.own {
            found.push(at.clone());
        }
        let only_new = new.below.keys().filter(|step| !old.below.contains_key(step));
        let several = |said: &Said| said.below.keys().any(|step| matches!(step, Step::Arm(_)));
        let alike = several(&old) == several(&new);
        for step in old.below.keys().chain(only_new) {
            // An arm of one side only is another shape, whose prose came or went with it; so are the
            // parts of a schema that the other side has as one arm of several.
            let both = old.below.contains_key(step) && new.below.contains_key(step);
            if (matches!(step, Step::Arm(_)) || !alike) && !both {
                continue;
            }
            let below = |said: &Said| said.below.get(step).copied().unwrap_or(SILENT);
            at.push(step.clone());
            self.differ((below(&old), below(&new)), at, seen, found);
            at.pop();
        }
    }
}

/// What an object of the document says right there. Texts that only differ in blanks around them
/// are equal.
pub(super) fn own(map: &Map<String, Value>) -> BTreeMap<String, String> {
    let said = map.iter().filter(|(keyword, value)| is_prose(keyword) && !value.is_null());
    said.map(|(keyword, value)| (keyword.clone(), canonical(value))).collect()
}

/// JSON with its keys in order.
pub(super) fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (index, value) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(value, out);
            }
            out.push(']');
        }
        // 1.0 and 1 are one number.
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => out.push_str(&format!("{float:.0}")),
            _ => out.push_str(&number.to_string()),
        },
        other => out.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn canonical_text_knows_no_order_and_no_spelling_of_numbers() {
        assert_eq!(canonical(&json!({ "b": 1.0, "a": [2, "x"] })), canonical(&json!({ "a": [2.0, "x"], "b": 1 })));
        assert_ne!(canonical(&json!([1, 2])), canonical(&json!([2, 1])));
        assert_ne!(canonical(&json!("1")), canonical(&json!(1)));
    }

    #[test]
    fn what_is_said_below_is_found() {
        let mut sayings = Sayings::default();
        let mut say = |text: &str| {
            sayings.add(Said { own: [("description".to_owned(), text.to_owned())].into(), below: BTreeMap::new() })
        };
        let (one, two) = (say("one"), say("two"));
        let step = Step::Property("description".to_owned());
        let mut above = |id| sayings.add(Said { own: BTreeMap::new(), below: [(step.clone(), id)].into() });
        let (old, new) = (above(one), above(two));
        assert_eq!(sayings.differences(old, new), [vec![step]]);
        assert!(sayings.differences(old, old).is_empty());
    }
}
