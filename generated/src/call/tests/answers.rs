//! Answers, good and bad, over a real connection.

use serde::Deserialize;

use super::{Call, GET, POST};
use crate::error::{Error, Stage};
use crate::loopback::{Loopback, OPERATION, answer, json};
use crate::{Client, Operation};

#[derive(Debug, Deserialize, PartialEq)]
struct Thing {
    id: String,
    parts: Vec<u64>,
}

const GOOD: &str = r#"{"id":"a","parts":[1],"new":{"x":[]}}"#;

async fn get(answer: impl Into<Vec<u8>>) -> Result<crate::Response<Thing>, Error> {
    let server = Loopback::playing([answer]).await;
    Call::new(&server.client(), &GET).json_response().await
}

#[tokio::test]
async fn a_read_carries_no_header_beyond_the_usual_ones() {
    let server = Loopback::playing([json("200 OK", GOOD), json("200 OK", GOOD)]).await;
    let client = server.client();
    let thing = Call::new(&client, &GET).query("id", Ok(Some(["a", "b"]))).json_response::<Thing>().await.unwrap();
    assert_eq!(thing.parts, [1]);
    Call::new(&client, &POST).json(Ok(1)).json_response::<Thing>().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].line, "GET /v1/things?id=a&id=b HTTP/1.1");
    assert_eq!(seen[0].names(), ["accept", "host", "user-agent"]);
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    assert_eq!(seen[0].header("user-agent"), Some(agent));
    let names = ["accept", "content-length", "content-type", "host", "user-agent"];
    assert_eq!(seen[1].names(), names);
    assert_eq!(seen[1].body, b"1");
}

#[tokio::test]
async fn a_refused_call_never_reaches_the_network() {
    let server = Loopback::playing([json("200 OK", GOOD)]).await;
    let error = Call::new(&server.client(), &GET)
        .query_required("id", crate::set::missing::<String>())
        .json_response::<Thing>()
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "tryThing was not sent: `id`: no value was given");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn status_and_headers_stay_at_hand() {
    let response = get(answer("201 Created", "x-request-id: r1\r\n", GOOD)).await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.request_id().as_deref(), Some("r1"));
    assert_eq!(response.id, "a");
    assert_eq!(response.map(|thing| thing.parts.len()).into_inner(), 1);
}

