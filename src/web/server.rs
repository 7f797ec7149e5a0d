//! The HTTP server.

use crate::domain::violation::Violation;
use crate::web::error::WebError;
use crate::web::frame::frame;
use crate::web::routes;
use crate::web::state::State;
use crate::web::watch::numbers;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpRequest, HttpServer, web};
use std::net::TcpListener;
use std::path::PathBuf;

/// The most bytes a request may carry, unless its route takes files.
const BODY_BYTES: usize = 1024 * 1024;

/// An address whose query cannot be read: programs are told what the reader of the query says, people that it is so.
fn unread_query(what: &str, req: &HttpRequest) -> WebError {
    if req.path().starts_with("/api/") {
        return WebError::Unreadable(format!("query: {what}"));
    }
    WebError::UnreadablePage(Violation::new("query.unreadable"))
}

/// Where the numbers for whoever watches are served.
pub struct Watched {
    /// Apart from the public address.
    pub listener: TcpListener,
    /// Where the last backup is noted.
    pub mark: Option<PathBuf>,
}

/// Listens until it is told to stop. `ready` is called with the address once it listens.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(state: State, listener: TcpListener, workers: usize, watched: Option<Watched>) -> std::io::Result<()> {
    let state = web::Data::new(state);
    if let Some(Watched { listener, mark }) = watched {
        let numbers = numbers::begin(state.clone(), mark)?;
        actix_web::rt::spawn(numbers::serve(numbers, listener)?);
    }
    // What actix itself cannot read is told like everything else.
    let query = || web::QueryConfig::default().error_handler(|e, req| unread_query(&e.to_string(), req).into());
    let path = || web::PathConfig::default().error_handler(|_, _| WebError::NotFound.into());
    let payload = || web::PayloadConfig::new(BODY_BYTES);
    let app = move || {
        let app = App::new().app_data(state.clone()).app_data(query()).app_data(path()).app_data(payload());
        app.wrap(Compress::default()).wrap(from_fn(frame)).configure(routes::configure)
    };
    HttpServer::new(app).workers(workers).shutdown_timeout(10).listen(listener)?.run().await
}
