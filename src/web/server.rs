//! The HTTP server.

use crate::web::error::WebError;
use crate::web::frame::frame;
use crate::web::routes;
use crate::web::state::State;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use std::net::TcpListener;

/// The most bytes a request may carry, unless its route takes files.
const BODY_BYTES: usize = 1024 * 1024;

/// Listens until it is told to stop. `ready` is called with the address once it listens.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(state: State, listener: TcpListener, workers: usize) -> std::io::Result<()> {
    let state = web::Data::new(state);
    // What actix itself cannot read is told like everything else.
    let query = || web::QueryConfig::default().error_handler(|e, _| WebError::Unreadable(e.to_string()).into());
    let path = || web::PathConfig::default().error_handler(|_, _| WebError::NotFound.into());
    let payload = || web::PayloadConfig::new(BODY_BYTES);
    let app = move || {
        let app = App::new().app_data(state.clone()).app_data(query()).app_data(path()).app_data(payload());
        app.wrap(Compress::default()).wrap(from_fn(frame)).configure(routes::configure)
    };
    HttpServer::new(app).workers(workers).shutdown_timeout(10).listen(listener)?.run().await
}