#[tokio::test]
async fn a_field_that_does_not_decode_is_named() {
    let error = get(json("200 OK", "{\"id\":\"secret\",\n\"parts\":[1,\"x\"]}")).await.unwrap_err();
    assert_eq!(error.stage(), Stage::Answered);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.field(), Some("parts[1]"));
    assert_eq!(
        error.to_string(),
        "tryThing was answered 200 OK, but the answer does not decode at `parts[1]`: \
         invalid type: string \"x\", expected u64"
    );
    let Error::Decode(decode) = &error else {
        panic!("{error:?}");
    };
    assert!(decode.excerpt().contains("\"parts\":[1,\"x\"]"));
    assert!(!format!("{error:?} {error}").contains("secret"));
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding it is the test")]
struct Leaf {
    #[serde(deserialize_with = "crate::lenient::deserialize")]
    sizes: Vec<u64>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding it is the test")]
struct Tree {
    nodes: Vec<Leaf>,
}

#[tokio::test]
async fn the_name_reaches_into_lenient_numbers_and_unions() {
    let body = r#"{"nodes":[{"sizes":[1,2.0]},{"sizes":[3,4.5]}]}"#;
    let server = Loopback::playing([json("200 OK", body)]).await;
    let call = Call::new(&server.client(), &GET).json_response::<Tree>().await;
    assert_eq!(call.unwrap_err().field(), Some("nodes[1].sizes[1]"));

    let leaf = |size| format!(r#"{{"size":{size},"kind":"branch","twigs":[]}}"#);
    let body = format!(r#"{{"root":{{"kind":"branch","size":1,"twigs":[{},{}]}}}}"#, leaf("1"), leaf("\"x\""));
    let server = Loopback::playing([json("200 OK", &body)]).await;
    let roots = Call::new(&server.client(), &GET).json_response::<std::collections::BTreeMap<String, Node>>().await;
    let error = roots.unwrap_err();
    assert_eq!(error.field(), Some("root.twigs[1].size"));
    let message = "invalid type: string \"x\", expected u8";
    assert_eq!(error.message(), Some(message));
}

#[derive(Clone, Debug, Deserialize, PartialEq, serde::Serialize)]
struct Branch {
    twigs: Vec<Node>,
    size: u8,
}

crate::union::tagged_union! {
    /// A node.
    enum Node by "kind", else UnknownValue {
        /// A branch.
        Branch(Branch) = "branch",
    }
}

#[tokio::test]
async fn bodies_that_are_no_json_say_what_they_are() {
    let html = "<html><title>Just a moment</title></html>";
    for (body, reason) in [
        ("", "the body is empty, expected JSON"),
        (html, "a page of HTML, expected JSON: Just a moment"),
        ("oops", "expected"),
        ("\"secret\"", "does not decode: invalid type: string, expected struct Thing"),
        ("73519", "does not decode: invalid type: integer, expected struct Thing"),
        ("{\"id\":\"a\",\"parts\":[]} x", "trailing characters"),
        (r#"{"error":{"type":"server_error","message":"it broke"}}"#, "an error in spite of the status: it broke"),
    ] {
        let error = get(json("200 OK", body)).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!format!("{error:?} {error}").contains("secret"), "a value in place of a whole answer may be one");
        assert_eq!(error.field(), None);
    }
}

#[tokio::test]
async fn an_error_answer_is_read_into_its_parts() {
    let body = r#"{"error":{"type":"not_found","message":"no such thing","docs_url":"https://d","request_id":"r2"}}"#;
    let error = get(answer("404 Not Found", "retry-after: 7\r\n", body)).await.unwrap_err();
    assert_eq!(error.to_string(), "tryThing failed: 404 Not Found, not_found: no such thing (request r2)");
    assert_eq!(error.stage(), Stage::Answered);
    assert_eq!(error.kind().unwrap().to_string(), "not_found");
    assert_eq!(error.docs_url(), Some("https://d"));
    assert_eq!(error.retry_after().unwrap().as_secs(), 7);
    let whole: serde_json::Value = error.api().unwrap().decode().unwrap();
    assert_eq!(whole["error"]["request_id"], "r2");
}

#[tokio::test]
async fn an_error_that_breaks_off_is_still_an_error() {
    let cut = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 100\r\n\r\nover load";
    let error = get(cut).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(error.message(), Some("over load"));
    let long = "x".repeat(200_000);
    let error = get(answer("500 Internal Server Error", "", &long)).await.unwrap_err();
    assert_eq!(error.api().unwrap().body().len(), 64 * 1024);
    assert!(error.to_string().len() < 1200);
}

#[tokio::test]
async fn empty_answers() {
    let server = Loopback::playing(
        ["204 No Content", "200 OK", "200 OK", "204 No Content"].map(|status| answer(status, "", "")),
    )
    .await;
    let client = server.client();
    let call = || Call::new(&client, &GET);
    assert_eq!(call().json_response_or_empty::<Thing>().await.unwrap().into_inner(), None);
    assert_eq!(call().json_response_or_empty::<Thing>().await.unwrap().into_inner(), None);
    call().empty_response().await.unwrap();
    let error = call().json_response::<Thing>().await.unwrap_err();
    assert!(error.to_string().contains("the body is empty"), "{error}");
}

#[tokio::test]
async fn how_far_it_got_is_told() {
    // Nobody listens: the port was free a moment ago.
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let client = Client::new(&format!("http://{address}")).unwrap();
    let call = Call::new(&client, &GET).query("q", Ok(Some("hunter2")));
    let error = call.empty_response().await.unwrap_err();
    assert_eq!(error.stage(), Stage::NotSent);
    assert!(error.is_connect() && !error.is_timeout());
    assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");

    let error = get("").await.unwrap_err();
    assert_eq!(error.stage(), Stage::MaybeSent, "{error}");
    assert!(!error.is_connect());

    let error = get("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await.unwrap_err();
    assert!(matches!(error, Error::Body(_)), "{error:?}");
    assert_eq!(error.stage(), Stage::Answered);
    assert!(!error.to_string().contains("127.0.0.1"), "{error}");
}

#[tokio::test]
async fn redirects_are_followed_for_reads_within_the_origin() {
    let moved = |to: &str| answer("302 Found", &format!("location: {to}\r\n"), "");
    let server = Loopback::playing([moved("/v2/things"), json("200 OK", GOOD)]).await;
    let client = server.client();
    let call = Call::new(&client, &GET);
    assert!(call.json_response::<Thing>().await.is_ok());
    assert_eq!(server.seen()[1].line, "GET /v2/things HTTP/1.1");

    let error = get(moved("https://elsewhere.example/x?signature=s")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "tryThing failed: 302 Found: redirect to https://elsewhere.example, which is not followed"
    );

    let server = Loopback::playing([moved("/v2/things"), json("200 OK", GOOD)]).await;
    let client = server.client();
    let call = Call::new(&client, &POST).json(Ok(1));
    assert_eq!(call.empty_response().await.unwrap_err().status().unwrap(), 302);
    assert_eq!(server.only().line, "POST /v1/things HTTP/1.1");

    static FOUND: Operation = Operation { success: &[302], ..OPERATION };
    let server = Loopback::playing([moved("/v2/things")]).await;
    let found = Call::new(&server.client(), &FOUND).empty_response().await.unwrap();
    assert_eq!(found.headers()["location"], "/v2/things");
}

#[tokio::test]
async fn circles_of_redirects_end() {
    let server = Loopback::playing(vec![answer("307 Temporary Redirect", "location: /v1/things\r\n", ""); 9]).await;
    let error = Call::new(&server.client(), &GET).empty_response().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(server.seen().len(), 6);
}

#[tokio::test]
async fn streams_are_handed_over_as_they_arrive() {
    let body = "line\n".repeat(50_000);
    let answers = vec![answer("200 OK", "content-type: text/csv\r\n", &body); 4];
    let server = Loopback::playing(answers).await;
    let client = server.client();
    let open = || async { Call::new(&client, &GET).stream_response().await.unwrap().into_inner() };
    let stream = open().await;
    assert_eq!(stream.content_type(), Some("text/csv"));
    assert_eq!(stream.content_length(), Some(body.len() as u64));
    let mut copy = Vec::new();
    assert_eq!(stream.copy_to(&mut copy).await.unwrap(), body.len() as u64);
    assert_eq!(copy, body.as_bytes());
    assert_eq!(open().await.text().await.unwrap(), body);
    let mut buffered = tokio::io::BufWriter::with_capacity(1 << 20, Vec::new());
    open().await.copy_to(&mut buffered).await.unwrap();
    assert_eq!(buffered.get_ref().len(), body.len(), "it is flushed");

    let (mut full, reader) = tokio::io::duplex(1);
    drop(reader);
    let error = open().await.copy_to(&mut full).await.unwrap_err();
    assert!(error.to_string().contains("could not be written"), "{error}");
}

#[tokio::test]
async fn a_stream_that_breaks_off_is_no_shorter_file() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nab";
    let server = Loopback::playing([cut.as_bytes(), b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\xff\xfe"]).await;
    let client = server.client();
    let stream = Call::new(&client, &GET).stream_response().await.unwrap().into_inner();
    let error = stream.copy_to(&mut tokio::io::sink()).await.unwrap_err();
    assert!(matches!(error, Error::Body(_)), "{error:?}");
    assert!(error.to_string().contains("its body broke off"), "{error}");
    let stream = Call::new(&client, &GET).stream_response().await.unwrap().into_inner();
    assert!(stream.text().await.unwrap_err().to_string().contains("no text"));
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[tokio::test]
async fn without_tls_the_error_says_which_feature_to_turn_on() {
    let client = Client::new("https://localhost:1").unwrap();
    let error = Call::new(&client, &GET).empty_response().await.unwrap_err();
    assert_eq!(error.stage(), Stage::NotSent);
    assert!(error.to_string().contains("turn on the feature `rustls`"), "{error}");
}

#[tokio::test]
async fn an_error_tells_what_the_transport_advises() {
    struct Advising(crate::Direct);

    impl crate::Transport for Advising {
        fn execute(
            &self,
            call: crate::Outgoing,
        ) -> futures_core::future::BoxFuture<'_, Result<reqwest::Response, Error>> {
            Box::pin(async move {
                let mut response = self.0.execute(call).await?;
                response.extensions_mut().insert(crate::Hint("ask for a key"));
                Ok(response)
            })
        }
    }

    let server = Loopback::playing([json("401 Unauthorized", r#"{"detail":"no"}"#)]).await;
    let base = format!("http://{}", server.address);
    let client = crate::Client::with_transport(&base, Advising(crate::Direct::new().unwrap())).unwrap();
    let error = Call::new(&client, &OPERATION).json_response::<Thing>().await.unwrap_err();
    assert_eq!(error.hint(), Some("ask for a key"));
    assert!(error.to_string().ends_with(": no; ask for a key"), "{error}");
}
