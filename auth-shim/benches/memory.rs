//! The peak memory of a program that streams: `bench/memory` runs it.
//!
//! ```text
//! memory serve                       a server on loopback, which prints its address
//! memory list ADDRESS ITEMS          reads so many log entries by `items`, in pages of 1,000
//! memory upload ADDRESS MIB          uploads so much out of a reader
//! memory download ADDRESS MIB FILE   downloads so much into a file, and compares its checksum
//! ```
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::error::Error;
use std::time::Instant;

use fal_platform::{Checksum, Client, Part};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

type Outcome = Result<(), Box<dyn Error>>;

const MIB: u64 = 1024 * 1024;
const PAGE: u64 = 1000;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let begun = Instant::now();
    match words.as_slice() {
        ["serve"] => return runtime.block_on(serve()),
        ["list", address, items] => runtime.block_on(list(address, items.parse()?))?,
        ["upload", address, size] => runtime.block_on(upload(address, size.parse()?))?,
        ["download", address, size, file] => runtime.block_on(download(address, size.parse()?, file))?,
        _ => {
            println!("bench/memory says how it is run");
            return Ok(());
        }
    }
    println!("{}: {} kB at most, {:.1} s", words.join(" "), peak()?, begun.elapsed().as_secs_f64());
    Ok(())
}

/// The most memory that this process had at any time, in kB, as Linux tells it.
fn peak() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("the system does not tell")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

fn client(address: &str) -> Result<Client, fal_platform::Error> {
    Client::builder().key("id:secret").base_url(format!("http://{address}/v1")).build()
}

async fn list(address: &str, expected: u64) -> Outcome {
    let fal = client(address)?;
    let search = expected.to_string();
    let mut items = fal.serverless_logs_history().limit(1000).search(search).items();
    let (mut count, mut bytes) = (0, 0);
    while let Some(entry) = items.next().await {
        count += 1;
        bytes += entry?.message.len();
    }
    if (count, bytes) != (expected, usize::try_from(expected)? * MESSAGE.len()) {
        return Err(format!("{count} entries came, with {bytes} bytes of messages").into());
    }
    Ok(())
}

async fn upload(address: &str, size: u64) -> Outcome {
    let fal = client(address)?;
    let length = size * MIB;
    let (tell, told) = std::sync::mpsc::channel();
    let part = Part::reader(tokio::io::repeat(7).take(length)).sized(length).progress(move |progress| {
        if Some(progress.bytes) == progress.total {
            let _ = tell.send(progress.bytes);
        }
    });
    fal.serverless_upload_local_file().target_path("a.bin").file_upload(part).send().await?;
    if told.try_recv()? != length { Err("the upload was cut short".into()) } else { Ok(()) }
}

async fn download(address: &str, size: u64, file: &str) -> Outcome {
    let fal = client(address)?;
    let body = fal.serverless_download_file().file(size.to_string()).send().await?.into_inner();
    // What it must amount to depends on the size: wrong on purpose, and the error says the right one.
    let wrong = Checksum::sha256(&"0".repeat(64))?;
    let Err(fal_platform::Error::Checksum(mismatch)) = body.verify(wrong).save(file).await else {
        return Err("a wrong checksum was not found".into());
    };
    let body = fal.serverless_download_file().file(size.to_string()).send().await?.into_inner();
    let length = body.verify(mismatch.found().clone()).save(file).await?;
    if length != size * MIB { Err("the download was cut short".into()) } else { Ok(()) }
}

const MESSAGE: &str = "GET /health 200 in 3 ms, and the rest of a line as long as they are, more or less";

async fn serve() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(async move {
            // A client that goes away is no news.
            let _ = answer(stream).await;
        });
    }
}

/// Answers request after request.
async fn answer(stream: TcpStream) -> Outcome {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::with_capacity(64 * 1024, stream);
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        let head = String::from_utf8(head)?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = (&mut stream).take(length.unwrap_or("0").parse()?);
        tokio::io::copy(&mut body, &mut tokio::io::sink()).await?;
        let target = head.split(' ').nth(1).unwrap_or_default();
        if let Some(size) = target.strip_prefix("/v1/serverless/files/file/").and_then(|size| size.parse::<u64>().ok())
        {
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", size * MIB);
            stream.write_all(head.as_bytes()).await?;
            let mut content = tokio::io::repeat(7).take(size * MIB);
            tokio::io::copy(&mut content, stream.get_mut()).await?;
        } else {
            let body = if target.contains("/logs/history") { page(target) } else { "true".to_owned() };
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
            stream.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).await?;
        }
    }
}

/// A page of log entries, as many as the search says over all pages.
fn page(target: &str) -> String {
    let number = |name: &str| {
        let query = target.split(['?', '&']).find_map(|pair| pair.strip_prefix(name));
        query.and_then(|number| number.parse::<u64>().ok()).unwrap_or(0)
    };
    let (all, from) = (number("search="), number("cursor="));
    let to = all.min(from + PAGE);
    let entry = format!(
        r#"{{"timestamp":"2026-08-01T12:00:00Z","level":"info","message":"{MESSAGE}","app":"a","revision":"r"}}"#
    );
    let items = vec![entry; usize::try_from(to - from).unwrap_or(0)].join(",");
    let next = if to < all { format!("\"{to}\"") } else { "null".to_owned() };
    format!(r#"{{"items":[{items}],"next_cursor":{next},"has_more":{}}}"#, to < all)
}
