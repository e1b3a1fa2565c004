//! Uploads out of readers that wait.

use std::io::{self, Read};

use bytes::Bytes;
use fal_platform_client::Part;
use futures_core::Stream;
use futures_util::stream::try_unfold;

/// How much is read at a time, and so how much is in memory.
const CHUNK: usize = 64 * 1024;

/// A part of an upload that is sent as it is read, on a thread of its own. With a length, the server
/// learns it beforehand, and a reader that is shorter or longer fails.
///
/// ```no_run
/// # #[cfg(feature = "serverless")]
/// # fn example(fal: fal_platform::blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use fal_platform::blocking::{self, Wait as _};
///
/// let log = std::process::Command::new("git").arg("log").stdout(std::process::Stdio::piped()).spawn()?;
/// let out = log.stdout.ok_or("there is no output")?;
/// let part = blocking::part(out, None).file_name("log.txt");
/// fal.serverless_upload_local_file().target_path("log.txt").file_upload(part).send().wait()?;
/// # Ok(())
/// # }
/// ```
///
/// [`Part::file`] serves for files: `Part::file("log.txt").wait()?`.
pub fn part(reader: impl Read + Send + 'static, length: Option<u64>) -> Part {
    Part::stream(pieces(reader), length)
}

fn pieces<R: Read + Send + 'static>(reader: R) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    try_unfold(reader, |mut reader| async {
        let reading = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; CHUNK];
            let count = loop {
                match reader.read(&mut piece) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read?,
                }
            };
            piece.truncate(count);
            Ok((piece, reader))
        });
        match reading.await {
            Ok(Ok((piece, _))) if piece.is_empty() => Ok(None),
            Ok(Ok((piece, reader))) => Ok(Some((Bytes::from(piece), reader))),
            Ok(Err(error)) => Err(error),
            // The reader panicked; the call fails, and nothing else.
            Err(failed) => Err(io::Error::other(failed)),
        }
    })
}
