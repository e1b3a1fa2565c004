//! Files over a real connection: whole on the disk or not there, whatever goes wrong, and as the
//! listing says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test reports")]

mod common;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{Deed, Seen, Server, Virtual, answer, json};
use fal_platform::{ByteStream, Checksum, Client, Error, Progress, types};

const CONTENT: &str = "0123456789";
const SHA256: &str = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";
const MD5: &str = "781e5e245d69b566979b86e28d23f2c7";

/// Bytes so far, and all of them.
type Told = (u64, Option<u64>);

fn head(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\ncontent-length: {length}\r\n\r\n")
}

fn content(_: &Seen) -> Deed {
    Deed::Say(format!("{}{CONTENT}", head(CONTENT.len())).into_bytes())
}

fn client(server: &Server) -> Client {
    let idle = |options: fal_platform::Options| options.idle_timeout(Duration::from_millis(100));
    server.client().key("id:x").clock(Virtual::new()).options(idle).build().unwrap()
}

async fn download(server: &Server) -> ByteStream {
    let fal = client(server);
    fal.serverless_download_file().file("data/a b.bin").send().await.unwrap().into_inner()
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_file_is_whole_and_alone_in_its_folder() {
    let server = Server::doing(content).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    tokio::fs::write(&path, "an older and longer version").await.unwrap();
    let told: Arc<Mutex<Vec<Told>>> = Arc::default();
    let kept = Arc::clone(&told);
    let body = download(&server).await.verify(Checksum::sha256(SHA256).unwrap());
    let body = body.progress(move |Progress { bytes, total, .. }| kept.lock().unwrap().push((bytes, total)));
    assert_eq!(body.save(&path).await.unwrap(), 10);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), CONTENT);
    assert_eq!(names(folder.path()), ["a.bin"]);
    let told = told.lock().unwrap();
    assert_eq!((told[0], told[told.len() - 1]), ((0, Some(10)), (10, Some(10))));
}

