//! Uploads on the wire: how they are announced, and what is told of their progress.

use std::sync::{Arc, Mutex};

use super::{POST, request};
use crate::loopback::{Loopback, json as answer};
use crate::{Error, Part, Progress, Stage};

/// What a callback was told.
type Told = Arc<Mutex<Vec<(u64, Option<u64>)>>>;

fn watched(part: Part) -> (Part, Told) {
    let told = Told::default();
    let kept = Arc::clone(&told);
    let part = part.progress(move |Progress { bytes, total, .. }| kept.lock().unwrap().push((bytes, total)));
    (part, told)
}

/// Sends a part: what arrived of it, and whether its length was announced.
async fn sent(part: Part) -> (Vec<u8>, bool) {
    let server = Loopback::playing([answer("200 OK", "true")]).await;
    let client = server.client();
    super::Call::new(&client, &POST).part("file", Ok(part)).json_response::<bool>().await.unwrap();
    let seen = server.only();
    let start = seen.body.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    let end = seen.body.windows(4).rposition(|four| four == b"\r\n--").unwrap();
    (seen.body[start..end].to_vec(), seen.header("content-length").is_some())
}

#[tokio::test]
async fn progress_is_told_from_nothing_to_all() {
    let payload: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let length = payload.len() as u64;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.bin");
    tokio::fs::write(&path, &payload).await.unwrap();
    let reader = || Part::reader(std::io::Cursor::new(payload.clone()));
    for (part, total) in [
        (Part::bytes(payload.clone()), Some(length)),
        (Part::file(&path).await.unwrap(), Some(length)),
        (reader().sized(length), Some(length)),
        (reader(), None),
    ] {
        let (part, told) = watched(part);
        let (arrived, announced) = sent(part).await;
        assert!(arrived == payload, "{} bytes arrived", arrived.len());
        assert_eq!(announced, total.is_some());
        let told = told.lock().unwrap();
        assert_eq!((told[0], told[told.len() - 1]), ((0, total), (length, total)));
        assert!(told.windows(2).all(|two| two[0].0 < two[1].0) && told.len() > 3, "{told:?}");
    }
    let (part, told) = watched(Part::text(""));
    assert_eq!(sent(part).await, (Vec::new(), true));
    assert_eq!(*told.lock().unwrap(), [(0, Some(0))]);
}

#[test]
fn what_is_watched_is_sent_once() {
    let can_repeat = |part: Part| request(&POST, |call| call.part("file", Ok(part))).unwrap().try_clone().is_some();
    assert!(can_repeat(Part::text("a").sized(7)));
    assert!(!can_repeat(watched(Part::text("a")).0));
}

#[tokio::test]
async fn an_announced_length_holds() {
    for length in [3, 5] {
        let server = Loopback::playing([answer("200 OK", "true")]).await;
        let client = server.client();
        let part = Part::reader(&b"four"[..]).sized(length);
        assert_eq!(part.length(), Some(length));
        let call = super::Call::new(&client, &POST).part("file", Ok(part));
        let error: Error = call.json_response::<bool>().await.unwrap_err();
        assert_eq!(error.stage(), Stage::MaybeSent);
        assert!(error.to_string().contains("than announced"), "{error}");
    }
}
