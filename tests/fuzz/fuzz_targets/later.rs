//! Bytes → `Retry-After`: a wait or none.
#![no_main]

use std::time::{Duration, SystemTime};

use fal_platform_client::error::retry_after;
use libfuzzer_sys::fuzz_target;
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};

fuzz_target!(|data: &[u8]| {
    let Ok(value) = HeaderValue::from_bytes(data) else { return };
    let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_780_000_000);
    let wait = retry_after(&headers, now);
    let text = std::str::from_utf8(data).unwrap_or_default();
    if let Some(seconds) = text.is_ascii().then(|| text.trim().parse::<u32>().ok()).flatten() {
        assert_eq!(wait, Some(Duration::from_secs(seconds.into())));
    }
    // What is asked at the moment that is named is asked at once, or after the leap second that it is in.
    if let Some(wait) = wait.filter(|wait| wait.as_secs() < u64::from(u32::MAX) && !is_number(data)) {
        assert!(retry_after(&headers, now + wait) <= Some(Duration::from_secs(1)));
    }
});

fn is_number(data: &[u8]) -> bool {
    std::str::from_utf8(data).is_ok_and(|text| text.trim().parse::<f64>().is_ok())
}
