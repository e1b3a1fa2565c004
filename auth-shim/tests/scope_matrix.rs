//! Which key is sent to which operation, or which error comes instead: all fifteen cells, and the rest
//! of what decides about keys.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use common::{Server, answer, good, json};
use fal_platform::{Builder, Client, Credentials, Error, Scope, Stage};

/// The keys of a client.
#[derive(Clone, Copy, Debug)]
enum Held {
    Nothing,
    Api,
    Admin,
    Both,
    Unknown,
}

fn client(held: Held, server: &Server) -> Client {
    let start = server.client();
    let start: Builder = match held {
        Held::Nothing => start,
        Held::Api => start.api_key("api:x"),
        Held::Admin => start.admin_key("admin:x"),
        Held::Both => start.admin_key("admin:x").api_key("api:x"),
        Held::Unknown => start.key("some:x"),
    };
    start.build().unwrap()
}

/// Calls an operation of a scope.
async fn call(fal: &Client, scope: Scope) -> Result<(), Error> {
    match scope {
        Scope::None => fal.get_meta().send().await.map(drop),
        Scope::Api => fal.get_models().send().await.map(drop),
        _ => fal.admin()?.list_api_keys().send().await.map(drop),
    }
}

/// What arrives: nothing, a request without a key, or one with this key.
#[derive(Debug, Eq, PartialEq)]
enum Arrives {
    Refusal { held: Option<Scope> },
    Plain,
    Key(&'static str),
}
use Arrives::{Key, Plain, Refusal};

#[tokio::test]
async fn all_fifteen_cells() {
    let scopes = [Scope::None, Scope::Api, Scope::Admin];
    for (held, cells) in [
        (Held::Nothing, [Plain, Plain, Refusal { held: None }]),
        (Held::Api, [Plain, Key("api:x"), Refusal { held: Some(Scope::Api) }]),
        (Held::Admin, [Plain, Key("admin:x"), Key("admin:x")]),
        (Held::Both, [Plain, Key("api:x"), Key("admin:x")]),
        (Held::Unknown, [Plain, Key("some:x"), Key("some:x")]),
    ] {
        for (scope, expected) in scopes.into_iter().zip(cells) {
            let server = Server::doing(good).await;
            let result = call(&client(held, &server), scope).await;
            match expected {
                Refusal { held } => {
                    let Err(Error::MissingScope(error)) = result else { panic!("{held:?}, {scope}: {result:?}") };
                    assert_eq!((error.required(), error.held()), (scope, held));
                    assert!(error.hint().unwrap().contains("FAL_ADMIN_KEY"));
                    assert_eq!(server.connections(), 0, "it is refused before any packet");
                }
                Plain => {
                    result.unwrap();
                    assert_eq!(server.keys(), [None], "{held:?}, {scope}");
                }
                Key(key) => {
                    result.unwrap();
                    assert_eq!(server.keys(), [Some(key.to_owned())], "{held:?}, {scope}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_write_without_any_key_is_refused() {
    let server = Server::doing(good).await;
    let fal = client(Held::Nothing, &server);
    let error = fal.create_asset_collection().name("n").send().await.unwrap_err();
    let Error::MissingScope(missing) = &error else { panic!("{error}") };
    assert_eq!(missing.operation(), Some("createAssetCollection"));
    assert_eq!((missing.required(), missing.held()), (Scope::Api, None));
    assert!(error.to_string().contains("set FAL_KEY"), "{error}");
    assert_eq!(error.stage(), Stage::Refused);
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn every_operation_is_signed_as_the_table_says() {
    // The transport decides by the table alone, so asking it suffices.
    let server = Server::doing(good).await;
    let both = client(Held::Both, &server);
    for scope in [Scope::None, Scope::Api, Scope::Admin] {
        both.transport().admit(scope).unwrap();
    }
    let api = client(Held::Api, &server);
    api.transport().admit(Scope::Api).unwrap();
    api.transport().admit(Scope::Admin).unwrap_err();
}

#[tokio::test]
async fn a_refused_key_explains_itself() {
    for (held, scope, status, expected) in [
        (Held::Nothing, Scope::Api, 401, "without a key: set FAL_KEY"),
        (Held::Api, Scope::Api, 401, "does not accept this key"),
        (Held::Unknown, Scope::Api, 401, "does not accept this key"),
        (Held::Admin, Scope::Admin, 401, "does not accept this key"),
        (Held::Unknown, Scope::Admin, 401, "put one of admin scope into FAL_ADMIN_KEY"),
        (Held::Nothing, Scope::Api, 403, "without a key"),
        (Held::Api, Scope::Api, 403, "the server knows this key"),
        (Held::Unknown, Scope::Admin, 403, "seems to have only API scope"),
        (Held::Both, Scope::Admin, 403, "the key given as one may have only API scope"),
    ] {
        let body = r#"{"error":{"type":"authorization_error","message":"No."}}"#;
        let server = Server::doing(move |_| json(&format!("{status} No"), body)).await;
        let error = call(&client(held, &server), scope).await.unwrap_err();
        let hint = error.hint().unwrap();
        assert!(hint.contains(expected), "{held:?}, {scope}, {status}: {hint}");
        assert!(error.to_string().ends_with(hint), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn other_errors_say_nothing_of_keys() {
    let server = Server::doing(|_| answer("404 No", "", "")).await;
    assert_eq!(call(&client(Held::Api, &server), Scope::Api).await.unwrap_err().hint(), None);
}

#[tokio::test]
async fn a_client_takes_other_keys_for_a_while() {
    let server = Server::doing(good).await;
    let fal = client(Held::Api, &server);
    let other = fal.with_credentials(Credentials::none().key("other:x".parse().unwrap()));
    call(&other, Scope::Admin).await.unwrap();
    call(&fal, Scope::Api).await.unwrap();
    assert_eq!(server.keys(), [Some("other:x".to_owned()), Some("api:x".to_owned())]);
}

#[test]
fn a_key_does_not_travel_in_the_clear() {
    for (base_url, fits) in [
        ("https://api.example.com/v1", true),
        ("http://[::1]:9/v1", true),
        ("http://api.example.com/v1", false),
        ("http://localhost.example.com", false),
    ] {
        let made = Client::builder().key("id:hunter2").base_url(base_url).build();
        let Err(error) = made else {
            assert!(fits, "{base_url}");
            continue;
        };
        assert!(!fits, "{error}");
        assert_eq!(error.field(), Some("base_url"));
        assert!(error.to_string().contains("must start with https://"), "{error}");
    }
}

#[test]
fn what_is_no_key_is_refused_by_name() {
    let error = Client::builder().admin_key("hunter2").key("fine:x").build().unwrap_err();
    assert_eq!(error.field(), Some("admin_key"));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}
