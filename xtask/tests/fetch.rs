//! Fetching from servers that behave well and badly; all of them on this machine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic in a test is its report")]

mod support;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use support::{Tree, code, document, fake, pretty, printed, stderr};
use xtask::cli::Verdict;
use xtask::fetch::{self, Limits};
use xtask::lock_file::{LockFile, digest};
use xtask::trouble::Result;

/// A server that hands every connection, with the path that it asks for, to `answer`.
fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let request = lines.next().map(|line| line.unwrap_or_default()).unwrap_or_default();
            for line in lines {
                if line.is_ok_and(|line| !line.is_empty()) {
                    continue;
                }
                break;
            }
            answer(request.split(' ').nth(1).unwrap_or_default(), &mut stream);
        }
    });
    url
}

fn respond(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}connection: close\r\n\r\n", body.len());
    // A client that has heard enough may be gone.
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
}

fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(2),
        read: Duration::from_millis(400),
        total: Duration::from_millis(1500),
        ..Limits::default()
    }
}

fn fetch(tree: &Tree, url: &str) -> (Result<Verdict>, String) {
    printed(|printer| fetch::run(url, &limits(), &tree.project(), printer))
}

/// What `fetch` and `regen` say, both having left every file as it was.
fn refused(url: &str) -> String {
    let tree = Tree::generated();
    let before = tree.snapshot();
    let message = fetch(&tree, url).0.unwrap_err().to_string();
    assert_eq!(tree.snapshot(), before);
    assert!(message.contains("`cargo xtask regen --offline`"), "{message}");
    let (ended, _) = printed(|printer| xtask::regen::online(url, &limits(), &tree.project(), &fake, printer));
    assert!(ended.is_err());
    assert_eq!(tree.snapshot(), before);
    message
}

fn refused_answer(status: &'static str, headers: &'static str, body: impl Into<Vec<u8>>) -> String {
    let body = body.into();
    refused(&serve(move |_, stream| respond(stream, status, headers, &body)))
}

#[test]
fn pins_what_is_published() {
    let mut published = document();
    published["info"]["title"] = "Newer ä".into();
    // Not as it will be written: one line, keys in an order of their own.
    let body = published.to_string();
    let url = serve(move |_, stream| respond(stream, "200 OK", "", body.as_bytes())) + "/v1/openapi.json";
    let tree = Tree::generated();
    let (ended, text) = fetch(&tree, &url);
    assert_eq!(ended, Ok(Verdict::Fine));
    assert!(text.contains("Updated openapi/platform.json\n"), "{text}");
    assert_eq!(tree.read("openapi/platform.json"), pretty(&published));

    let lock = LockFile::parse(&tree.read("openapi/platform.lock.toml")).unwrap();
    assert_eq!(lock.document.sha256, digest(pretty(&published).as_bytes()));
    assert_eq!(lock.document.origin.url.as_deref(), Some(url.as_str()));
    assert_eq!((lock.document.operations, lock.document.paths, lock.document.parameters), (3, 3, 2));
    let retrieved = lock.document.origin.retrieved_at.clone().unwrap();
    chrono::DateTime::parse_from_rfc3339(&retrieved).unwrap();

    // The crate was not made again, and `check` says so.
    assert_eq!(tree.check().0, Ok(Verdict::Difference));
    assert_eq!(tree.regen().0, Ok(Verdict::Fine));
    assert_eq!(tree.check().0, Ok(Verdict::Fine));

    // No news changes no file, not even the time.
    let before = tree.snapshot();
    thread::sleep(Duration::from_millis(1100));
    assert_eq!(fetch(&tree, &url).0, Ok(Verdict::Fine));
    assert_eq!(tree.snapshot(), before);
}

#[test]
fn regenerates_from_what_is_published() {
    let mut published = document();
    published["info"]["title"] = "Newer".into();
    let body = pretty(&published);
    let url = serve(move |_, stream| respond(stream, "200 OK", "", body.as_bytes()));
    let tree = Tree::generated();
    let (ended, _) = printed(|printer| xtask::regen::online(&url, &limits(), &tree.project(), &fake, printer));
    assert_eq!(ended, Ok(Verdict::Fine));
    assert!(tree.read("generated/src/generated/models.rs").contains("Newer"));
    assert_eq!(tree.check().0, Ok(Verdict::Fine));
}

#[test]
fn a_document_that_cannot_be_expressed_is_not_pinned_by_regen() {
    let mut published = document();
    published["paths"]["/keys"]["post"]["operationId"] = "getModels".into();
    let body = pretty(&published);
    let url = serve(move |_, stream| respond(stream, "200 OK", "", body.as_bytes()));
    let tree = Tree::generated();
    let before = tree.snapshot();
    let (ended, _) = printed(|printer| xtask::regen::online(&url, &limits(), &tree.project(), &fake, printer));
    assert!(ended.unwrap_err().what().contains("stands twice"));
    assert_eq!(tree.snapshot(), before);
}

#[test]
fn not_found() {
    let message = refused_answer("404 Not Found", "", "{}");
    assert!(message.contains("answers 404 Not Found"), "{message}");
}

#[test]
fn broken_server() {
    let message = refused_answer("500 Internal Server Error", "content-type: text/html\r\n", "<html>");
    assert!(message.contains("answers 500 Internal Server Error"), "{message}");
}

#[test]
fn other_statuses() {
    for status in ["204 No Content", "206 Partial Content", "304 Not Modified", "302 Found"] {
        let message = refused_answer(status, "", "");
        assert!(message.contains(&format!("answers {status}")), "{message}");
    }
}

#[test]
fn html() {
    let message = refused_answer("200 OK", "content-type: text/html\r\n", "<!doctype html><p>Just a moment");
    assert!(message.contains("looks like HTML"), "{message}");
}

