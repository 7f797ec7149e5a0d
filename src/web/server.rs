//! The HTTP server.

use crate::web::frame::frame;
use crate::web::routes;
use crate::web::state::State;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use std::net::TcpListener;

/// Listens until it is told to stop. `ready` is called with the address once it listens.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(state: State, listener: TcpListener, workers: usize) -> std::io::Result<()> {
    let state = web::Data::new(state);
    HttpServer::new(move || App::new().app_data(state.clone()).wrap(Compress::default()).wrap(from_fn(frame)).configure(routes::configure))
        .workers(workers)
        .shutdown_timeout(10)
        .listen(listener)?
        .run()
        .await
}
