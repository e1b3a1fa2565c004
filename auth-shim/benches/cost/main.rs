//! What the client costs: the same calls, and the same decoding, by this client and by hand with
//! reqwest and serde. `bench/cost` counts the instructions of each.
//!
//! ```text
//! cost serve                    two servers on loopback, the second one the mock; says where they are
//! cost call   ours|hand N URL   N lists of ten models from such a server
//! cost decode ours|hand N       N times 10,000 billing events, out of memory
//! ```

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a bench says what it found")]

mod answers;
mod by_hand;
mod server;

use std::error::Error;

use bytes::Bytes;
use fal_platform_client::{Outgoing, Transport};
use futures_core::future::BoxFuture;

type Anyhow<T> = Result<T, Box<dyn Error>>;

const KEY: &str = "0e5c3a11-7f0b-4d7b-9d5e-1f6a2b3c4d5e:3b1f0c8a9d7e6f5a4b3c2d1e0f9a8b7c";

fn main() -> Anyhow<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words == ["serve"] {
        return server::serve();
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let count = runtime.block_on(async {
        match words[..] {
            ["call", "ours", times, url] => ours(times.parse()?, url).await,
            ["call", "hand", times, url] => by_hand::models(times.parse()?, url).await,
            ["decode", who @ ("ours" | "hand"), times] => decode(who, times.parse()?).await,
            _ => Err("see the first lines of this program for what it takes".into()),
        }
    })?;
    println!("{count} items");
    Ok(())
}

async fn ours(times: usize, url: &str) -> Anyhow<usize> {
    let fal = fal_platform::Client::builder().key(KEY).base_url(url).build()?;
    let mut count = 0;
    for _ in 0..times {
        count += fal.get_models().limit(10).q("flux").send().await?.models.len();
    }
    Ok(count)
}

/// Answers everything out of memory.
struct Memory(Bytes);

impl Memory {
    fn answer(&self) -> reqwest::Response {
        http::Response::new(reqwest::Body::from(self.0.clone())).into()
    }
}

impl Transport for Memory {
    fn execute(&self, _: Outgoing) -> BoxFuture<'_, Result<reqwest::Response, fal_platform::Error>> {
        Box::pin(std::future::ready(Ok(self.answer())))
    }
}

async fn decode(who: &str, times: usize) -> Anyhow<usize> {
    let events = Bytes::from(answers::billing_events(10_000));
    let mut count = 0;
    if who == "hand" {
        let memory = Memory(events);
        for _ in 0..times {
            count += by_hand::billing_events(memory.answer()).await?;
        }
        return Ok(count);
    }
    let client = fal_platform_client::Client::with_transport("http://localhost", Memory(events))?;
    for _ in 0..times {
        count += client.admin()?.get_billing_events().limit(10_000).send().await?.billing_events.len();
    }
    Ok(count)
}