#[tokio::test]
async fn what_fails_leaves_nothing_and_the_old_file_as_it_was() {
    let short = |_: &Seen| Deed::Say(format!("{}0123", head(10)).into_bytes());
    let reset = |_: &Seen| Deed::Break(format!("{}0123", head(10)).into_bytes());
    let still = |_: &Seen| Deed::Stall(format!("{}0123", head(10)).into_bytes());
    let none = Checksum::sha256(&"0".repeat(64)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    tokio::fs::write(&path, "old").await.unwrap();
    for (server, expected, checksum) in [
        (Server::doing(short).await, "broke off", None),
        (Server::doing(reset).await, "broke off", None),
        (Server::doing(still).await, "stood still", None),
        // What broke off is said to have broken off, and not to be something else.
        (Server::doing(short).await, "broke off", Some(none.clone())),
        (Server::doing(content).await, "their checksum is sha256:84d89877", Some(none)),
        (Server::doing(content).await, "not md5:0000", Some(Checksum::md5(&"0".repeat(32)).unwrap())),
    ] {
        let error = download(&server).await.verify(checksum).save(&path).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.operation(), Some("serverlessDownloadFile"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["a.bin"], "{error}");
    }
}

#[tokio::test]
async fn a_download_that_is_dropped_leaves_nothing() {
    let server = Server::doing(|_| Deed::Stall(format!("{}0123", head(10)).into_bytes())).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.bin");
    let (tell, mut begun) = tokio::sync::mpsc::unbounded_channel();
    let fal = server.client().key("id:x").build().unwrap();
    let body = fal.serverless_download_file().file("a").send().await.unwrap().into_inner();
    let body = body.progress(move |progress| {
        let _ = tell.send(progress.bytes);
    });
    {
        let mut saving = std::pin::pin!(body.save(&path));
        loop {
            tokio::select! {
                done = &mut saving => panic!("the body has no end: {done:?}"),
                bytes = begun.recv() => if bytes == Some(4) { break },
            }
        }
        let beside = names(folder.path());
        assert!(matches!(beside.as_slice(), [name] if name.ends_with(".part")), "{beside:?}");
    }
    assert_eq!(names(folder.path()), [""; 0]);
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_told_with_its_reason() {
    let server = Server::doing(content).await;
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("not/there/a.bin"), folder.path().to_owned(), Path::new("/").to_owned()] {
        let error = download(&server).await.save(&path).await.unwrap_err();
        assert!(matches!(error, Error::Body(_)), "{error:?}");
        assert!(error.to_string().contains("could not be saved"), "{error}");
    }
    assert_eq!(names(folder.path()), [""; 0]);
}

#[tokio::test]
async fn a_checksum_is_compared_however_the_body_is_read() {
    let server = Server::doing(content).await;
    let wrong = || Checksum::md5(&"0".repeat(32)).unwrap();
    let error = download(&server).await.verify(wrong()).bytes().await.unwrap_err();
    let Error::Checksum(mismatch) = &error else { panic!("{error:?}") };
    assert_eq!(mismatch.expected(), &wrong());
    assert_eq!(mismatch.found(), &Checksum::md5(MD5).unwrap());
    assert_eq!(error.stage(), fal_platform::Stage::Answered);
    download(&server).await.verify(wrong()).text().await.unwrap_err();
    download(&server).await.verify(wrong()).copy_to(&mut Vec::new()).await.unwrap_err();
    let body = download(&server).await.verify(Checksum::md5(&MD5.to_uppercase()).unwrap());
    assert_eq!(body.text().await.unwrap(), CONTENT);
    assert_eq!(download(&server).await.verify(None).text().await.unwrap(), CONTENT);
}

#[tokio::test]
async fn a_listing_names_the_checksum() {
    let entry = |more: &str| {
        let date = "2026-08-01T00:00:00Z";
        let entry = format!(
            r#"{{"path":"a","name":"a","created_time":"{date}","updated_time":"{date}","is_file":true,"size":10{more}}}"#
        );
        serde_json::from_str::<types::FileEntry>(&entry).unwrap()
    };
    let both = entry(&format!(r#","checksum_sha256":"{SHA256}","checksum_md5":"{MD5}""#));
    assert_eq!(both.checksum().unwrap(), Some(Checksum::sha256(SHA256).unwrap()), "the better one");
    let md5 = entry(&format!(r#","checksum_sha256":"","checksum_md5":"{MD5}""#));
    assert_eq!(md5.checksum().unwrap(), Some(Checksum::md5(MD5).unwrap()));
    assert_eq!(entry("").checksum().unwrap(), None);
    assert!(entry(r#","checksum_md5":"twelve""#).checksum().unwrap_err().to_string().contains("32 hexadecimal"));
    let server = Server::doing(content).await;
    assert_eq!(download(&server).await.verify(both.checksum().unwrap()).text().await.unwrap(), CONTENT);
}

#[tokio::test]
async fn slashes_of_a_path_are_sent_as_the_options_say() {
    let server = Server::doing(|seen| match seen.line.starts_with("GET") {
        true => answer("200 OK", "", CONTENT),
        false => json("200 OK", "true"),
    })
    .await;
    let fal = client(&server);
    let encoding = fal.with(|options| options.encode_slashes(true));
    let from_the_start = server.client().key("id:x").options(|options| options.encode_slashes(true)).build().unwrap();
    for fal in [&fal, &encoding, &encoding.with(|options| options.encode_slashes(false)), &from_the_start] {
        fal.serverless_download_file().file("a b/c?/ä").send().await.unwrap();
        fal.serverless_upload_local_file().target_path("d/e").file_upload("x").send().await.unwrap();
    }
    let raw = ["GET /v1/serverless/files/file/a%20b/c%3F/%C3%A4", "POST /v1/serverless/files/file/local/d/e"];
    let one = ["GET /v1/serverless/files/file/a%20b%2Fc%3F%2F%C3%A4", "POST /v1/serverless/files/file/local/d%2Fe"];
    let seen: Vec<String> = server.seen().iter().map(|seen| seen.line.replace(" HTTP/1.1", "")).collect();
    assert_eq!(seen, [raw, one, raw, one].concat());
}
