//! JSON as a document may have it: no key twice, no endless nesting, and an error that says where.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Pointer;
use crate::trouble::{Result, Trouble};

/// How deep a document may nest. Real ones stay below 30; the stages after this one recurse.
const DEEPEST: usize = 100;

/// Parses a text.
///
/// # Errors
/// Not JSON, cut short, a key that stands twice in one object, or too deep.
pub(super) fn json(text: &str, source: &str) -> Result<Value> {
    let state = State::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = Seed { state: &state, depth: 0 };
    let parsed = seed.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    parsed.map_err(|error| state.into_trouble(&error, text, source))
}

/// What an error leaves behind on its way out.
#[derive(Default)]
struct State {
    /// The steps to the place, innermost first.
    steps: RefCell<Vec<String>>,
    /// What was found, if it is not for the JSON parser to say.
    found: RefCell<Option<String>>,
}

impl State {
    fn into_trouble(self, error: &serde_json::Error, text: &str, source: &str) -> Trouble {
        let steps = self.steps.into_inner().into_iter().rev();
        let at = steps.fold(Pointer::root(), |at, step| at.push(step));
        if let Some(found) = self.found.into_inner() {
            return Trouble::new(format!("{source}: {found}")).at(&at).help("mend the document there");
        }
        if error.is_eof() {
            let what = if text.trim().is_empty() {
                format!("{source} is empty")
            } else {
                let (line, column) = (error.line(), error.column());
                format!("{source} is truncated: it ends too early, at line {line} column {column}")
            };
            return Trouble::new(what).at(&at).help("get the whole document again");
        }
        match text.trim_start().starts_with('<') {
            true => Trouble::new(format!("{source} is not JSON: it looks like HTML"))
                .help("it may be an error page, or the wrong address"),
            false => Trouble::new(format!("{source} is not JSON: {error}")).at(&at),
        }
    }
}

/// Parses one value.
#[derive(Clone, Copy)]
struct Seed<'s> {
    state: &'s State,
    depth: usize,
}

impl Seed<'_> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        if self.depth == DEEPEST {
            return Err(self.refuse(format!("nested deeper than {DEEPEST} levels")));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn refuse<E: Error>(self, found: String) -> E {
        let error = E::custom(&found);
        *self.state.found.borrow_mut() = Some(found);
        error
    }

    fn leave<E>(self, step: String, error: E) -> E {
        self.state.steps.borrow_mut().push(step);
        error
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }
    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }
    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut list = Vec::new();
        loop {
            match items.next_element_seed(inner) {
                Ok(Some(item)) => list.push(item),
                Ok(None) => return Ok(Value::Array(list)),
                Err(error) => return Err(self.leave(list.len().to_string(), error)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = match entries.next_value_seed(inner) {
                Ok(value) => value,
                Err(error) => return Err(self.leave(key, error)),
            };
            if map.insert(key.clone(), value).is_some() {
                let error = self.refuse(format!("the key `{key}` stands twice in one object"));
                return Err(self.leave(key, error));
            }
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        json(text, "it").unwrap_err().to_string()
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let text = r#"{"b":[1,-2,3.5,1e400e,"ä",null,true],"a":{}}"#.replace("1e400e", "1e40");
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json(&text, "it").unwrap(), value);
        assert_eq!(json(&text, "it").unwrap().to_string(), value.to_string());
    }

    #[test]
    fn says_where_it_stopped() {
        assert_eq!(refused("{\"a\":[1,\n{\"b\" 1}]}"), "it is not JSON: expected `:` at line 2 column 6\n  at #/a/1/b");
        assert!(refused("{\"a\": 1e999}").contains("out of range"));
        assert!(refused("{} {}").contains("trailing characters"));
    }

    #[test]
    fn calls_the_truncated_and_the_empty_by_their_names() {
        assert!(refused("{\"a\":[1,").starts_with("it is truncated: it ends too early, at line 1"));
        assert!(refused("{\"a\":[1,").contains("at #/a/1"));
        assert!(refused(" \n").starts_with("it is empty"));
    }

    #[test]
    fn refuses_a_key_that_stands_twice() {
        assert_eq!(
            refused(r#"{"a":{"b":1,"c":2,"b":3}}"#),
            "it: the key `b` stands twice in one object\n  at #/a/b\n  help: mend the document there"
        );
    }

    #[test]
    fn refuses_depth_before_any_stack_ends() {
        let fine = "[".repeat(DEEPEST) + &"]".repeat(DEEPEST);
        assert!(json(&fine, "it").is_ok());
        for depth in [DEEPEST + 1, 200_000] {
            let refused = refused(&"[".repeat(depth));
            assert!(refused.starts_with("it: nested deeper than 100 levels\n  at #/0/0/"));
        }
    }

    #[test]
    fn knows_a_web_page() {
        assert!(refused("<!doctype html>").contains("looks like HTML"));
    }
}
