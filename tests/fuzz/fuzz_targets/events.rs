//! Bytes → a stream of events: the same events in one piece as in many, and an end.
//!
//! The first byte says how long the pieces are.
#![no_main]

use std::sync::LazyLock;

use bytes::Bytes;
use fal_platform_fuzz::{Told, runtime, silent};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;

static TOLD: LazyLock<Told> = LazyLock::new(Told::default);
static RUNTIME: LazyLock<Runtime> = LazyLock::new(runtime);

fuzz_target!(|data: &[u8]| {
    let Some((length, text)) = data.split_first() else { return };
    let length = usize::from(*length % 16) + 1;
    let whole = events([Bytes::copy_from_slice(text)]);
    let pieces = events(text.chunks(length).map(Bytes::copy_from_slice));
    assert_eq!(whole, pieces);
});

/// All that comes out, as text.
fn events(pieces: impl IntoIterator<Item = Bytes>) -> Vec<String> {
    TOLD.tell("text/event-stream", pieces);
    let client = TOLD.client();
    RUNTIME.block_on(async {
        let mut found = Vec::new();
        let mut events = client.serverless_logs_stream().app_id("a").events();
        while let Some(event) = events.next().await {
            if let Err(error) = &event {
                silent(error);
            }
            let failed = event.is_err();
            found.push(event.map_or_else(|error| error.to_string(), |event| format!("{event:?}")));
            if failed {
                break;
            }
        }
        found
    })
}
