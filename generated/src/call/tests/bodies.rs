//! Bodies: JSON, forms, text, bytes and parts.

use serde_json::json;

use super::{GET, POST, refusal, request};
use crate::check::Check;
use crate::loopback::{Loopback, OPERATION, json as answer};
use crate::set::missing;
use crate::validate::{Invalid, Path, Validate};
use crate::{Operation, Part};

fn text(request: &reqwest::Request) -> String {
    let bytes = request.body().unwrap().as_bytes().unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn media(request: &reqwest::Request) -> &str {
    request.headers()["content-type"].to_str().unwrap()
}

#[test]
fn json_carries_the_media_type_of_the_document() {
    static MERGE: Operation =
        Operation { method: "PATCH", request_media: Some("application/merge-patch+json"), ..OPERATION };
    let body = || Ok(json!({"a": null}));
    let sent = request(&POST, |call| call.json(body())).unwrap();
    assert_eq!((text(&sent).as_str(), media(&sent)), (r#"{"a":null}"#, "application/json"));
    let sent = request(&MERGE, |call| call.json(body())).unwrap();
    assert_eq!(media(&sent), "application/merge-patch+json");
    assert_eq!(sent.method(), "PATCH");
}

#[test]
fn an_optional_body_may_be_left_out_and_another_may_not() {
    let sent = request(&POST, |call| call.json_optional(Ok(None::<i64>))).unwrap();
    assert!(sent.body().is_none() && !sent.headers().contains_key("content-type"));
    let (field, message) = refusal(&POST, |call| call.json(missing::<i64>()));
    assert_eq!((field.as_str(), message.as_str()), ("body", "no value was given"));
    let keys = std::collections::BTreeMap::from([((1, 2), 3)]);
    assert_eq!(refusal(&POST, |call| call.json(Ok(keys))).0, "body");
}

#[derive(serde::Serialize)]
struct Named {
    alias: String,
}

impl Validate for Named {
    fn validate(&self, at: &mut Path) -> Result<(), Invalid> {
        at.check("alias", &self.alias, Check::new().min_length(1))
    }
}

#[test]
fn bounds_inside_a_body_name_the_field() {
    let named = |alias: &str| vec![Named { alias: alias.to_owned() }];
    let (field, message) = refusal(&POST, |call| call.json_validated(Ok(named(""))));
    assert_eq!(field, "body[0].alias");
    assert_eq!(message, "must have at least 1 character, has 0");
    assert!(request(&POST, |call| call.json_validated(Ok(named("a")))).is_ok());
    assert!(request(&POST, |call| call.json_optional_validated(Ok(None::<Named>))).is_ok());
}

#[test]
fn forms_text_and_bytes() {
    let form = json!({"a b": "c&d", "e": [1, 2], "f": null});
    let sent = request(&POST, |call| call.form(Ok(form))).unwrap();
    assert_eq!(text(&sent), "a%20b=c%26d&e=1&e=2");
    assert_eq!(media(&sent), "application/x-www-form-urlencoded");
    let sent = request(&POST, |call| call.text(Ok("ä".to_owned()))).unwrap();
    assert_eq!((text(&sent).as_str(), media(&sent)), ("ä", "text/plain; charset=utf-8"));
    let sent = request(&POST, |call| call.raw(Ok(vec![b'x'].into()))).unwrap();
    assert_eq!((text(&sent).as_str(), media(&sent)), ("x", "application/octet-stream"));
    assert!(request(&GET, |call| call.raw_optional(Ok(None))).unwrap().body().is_none());
}

fn boundary(media: &str) -> String {
    media.strip_prefix("multipart/form-data; boundary=").unwrap().to_owned()
}

#[test]
fn parts_in_memory_make_a_body_that_can_be_sent_again() {
    let sent = request(&POST, |call| {
        let part = Part::bytes("data").file_name("a\"\r\n.txt").content_type("text/plain");
        call.part("file_upload", Ok(part))
            .part_optional("unset", Ok(None))
            .part_value("tags", Ok(Some(json!(["x", 1, null]))))
            .part_value_required("about", Ok(json!({"k": true})))
    })
    .unwrap();
    assert!(sent.try_clone().is_some());
    let line = format!("--{}", boundary(media(&sent)));
    let disposition = "Content-Disposition: form-data; name=";
    assert_eq!(
        text(&sent),
        format!(
            "{line}\r\n{disposition}\"file_upload\"; filename=\"a%22%0D%0A.txt\"\r\n\
             Content-Type: text/plain\r\n\r\ndata\r\n\
             {line}\r\n{disposition}\"tags\"\r\n\r\nx\r\n\
             {line}\r\n{disposition}\"tags\"\r\n\r\n1\r\n\
             {line}\r\n{disposition}\"about\"\r\nContent-Type: application/json\r\n\r\n{{\"k\":true}}\r\n\
             {line}--\r\n"
        )
    );
    let again = request(&POST, |call| call.part_optional("a", Ok(None))).unwrap();
    assert_ne!(boundary(media(&sent)), boundary(media(&again)));
    assert_eq!(text(&again), format!("--{}--\r\n", boundary(media(&again))));
}

#[test]
fn a_part_cannot_smuggle_headers() {
    let part = Part::text("x").content_type("text/plain\r\nX-Evil: 1");
    assert_eq!(refusal(&POST, |call| call.part("file", Ok(part))).0, "file");
    assert_eq!(refusal(&POST, |call| call.part("file", missing())).0, "file");
}

#[tokio::test]
async fn streams_are_sent_as_they_are_read() {
    let server = Loopback::playing([answer("200 OK", "true"), answer("200 OK", "true")]).await;
    let client = server.client();
    let payload = vec![b'z'; 200_000];
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("big.bin");
    tokio::fs::write(&path, &payload).await.unwrap();
    let call = |part| super::Call::new(&client, &POST).part("file", Ok(part));
    let file = call(Part::file(&path).await.unwrap());
    assert!(*file.json_response::<bool>().await.unwrap());
    let reader = call(Part::reader(std::io::Cursor::new(payload.clone())));
    assert!(*reader.json_response::<bool>().await.unwrap());

    let seen = server.seen();
    assert_eq!(seen[0].header("content-length"), Some(seen[0].body.len().to_string().as_str()));
    assert_eq!(seen[1].header("transfer-encoding"), Some("chunked"));
    for request in &seen {
        let inside = request.body.windows(payload.len()).any(|window| window == payload);
        assert!(inside, "{:?}", request.headers);
    }
    let head = String::from_utf8_lossy(&seen[0].body[..200]).into_owned();
    assert!(head.contains("filename=\"big.bin\"\r\nContent-Type: application/octet-stream"));
    assert!(Part::file(directory.path()).await.is_err());
}

#[tokio::test]
async fn a_part_that_is_not_as_announced_is_maybe_sent() {
    let burning = || Err(std::io::Error::other("disk on fire"));
    let data = |text: &'static str| Ok(bytes::Bytes::from_static(text.as_bytes()));
    for (chunks, length, reason) in [
        (vec![data("a"), burning()], Some(10), "disk on fire"),
        (vec![data("a"), burning()], None, "disk on fire"),
        (vec![data("abc")], Some(4), "shorter than announced"),
        (vec![data("abc"), data("de")], Some(4), "longer than announced"),
    ] {
        let server = Loopback::playing([answer("200 OK", "true")]).await;
        let client = server.client();
        let part = Part::stream(futures_util::stream::iter(chunks), length);
        let call = super::Call::new(&client, &POST).part("file", Ok(part));
        let error = call.empty_response().await.unwrap_err();
        assert_eq!(error.stage(), crate::Stage::MaybeSent);
        assert!(error.to_string().contains(reason), "{error}");
    }
}
