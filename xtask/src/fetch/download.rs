//! One download, with every limit that a hostile or broken server can run into.

use std::io::Read;

use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body};

use super::address::Address;
use super::{Limits, offline_helps};
use crate::document::parse::too_large;
use crate::trouble::{Result, Trouble};

/// The bytes behind an address; `progress` hears how many have arrived.
pub(super) fn download(address: &Address, limits: &Limits, progress: &mut dyn FnMut(usize)) -> Result<Vec<u8>> {
    let mut address = address.clone();
    let agent = agent(&address, limits);
    for _ in 0..=limits.redirects {
        let response = agent.get(address.as_str()).call().map_err(|error| failed(&address, &error, limits))?;
        let status = response.status();
        let location = response.headers().get(header::LOCATION).cloned();
        match location {
            Some(location) if status.is_redirection() => {
                let location = String::from_utf8_lossy(location.as_bytes()).into_owned();
                address = address.redirect(&location)?;
            }
            _ if status == StatusCode::OK => return body(response, &address, limits, progress),
            _ => {
                return Err(offline_helps(Trouble::new(format!("{} answers {status}", address.as_str()))));
            }
        }
    }
    Err(offline_helps(Trouble::new(format!("{} redirects more than {} times", address.as_str(), limits.redirects))))
}

/// Redirects are followed here, not by the agent, which would leave the host.
fn agent(address: &Address, limits: &Limits) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(limits.connect))
        .timeout_recv_response(Some(limits.read))
        .timeout_per_read(Some(limits.read))
        .timeout_global(Some(limits.total))
        .user_agent(concat!("fal-platform-xtask/", env!("CARGO_PKG_VERSION")))
        .accept("application/json");
    match address.loopback() {
        true => config.proxy(None).build().into(),
        false => config.build().into(),
    }
}

fn body(
    response: Response<Body>,
    address: &Address,
    limits: &Limits,
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<u8>> {
    let mut reader = response.into_body().into_reader();
    let mut bytes = Vec::new();
    let mut piece = vec![0; 64 << 10];
    loop {
        let read = reader.read(&mut piece).map_err(|error| failed(address, &ureq::Error::from(error), limits))?;
        if read == 0 {
            return Ok(bytes);
        }
        bytes.extend(piece.iter().take(read));
        if bytes.len() as u64 > limits.bytes {
            return Err(offline_helps(too_large(address.as_str())));
        }
        progress(bytes.len());
    }
}

fn failed(address: &Address, error: &ureq::Error, limits: &Limits) -> Trouble {
    let address = address.as_str();
    offline_helps(Trouble::new(match error {
        ureq::Error::HostNotFound => {
            format!("the host of {address} is not known here; is there a network?")
        }
        ureq::Error::Timeout(timeout) => format!(
            "{address} took too long ({timeout}; at most {} s between two pieces, {} s in all)",
            limits.read.as_secs_f32(),
            limits.total.as_secs_f32()
        ),
        ureq::Error::BodyStalled => format!("{address} stopped in the middle of its answer"),
        ureq::Error::Io(error) => {
            format!("the connection to {address} failed: {error}")
        }
        other => format!("{address} cannot be fetched: {other}"),
    }))
}
