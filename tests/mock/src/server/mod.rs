//! The server: a thread of its own, so that neither a paused clock nor a busy test gets in its way.

mod handle;
mod receive;
mod send;
mod socket;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::oneshot;

use crate::document::Document;
use crate::error::Error;
use crate::fault::Faults;
use crate::idempotency::Replays;
use crate::modes::Modes;
use crate::record::Records;
use crate::settings::Settings;
use crate::story::Stories;
use socket::Socket;

/// How long bytes take to arrive on loopback, with room to spare.
pub(crate) const ARRIVES: Duration = Duration::from_millis(30);

/// What the handle and the connections share.
pub(crate) struct Shared {
    pub(crate) document: Arc<Document>,
    pub(crate) settings: Settings,
    state: Mutex<State>,
}

/// What changes while the server runs.
pub(crate) struct State {
    pub(crate) records: Records,
    pub(crate) faults: Faults,
    pub(crate) modes: Modes,
    pub(crate) stories: Stories,
    pub(crate) replays: Replays,
}

impl Shared {
    pub(crate) fn new(document: Arc<Document>, settings: Settings) -> Self {
        let state = State {
            records: Records::new(settings.remember),
            faults: Faults::default(),
            modes: Modes::default(),
            stories: Stories::new(&settings),
            replays: Replays::new(settings.remember),
        };
        Self { document, settings, state: Mutex::new(state) }
    }

    /// The state. A panic elsewhere does not take it away: it is never left half-changed.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server that runs; it stops when this is dropped.
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn start(shared: Arc<Shared>) -> Result<Self, Error> {
        let port = shared.settings.port;
        let failed = |what: &str, error: std::io::Error| Error::new(format!("cannot {what}: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed("start a runtime", error))?;
        let listener = {
            let _entered = runtime.enter();
            listener(port).map_err(|error| failed(&format!("listen on port {port}"), error))?
        };
        let address = listener.local_addr().map_err(|error| failed("listen", error))?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new().name("fal-platform-mock".to_owned()).spawn(move || {
            runtime.block_on(async move {
                tokio::select! {
                    _ = stopped => {}
                    () = accept(&listener, &shared) => {}
                }
            });
            // Dropping the runtime ends every connection.
        });
        let thread = thread.map_err(|error| failed("start a thread", error))?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A thousand clients may knock at once.
fn listener(port: u16) -> std::io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    // A port that was in use a moment ago is free; one that is in use is not.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind((Ipv4Addr::LOCALHOST, port).into())?;
    socket.listen(4096)
}

async fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let (socket, control) = Socket::new(stream);
                let shared = Arc::clone(shared);
                tokio::spawn(async move {
                    let service =
                        service_fn(move |request| handle::handle(Arc::clone(&shared), control.clone(), request));
                    // A client that goes away is its own affair.
                    let _ = http1::Builder::new().serve_connection(TokioIo::new(socket), service).await;
                });
            }
            // Too many open files pass by.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// What the service hands to the connection when there is to be no answer.
pub(crate) type NoAnswer = std::io::Error;
