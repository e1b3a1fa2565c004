//! Calls and streams that are dropped at random moments leave nothing behind, on either side.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use fal_platform::{Client, Part};
use fal_platform_mock::{Fault, LogStream, Mock, When};
use futures_util::{StreamExt as _, stream};
use tokio::time::{sleep, timeout};

use super::gauge::Gauge;
use super::{alone, setting};

/// A file that no test reads to its end.
const LONG: u64 = 256 << 20;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn micros(&mut self, end: u64) -> Duration {
        Duration::from_micros(self.below(end))
    }
}

fn client(mock: &Mock) -> Client {
    Client::builder().api_key(mock.api_key()).admin_key(mock.admin_key()).base_url(mock.url()).build().unwrap()
}

fn rounds() -> u64 {
    setting("CANCEL_ROUNDS", 60)
}

#[test]
fn dropped_calls_leave_nothing() {
    alone(async {
        let mock = Mock::builder().without_stories().start().await.unwrap();
        mock.inject(Fault::Silence).share(0.2);
        mock.inject(Fault::Stall).share(0.2);
        mock.inject(Fault::Delay(Duration::from_millis(10))).share(0.2);
        mock.inject(Fault::Reset(When::AfterHeaders)).share(0.1);
        mock.inject(Fault::status(503).retry_after("1")).share(0.2);
        let before = Gauge::now();
        let fal = client(&mock);
        let mut dice = Dice(0x5eed);
        for _ in 0..rounds() {
            let limits: Vec<Duration> = (0..8).map(|_| dice.micros(20_000)).collect();
            let reads = limits.iter().map(|limit| timeout(*limit, fal.get_models().limit(2).send()));
            let _ = futures_util::future::join_all(reads).await;
            let limit = dice.micros(20_000);
            let _ = timeout(limit, fal.create_asset_tag().name("red").send()).await;
        }
        drop(fal);
        Gauge::settled(before, "by dropped calls").await;
    });
}

#[test]
fn dropped_lists_leave_nothing() {
    alone(async {
        let mock = Mock::builder().pages(1_000).page_size(5).without_stories().start().await.unwrap();
        let before = Gauge::now();
        let fal = client(&mock);
        let mut dice = Dice(0x115);
        for _ in 0..rounds() {
            let limit = dice.micros(40_000);
            let taken = dice.below(40) as usize;
            let items = fal.get_models().items().take(taken).collect::<Vec<_>>();
            let _ = timeout(limit, items).await;
        }
        drop(fal);
        Gauge::settled(before, "by dropped lists").await;
        // A list that was dropped asks for no more pages.
        let asked = mock.count_all();
        sleep(Duration::from_millis(100)).await;
        assert_eq!(mock.count_all(), asked);
    });
}

#[test]
fn dropped_events_close_their_connection() {
    alone(async {
        let mock = Mock::start().await.unwrap();
        mock.set_log_stream(LogStream::of(200).pause(Duration::from_millis(5)).open());
        let before = Gauge::now();
        let fal = client(&mock);
        let mut dice = Dice(0xe7e);
        for _ in 0..rounds() {
            let limit = dice.micros(60_000);
            let mut events = fal.serverless_logs_stream().events();
            let _ = timeout(limit, async { while events.next().await.is_some() {} }).await;
        }
        // The client lives: none of these connections can be used again, so none is kept.
        Gauge::settled(before, "by dropped events").await;
        drop(fal);
    });
}

#[test]
fn dropped_downloads_close_their_connection() {
    alone(async {
        let mock = Mock::start().await.unwrap();
        mock.put_made_file("long.bin", LONG);
        let folder = tempfile::tempdir().unwrap();
        let before = Gauge::now();
        let fal = client(&mock);
        let mut dice = Dice(0xd0);
        for round in 0..rounds() {
            let limit = dice.micros(30_000);
            let reading = async {
                let mut body = fal.serverless_download_file().file("long.bin").send().await.unwrap().into_inner();
                if round % 2 == 0 {
                    while body.next().await.is_some() {}
                } else {
                    let _ = body.save(folder.path().join("long.bin")).await;
                }
            };
            let _ = timeout(limit, reading).await;
        }
        Gauge::settled(before, "by dropped downloads").await;
        // A file is there when it is whole, and not before.
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(left.is_empty(), "{left:?}");
        drop(fal);
    });
}

#[test]
fn a_dropped_upload_stops() {
    alone(async {
        let mock = Mock::builder().remember(100_000).start().await.unwrap();
        let before = Gauge::now();
        let fal = client(&mock);
        let mut dice = Dice(0x0b);
        let made = Arc::new(AtomicU64::new(0));
        for _ in 0..rounds() {
            let made = Arc::clone(&made);
            let pieces = stream::unfold(made, |made| async move {
                sleep(Duration::from_micros(500)).await;
                made.fetch_add(1, Ordering::SeqCst);
                Some((Ok::<_, std::io::Error>(Bytes::from_static(&[7; 1024])), made))
            });
            let part = Part::stream(pieces, Some(LONG));
            let limit = Duration::from_millis(2) + dice.micros(30_000);
            let upload = fal.serverless_upload_local_file().target_path("long.bin").file_upload(part).send();
            timeout(limit, upload).await.expect_err("it is too long to be sent");
        }
        Gauge::settled(before, "by dropped uploads").await;
        // Nobody reads from the sources any more, and nobody holds them.
        let stopped = made.load(Ordering::SeqCst);
        sleep(Duration::from_millis(50)).await;
        assert_eq!(made.load(Ordering::SeqCst), stopped);
        assert_eq!(Arc::strong_count(&made), 1);
        let seen = mock.requests_of("serverlessUploadLocalFile");
        assert!(!seen.is_empty() && seen.iter().all(|request| !request.complete), "an upload was taken for complete");
        let begun = seen.iter().filter(|request| request.body_length > 0).count();
        println!("{} uploads arrived, {begun} with content, {} pieces made", seen.len(), stopped);
        assert!(begun * 2 > seen.len(), "the server saw hardly any content: {begun} of {}", seen.len());
        drop(fal);
    });
}
