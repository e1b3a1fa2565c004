//! Servers on loopback, in a process of their own: one that says the same to everybody, and the mock.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use fal_platform_mock::Mock;

use crate::{Anyhow, KEY, answers};

/// Serves until its own input ends, and says where both are.
pub(crate) fn serve() -> Anyhow<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mock = Mock::builder().api_key(KEY).start_blocking()?;
    println!("http://{}/v1 {}", listener.local_addr()?, mock.url());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(&stream));
        }
    });
    io::stdin().read_to_end(&mut Vec::new())?;
    mock.assert_clean();
    Ok(())
}

/// Answers every request of a connection with ten models, or below `/none` with none.
fn answer(stream: &TcpStream) -> io::Result<()> {
    let answers = [answers::models(10), answers::models(0)].map(|body| {
        let length = body.len();
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
    });
    let [ten, none] = &answers;
    let mut chosen = ten;
    let mut stream = stream;
    for line in BufReader::new(stream).lines() {
        match line?.as_str() {
            "" => stream.write_all(chosen.as_bytes())?,
            line if line.starts_with("GET /v1/none/") => chosen = none,
            line if line.starts_with("GET ") => chosen = ten,
            _ => {}
        }
    }
    Ok(())
}
