//! The same events, however their bytes are cut.

use proptest::prelude::*;

use super::*;

fn read(pieces: impl IntoIterator<Item = Vec<u8>>) -> (Vec<RawEvent>, Option<std::time::Duration>) {
    futures_executor(async {
        let mut events = body(pieces).events();
        let mut found = Vec::new();
        while let Some(event) = events.next().await {
            found.push(event.unwrap());
        }
        (found, events.retry())
    })
}

fn futures_executor<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn whole() -> (Vec<RawEvent>, Option<std::time::Duration>) {
    (expected(), Some(std::time::Duration::from_millis(1500)))
}

#[test]
fn every_split_of_every_byte_gives_the_same_events() {
    let bytes = RECORDED.as_bytes();
    assert_eq!(read([bytes.to_vec()]), whole());
    assert_eq!(read(bytes.iter().map(|byte| vec![*byte])), whole());
    assert_eq!(read(bytes.iter().flat_map(|byte| [vec![], vec![*byte]])), whole());
    for at in 0..=bytes.len() {
        let (one, two) = bytes.split_at(at);
        assert_eq!(read([one.to_vec(), two.to_vec()]), whole(), "cut at {at}");
        // A third piece around the places that are hard to read: one, two and three bytes long.
        for length in 1..=3.min(two.len()) {
            let (two, three) = two.split_at(length);
            assert_eq!(read([one, two, three].map(<[u8]>::to_vec)), whole(), "cut at {at} and {length} behind it");
        }
    }
}

proptest! {
    #[test]
    fn any_pieces_give_the_same_events(mut cuts in prop::collection::vec(0..=RECORDED.len(), 0..40)) {
        cuts.extend([0, RECORDED.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| RECORDED.as_bytes()[cut[0]..cut[1]].to_vec());
        prop_assert_eq!(read(pieces), whole());
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..200), size in 1_usize..20) {
        futures_executor(async {
            let mut events = body(bytes.chunks(size).map(<[u8]>::to_vec)).events();
            while let Some(Ok(_)) = events.next().await {}
        });
    }
}

#[tokio::test]
async fn an_event_that_never_ends_is_not_kept() {
    let endless = std::iter::once(b"data: {\"n\":1}\n\ndata: ".to_vec()).chain((0..20).map(|_| vec![b'x'; 1 << 12]));
    let mut events = body(endless).events();
    assert!(events.next().await.unwrap().is_ok());
    let error = events.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("longer than 65536 bytes"), "{error}");
    assert!(events.next().await.is_none());
    // Many of them are no long one.
    let many = (0..20).map(|_| b": ping\r\n\r\n".repeat(1 << 10));
    assert!(body(many).events().next().await.is_none());
}
