//! A server on loopback that says the same to everybody, in a process of its own.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use crate::answers;

/// Serves until its own input ends.
pub(crate) fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}/v1", listener.local_addr()?);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(&stream));
        }
    });
    io::stdin().read_to_end(&mut Vec::new()).map(drop)
}

/// Answers every request of a connection.
fn answer(stream: &TcpStream) -> io::Result<()> {
    let body = answers::models(10);
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
    let whole = format!("{head}{body}");
    let mut lines = BufReader::new(stream).lines();
    let mut stream = stream;
    while let Some(line) = lines.next() {
        if line?.is_empty() {
            stream.write_all(whole.as_bytes())?;
        }
    }
    Ok(())
}
