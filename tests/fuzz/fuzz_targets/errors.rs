//! Bytes → what a server says, over a socket → an error that shows no key, or a value.
//!
//! The first two bytes choose the status and the media type; the rest is the body, in which `\x00` stands
//! for the key, as a server might repeat it.
#![no_main]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use fal_platform::{Client, Retry};
use fal_platform_fuzz::{KEY, runtime, silent};
use libfuzzer_sys::fuzz_target;
use tokio::runtime::Runtime;

const MEDIA: [&str; 5] =
    ["application/json", "text/html", "text/plain; charset=latin1", "image/png", "application/problem+json"];

static RUNTIME: LazyLock<Runtime> = LazyLock::new(runtime);
static ANSWER: LazyLock<Arc<Mutex<Vec<u8>>>> = LazyLock::new(Arc::default);
static CLIENT: LazyLock<Client> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/v1", listener.local_addr().expect("a port"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(&stream));
        }
    });
    let builder = Client::builder().key(KEY).base_url(url);
    builder.options(|options| options.retry(Retry::never())).build().expect("a client")
});

fuzz_target!(|data: &[u8]| {
    let [status, media, body @ ..] = data else { return };
    let status = match status % 8 {
        0 => 401,
        1 => 403,
        2 => 404,
        3 => 422,
        4 => 429,
        5 => 500,
        6 => 200,
        _ => 400 + u16::from(*status),
    };
    let media = MEDIA[usize::from(*media) % MEDIA.len()];
    let body: Vec<u8> = body
        .iter()
        .flat_map(|byte| if *byte == 0 { KEY.as_bytes() } else { std::slice::from_ref(byte) })
        .copied()
        .collect();
    let head = format!("HTTP/1.1 {status} X\r\ncontent-type: {media}\r\ncontent-length: {}\r\n\r\n", body.len());
    *ANSWER.lock().unwrap_or_else(PoisonError::into_inner) = [head.into_bytes(), body].concat();
    RUNTIME.block_on(async {
        // What is sent without a key, as `getMeta` is, cannot be repeated.
        let results = [
            CLIENT.get_models().limit(1).send().await.map(drop),
            CLIENT.get_workflow().username("a").workflow_name("b").send().await.map(drop),
        ];
        for error in results.iter().filter_map(|result| result.as_ref().err()) {
            silent(error);
        }
    });
});

fn serve(stream: &TcpStream) {
    let mut to = stream;
    for line in BufReader::new(stream).lines() {
        match line {
            Ok(line) if line.is_empty() => {
                let answer = ANSWER.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if to.write_all(&answer).is_err() {
                    return;
                }
            }
            Ok(_) => {}
            Err(_) => return,
        }
    }
}
