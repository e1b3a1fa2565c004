use std::collections::BTreeMap;

use super::*;
use crate::semver::{Line, Program};

fn surface(files: &[(&str, &str)]) -> Surface {
    let files: BTreeMap<String, String> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    Surface::of_files(&files, "mod call; pub mod error;\npub use client::{Admin, Client};\npub use many::Many;")
        .unwrap()
}

const TYPES: &str = r#"
    /// A price.
    #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize, serde::Serialize)]
    #[non_exhaustive]
    pub struct Price { pub unit: Option<Unit>, pub of: Vec<crate::types::Model>, hidden: i64 }
    impl Price { pub fn builder() -> builder::Price { Default::default() } }
    open_enum! {
        /// A unit.
        pub enum Unit, else UnknownValue {
            /// `a`.
            #[deprecated = "gone"]
            A = "a",
            B = "b",
        }
    }
    tagged_union! { pub enum Node by "kind", else UnknownValue { File(crate::types::Model) = "file", } }
    untagged_union! { pub enum Answer, else UnknownValue { Text(String), List(Vec<Unit>), } }
"#;

#[test]
fn structs_enums_and_unions_with_what_is_public_of_them() {
    let found = surface(&[("models/types.rs", TYPES)]);
    let price = &found.structs["Price"];
    assert_eq!(price.fields.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["unit", "of"]);
    assert_eq!(price.derives, ["Clone", "Debug", "Default", "PartialEq", "Deserialize", "Serialize"]);
    assert_eq!(
        (&found.enums["Unit"].arms[..], found.enums["Unit"].rest.as_str()),
        (&["A".to_owned(), "B".to_owned()][..], "UnknownValue")
    );
    assert_eq!(found.unions["Node"].arms[0].0, "File");
    assert_eq!(found.unions["Answer"].arms.len(), 2);
    assert_eq!(found.exports, ["Admin", "Client", "Many", "error"].map(str::to_owned).into());
}

