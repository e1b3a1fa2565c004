//! The one place that prints: status lines like cargo's, and progress that only a terminal sees.

use std::env;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use clap::ColorChoice;

use crate::trouble::{Result, Trouble};

/// Status words end in this column, as cargo's do.
const WIDTH: usize = 12;
/// What a hostile document can put on one line.
const LONGEST: usize = 1000;

/// Whether lines are colored and whether progress is shown.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Look {
    /// Status words are colored.
    pub color: bool,
    /// There is a terminal on which a line can be written over.
    pub progress: bool,
}

impl Look {
    /// What suits a stream: color as asked for, and by itself only on a terminal that wants it.
    pub fn of(choice: ColorChoice, terminal: bool) -> Self {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let able = env::var_os("TERM").is_none_or(|value| value != "dumb");
        Self {
            color: match choice {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto => terminal && wanted && able,
            },
            progress: terminal && able,
        }
    }
}

/// How a status word is meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// A fact that asks for nothing.
    Plain,
    /// A person should look.
    Look,
    /// Something is wrong.
    Wrong,
}

impl Tone {
    fn style(self) -> Style {
        let color = match self {
            Self::Done => AnsiColor::Green,
            Self::Plain => AnsiColor::Cyan,
            Self::Look => AnsiColor::Yellow,
            Self::Wrong => AnsiColor::Red,
        };
        color.on_default().bold()
    }
}

/// Writes lines to a stream. A closed pipe ends the output, not the work.
pub struct Printer<'w> {
    out: &'w mut dyn Write,
    look: Look,
    standing: bool,
    failure: Option<io::Error>,
}

impl<'w> Printer<'w> {
    /// A printer on `out`.
    pub fn new(out: &'w mut dyn Write, look: Look) -> Self {
        Self { out, look, standing: false, failure: None }
    }

    /// `        Word text`: one line of the report.
    pub fn status(&mut self, tone: Tone, word: &str, text: &str) {
        let word = self.paint(tone, word);
        self.line(&format!("{word} {}", harmless(text)));
    }

    /// A line above others, with room before it.
    pub fn heading(&mut self, text: &str) {
        let style = Style::new().bold();
        let text = harmless(text);
        let text = if self.look.color { format!("{style}{text}{style:#}") } else { text };
        self.line("");
        self.line(&text);
    }

    /// A line that belongs to the one above it.
    pub fn detail(&mut self, text: &str) {
        self.line(&format!("{:WIDTH$} {}", "", harmless(text)));
    }

    /// What is going on right now; a terminal shows it until the next line, a pipe never sees it.
    pub fn progress(&mut self, word: &str, text: &str) {
        if self.look.progress {
            let word = self.paint(Tone::Plain, word);
            self.put(&format!("\r\x1b[2K{word} {}", harmless(text)));
            self.standing = true;
            self.flush();
        }
    }

    /// Why the command stops.
    pub fn trouble(&mut self, trouble: &Trouble) {
        let text = trouble.to_string();
        let mut lines = text.lines();
        let style = Tone::Wrong.style();
        let word = if self.look.color { format!("{style}error{style:#}") } else { "error".to_owned() };
        self.line(&format!("{word}: {}", harmless(lines.next().unwrap_or_default())));
        for line in lines {
            self.line(&harmless(line));
        }
    }

    /// Text that is formatted already, such as a report for a machine.
    pub fn text(&mut self, text: &str) {
        self.clear();
        self.put(text);
    }

    /// Ends the output.
    ///
    /// # Errors
    /// Something that was printed did not arrive, for another reason than a reader that has gone.
    pub fn finish(mut self) -> Result<()> {
        self.clear();
        self.flush();
        match self.failure {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Trouble::new(format!("the output could not be written: {error}")))
            }
            _ => Ok(()),
        }
    }

    fn paint(&self, tone: Tone, word: &str) -> String {
        let style = tone.style();
        if self.look.color { format!("{style}{word:>WIDTH$}{style:#}") } else { format!("{word:>WIDTH$}") }
    }

    fn line(&mut self, line: &str) {
        self.clear();
        self.put(line.trim_end());
        self.put("\n");
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.standing) {
            self.put("\r\x1b[2K");
        }
    }

    fn put(&mut self, text: &str) {
        if self.failure.is_none() {
            self.failure = self.out.write_all(text.as_bytes()).err();
        }
    }

    fn flush(&mut self) {
        if self.failure.is_none() {
            self.failure = self.out.flush().err();
        }
    }
}

/// Text of a document cannot move the cursor, start a line of its own, or fill the screen.
fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST {
            out.push('…');
            break;
        }
        let reordering =
            matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if character.is_control() || reordering {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

/// A number as people write it: `19,204`.
pub fn figure(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 file`, `2 files`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = match (number, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        (_, None) => format!("{noun}s"),
    };
    format!("{} {plural}", figure(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(look: Look, print: impl FnOnce(&mut Printer<'_>)) -> String {
        let mut out = Vec::new();
        let mut printer = Printer::new(&mut out, look);
        print(&mut printer);
        printer.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_pipe_sees_plain_lines_and_no_progress() {
        let text = printed(Look::default(), |printer| {
            printer.progress("Fetching", "1 of 2");
            printer.status(Tone::Done, "Updated", "a.rs");
            printer.detail("2 lines");
        });
        assert_eq!(text, "     Updated a.rs\n             2 lines\n");
    }

    #[test]
    fn a_terminal_sees_progress_that_the_next_line_replaces() {
        let look = Look { color: true, progress: true };
        let text = printed(look, |printer| {
            printer.progress("Fetching", "half");
            printer.status(Tone::Done, "Fetched", "all");
        });
        assert_eq!(
            text,
            "\r\x1b[2K\x1b[1m\x1b[36m    Fetching\x1b[0m half\r\x1b[2K\x1b[1m\x1b[32m     Fetched\x1b[0m all\n"
        );
    }

    #[test]
    fn a_document_cannot_steer_the_terminal() {
        let text = printed(Look::default(), |printer| {
            printer.trouble(&Trouble::new("bad \x1b[2J\u{202e} id").help("none"));
            printer.status(Tone::Look, "Look", &"x".repeat(5000));
        });
        assert!(text.starts_with("error: bad \\u{1b}[2J\\u{202e} id\n  help: none\n"));
        assert!(text.lines().all(|line| line.len() < 1100));
    }

    struct Closed(io::ErrorKind);
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_trouble_and_a_full_disk_is() {
        for (kind, fine) in [(io::ErrorKind::BrokenPipe, true), (io::ErrorKind::StorageFull, false)] {
            let mut out = Closed(kind);
            let mut printer = Printer::new(&mut out, Look::default());
            printer.status(Tone::Done, "Updated", "a.rs");
            assert_eq!(printer.finish().is_ok(), fine);
        }
    }

    #[test]
    fn figures_read_well() {
        assert_eq!(figure(0), "0");
        assert_eq!(figure(999), "999");
        assert_eq!(figure(1_234_567), "1,234,567");
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(2, "entry"), "2 entries");
    }
}
