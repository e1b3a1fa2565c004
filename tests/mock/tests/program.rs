//! The program: what it prints, and that what it prints works.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic is how a test reports")]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

/// The running program; it ends with the test.
struct Program {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fal-platform-mock"));
        let mut child = command.args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ended(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_fal-platform-mock")).args(arguments).output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(told).unwrap())
}

#[tokio::test]
async fn it_says_how_to_reach_it_and_logs_requests() {
    let mut program = Program::start(&["--pages", "2", "--fault", "getMeta=503*1"]);
    assert!(program.line().contains("answers 82 operations"));
    program.line();
    let mut exported = Vec::new();
    for name in ["FAL_PLATFORM_BASE_URL", "FAL_KEY", "FAL_ADMIN_KEY"] {
        let line = program.line();
        exported.push(line.strip_prefix(&format!("export {name}=")).unwrap_or_else(|| panic!("{line}")).to_owned());
    }
    program.line();
    let get = |path: &str, key: &str| {
        let request = reqwest::Client::new().get(format!("{}{path}", exported[0]));
        request.header("authorization", format!("Key {key}")).send()
    };
    assert_eq!(get("/meta", &exported[1]).await.unwrap().status(), 503);
    assert!(program.line().ends_with("(getMeta, api key) 503 [answer 503]"));
    assert_eq!(get("/keys?limit=1", &exported[2]).await.unwrap().status(), 200);
    assert_eq!(program.line(), "GET /keys?limit=1 (listApiKeys, admin key) 200");
    assert_eq!(get("/models?limit=x", &exported[1]).await.unwrap().status(), 400);
    assert_eq!(program.line(), "GET /models?limit=x (getModels, api key) 400");
    assert!(program.line().starts_with("    violation: query.limit:"));
}

#[test]
fn it_helps_and_refuses() {
    let (code, help) = ended(&["--help"]);
    assert_eq!(code, 0);
    for word in fal_platform_mock::WORDS {
        assert!(help.contains(word), "--help does not know {word}");
    }
    let (code, told) = ended(&["--fault", "nonsense"]);
    assert!(code == 2 && told.contains("is no fault"), "{told}");
    let (code, told) = ended(&["--fault", "getNothing=503"]);
    assert!(code == 2 && told.contains("no operation `getNothing`"), "{told}");
    let (code, told) = ended(&["--document", "no-such-file.json"]);
    assert!(code == 2 && told.contains("cannot read no-such-file.json"), "{told}");
    let (code, told) = ended(&["--document", "Cargo.toml"]);
    assert!(code == 2 && told.contains("the document is no JSON"), "{told}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, told) = ended(&["--port", &port]);
    assert!(code == 2 && told.contains(&format!("cannot listen on port {port}")), "{told}");
}