#[test]
fn methods_builders_and_constants() {
    let found = surface(&[
        ("models/types.rs", TYPES),
        (
            "models/mod.rs",
            "impl Client { #[must_use] pub fn get(&self) -> builder::Get<'_> { todo!() } fn own(&self) {} }
            impl<'a> Admin<'a> { pub fn put(&self) -> builder::Put<'a> { todo!() } }",
        ),
        (
            "models/builder.rs",
            "#[derive(Clone, Debug)] pub struct Get<'a> { client: &'a Client }
            impl<'a> Get<'a> { pub(crate) fn new(client: &'a Client) -> Self { Self { client } }
              pub fn unit(mut self, value: impl Into<crate::Many<types::Unit>>) -> Self { self }
              pub async fn send(self) -> Result<Response<types::Price>, Error> { todo!() }
              pub fn items(self) -> Items<Self> { Items::new(self) } }
            impl<'a> Paged for Get<'a> { type Page = types::Price; type Item = types::Unit; }",
        ),
        (
            "operations.rs",
            "use crate::Operation; pub static ALL: [&Operation; 0] = []; pub static GET: Operation = Operation {};",
        ),
        ("mod.rs", "pub mod models; pub const TITLE: &str = \"\"; pub type ErrorKind = String;"),
    ]);
    let methods: Vec<_> = found
        .methods
        .iter()
        .map(|method| (method.receiver.as_str(), method.name.as_str(), method.request.as_str()))
        .collect();
    assert_eq!(methods, [("Client", "get", "Get"), ("Admin", "put", "Put")]);
    let names: Vec<_> = found.requests["Get"].functions.iter().map(|function| function.ident.to_string()).collect();
    assert_eq!(names, ["unit", "send", "items"], "`new` is not public");
    assert_eq!(
        (found.operations, found.constants),
        (vec!["ALL".to_owned(), "GET".to_owned()], vec!["TITLE".to_owned(), "ErrorKind".to_owned()])
    );
}

#[test]
fn a_call_has_what_its_request_cannot_be_sent_without() {
    let method = "impl Client { pub fn put(&self) -> builder::Put<'_> { todo!() } }
        impl<'a> Admin<'a> { pub fn get(&self) -> builder::Get<'a> { todo!() } }";
    let setter =
        |name: &str| format!("pub fn {name}(mut self, v: impl TryInto<String, Error: Display>) -> Self {{ self }}");
    let put = |own: &str| {
        let set: String = own.split_whitespace().map(setter).collect();
        format!(
            "pub struct Put<'a> {{ id: Result<String, String>, body: Result<types::builder::Price, String> }}
            impl<'a> Put<'a> {{
                pub(crate) fn new(client: &'a Client) -> Self {{
                    Self {{ id: crate::set::missing(), body: Ok(Default::default()) }}
                }}
                pub fn body(mut self, v: impl TryInto<types::Price, Error: Display>) -> Self {{ self }}
                {set}
                pub async fn send(self) -> Result<Response<types::Price>, Error> {{ todo!() }}
            }}
            pub struct Get<'a> {{ client: &'a Client }}
            impl<'a> Get<'a> {{ pub async fn send(self) -> Result<Response<()>, Error> {{ todo!() }} }}"
        )
    };
    let of = |own: &str, field: &str| {
        let fields = format!(
            "pub struct Price {{ {field}: Result<String, String>, note: Result<Option<String>, String> }}
            impl Default for Price {{ fn default() -> Self {{ Self {{ {field}: crate::set::missing(), note: Ok(None) }} }} }}"
        );
        let files = [
            ("models/types.rs", TYPES),
            ("models/mod.rs", method),
            ("models/builder.rs", &put(own)),
            ("models/types/builder.rs", &fields),
        ];
        let program = Program::of_calls(&surface(&files))?;
        Ok(program.lines().iter().map(|line| line.code.clone()).collect::<Vec<_>>())
    };
    let calls: crate::trouble::Result<Vec<String>> = of("id unit", "unit");
    let calls = calls.unwrap();
    assert!(calls[0].contains("fal: &client::Client, id: String, unit: String) -> Result<"), "{calls:?}");
    assert!(calls[0].contains("fal.put().id(id).unit(unit).send().await"), "{calls:?}");
    assert!(calls[1].contains("fal.admin()?.get().send().await"), "{calls:?}");
    // A field without a setter of its own comes with the whole body, and so does one that a parameter hides.
    for (own, field) in [("id", "unit"), ("id", "id")] {
        let calls = of(own, field).unwrap();
        assert!(calls[0].contains("fal.put().id(id).body(body).send().await"), "{calls:?}");
    }
    assert!(of("unit", "unit").unwrap_err().what().contains("there is no `id`"));
}

#[test]
fn a_use_stands_on_the_line_that_is_its_own() {
    let program = Program::of(&surface(&[("models/types.rs", TYPES)]));
    let text = program.text(&|index| index == 0);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[1]), (program.lines().len() + 1, "//"));
    for (index, line) in program.lines().iter().enumerate().skip(1) {
        // Compilers count from one, and the head is the first line.
        assert_eq!(Program::at(index + 2), Some(index));
        assert!(lines[index + 1].contains(&line.code), "{line:?}");
    }
    let read = |field: &str| -> &Line {
        program.lines().iter().find(|line| line.part == field && line.what == "read").unwrap()
    };
    assert!(
        read("unit").code.contains("-> & Option < client :: types :: Unit >") || read("unit").code.contains("&Option"),
        "{:?}",
        read("unit")
    );
    assert!(!text.contains("crate ::") && !text.contains("crate::"), "{text}");
}

#[test]
fn what_is_no_generated_file_is_refused() {
    let files = BTreeMap::from([("models/strange.rs".to_owned(), String::new())]);
    assert!(Surface::of_files(&files, "").unwrap_err().what().contains("models/strange.rs"));
    let files = BTreeMap::from([("models/types.rs".to_owned(), "open_enum! { nonsense }".to_owned())]);
    assert!(Surface::of_files(&files, "").unwrap_err().what().contains("models/types.rs"));
}