#[test]
fn json_of_another_kind() {
    let message = refused_answer("200 OK", "", r#"{"error":{"type":"not_found"}}"#);
    assert!(message.contains("no OpenAPI document"), "{message}");
}

#[test]
fn truncated_document() {
    let text = pretty(&document());
    let message = refused_answer("200 OK", "", &text.as_bytes()[..text.len() / 2]);
    assert!(message.contains("is truncated"), "{message}");
}

#[test]
fn truncated_answer() {
    for head in ["content-length: 5000\r\n", "transfer-encoding: chunked\r\n"] {
        let url = serve(move |_, stream| {
            let body = if head.starts_with('t') { "a\r\n{\"openapi\"\r\n" } else { "{\"openapi\"" };
            stream.write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\n{body}").as_bytes()).unwrap();
        });
        refused(&url);
    }
}

#[test]
fn redirect_to_another_host() {
    for to in
        ["http://127.0.0.2:9/", "https://example.com/", "//localhost/x", "file:///etc/hosts", "http://127.0.0.1:1/"]
    {
        let headers = format!("location: {to}\r\n");
        let url = serve(move |_, stream| respond(stream, "302 Found", &headers, b""));
        let message = refused(&url);
        assert!(message.contains(&format!("redirects to `{to}`, which is another host")), "{message}");
    }
}

#[test]
fn redirect_on_the_same_host() {
    let url = serve(|path, stream| match path {
        "/old" => respond(stream, "301 Moved Permanently", "location: /new\r\n", b""),
        "/new" => respond(stream, "307 Temporary Redirect", "location: newest\r\n", b""),
        "/newest" => respond(stream, "200 OK", "", pretty(&document()).as_bytes()),
        _ => respond(stream, "404 Not Found", "", b""),
    });
    let tree = Tree::new();
    fetch(&tree, &format!("{url}/old")).0.unwrap();
    let lock = LockFile::parse(&tree.read("openapi/platform.lock.toml")).unwrap();
    assert_eq!(lock.document.origin.url, Some(format!("{url}/old")));
}

#[test]
fn redirect_without_end() {
    let message = refused_answer("302 Found", "location: /again\r\n", "");
    assert!(message.contains("redirects more than 5 times"), "{message}");
}

#[test]
fn slow_in_every_way() {
    // No answer at all; a head that never ends; a body that stops; a body of drops, which only the
    // total limit ends.
    let cases: [fn(&mut TcpStream); 4] = [
        |_| thread::sleep(Duration::from_secs(4)),
        |stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nx-a: ");
            thread::sleep(Duration::from_secs(4));
        },
        |stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
            thread::sleep(Duration::from_secs(4));
        },
        |stream| {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
            while stream.write_all(b" ").is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        },
    ];
    let workers = cases.map(|case| {
        thread::spawn(move || {
            let url = serve(move |_, stream| case(stream));
            let tree = Tree::new();
            let started = Instant::now();
            let message = fetch(&tree, &url).0.unwrap_err().to_string();
            assert!(message.contains("took too long"), "{message}");
            assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
        })
    });
    workers.into_iter().for_each(|worker| worker.join().unwrap());
}

#[test]
fn reset() {
    let url = serve(|_, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{");
        let _ = stream.shutdown(Shutdown::Both);
    });
    refused(&url);
    let message = refused(&serve(|_, stream| drop(stream.shutdown(Shutdown::Both))));
    assert!(message.contains("http://127.0.0.1"), "{message}");
}

#[test]
fn nobody_listens() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    refused(&url);
}

#[test]
fn larger_than_the_limit_and_never_read_to_its_end() {
    let (sender, receiver) = mpsc::channel();
    let url = serve(move |_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9000000000\r\n\r\n").unwrap();
        let piece = vec![b' '; 1 << 20];
        let written = (0..9000).take_while(|_| stream.write_all(&piece).is_ok()).count();
        sender.send(written).unwrap();
    });
    let tree = Tree::new();
    let limits = Limits { total: Duration::from_secs(60), read: Duration::from_secs(10), ..Limits::default() };
    let (ended, _) = printed(|printer| fetch::run(&url, &limits, &tree.project(), printer));
    let message = ended.unwrap_err().to_string();
    assert!(message.contains("is larger than 32 MiB"), "{message}");
    assert!(receiver.recv().unwrap() < 64);
}

#[test]
fn addresses_that_are_not_asked() {
    let tree = Tree::new();
    for url in
        ["http://api.example.com/openapi.json", "ftp://example.com", "nonsense", "https://me:secret@example.com/"]
    {
        let ended = tree.xtask(&["fetch", "--url", url]);
        assert_eq!(code(&ended), 2);
        assert!(stderr(&ended).starts_with("error: "), "{}", stderr(&ended));
        assert!(!stderr(&ended).contains("secret"));
    }
}

#[test]
fn the_binary_fetches() {
    let url = serve(|_, stream| respond(stream, "200 OK", "", pretty(&document()).as_bytes()));
    let tree = Tree::new();
    let ended = tree.xtask(&["fetch", "--url", &url]);
    assert_eq!(code(&ended), 0, "{}", stderr(&ended));
    let told = String::from_utf8(ended.stdout).unwrap();
    assert!(!told.contains(['\r', '\x1b']), "{told}");
    assert!(told.contains("     Fetched http://127.0.0.1"), "{told}");
    let ended = tree.xtask(&["fetch", "--url", &format!("{url}/"), "--color", "always"]);
    assert!(String::from_utf8(ended.stdout).unwrap().contains("\x1b[1m\x1b[32m     Fetched\x1b[0m"));
}
