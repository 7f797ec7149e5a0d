//! The file of a report, opened and sent piece by piece.

use super::fetched;
use crate::domain::ids::ReportId;
use crate::domain::report::ReportState;
use crate::domain::violation::Violation;
use crate::service::error::ServiceError;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::report_job::piece_fetch;
use crate::web::ctx::{Answer, Ctx};
use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING};
use actix_web::web::{self, Bytes};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

type Fault = Box<dyn std::error::Error>;
type Going = Pin<Box<dyn Future<Output = Result<Option<Vec<u8>>, Fault>>>>;

/// A file on its way: one piece in memory at a time.
struct Pieces {
    db: Db,
    id: ReportId,
    next: i64,
    size: u64,
    left: u64,
    going: Option<Going>,
}

impl Pieces {
    fn fetch(&mut self) -> Going {
        let (db, id, no) = (self.db.clone(), self.id, self.next);
        self.next = self.next.saturating_add(1);
        Box::pin(async move {
            let read = web::block(move || db.read(|rx| -> Result<_, StoreError> { piece_fetch(rx, id, no) })).await?;
            Ok(read?)
        })
    }
}

impl MessageBody for Pieces {
    type Error = Fault;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.size)
    }

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut going = match self.going.take() {
            Some(going) => going,
            None => self.fetch(),
        };
        match going.as_mut().poll(cx) {
            Poll::Pending => {
                self.going = Some(going);
                Poll::Pending
            }
            Poll::Ready(Ok(Some(piece))) => {
                self.left = self.left.saturating_sub(u64::try_from(piece.len()).unwrap_or(u64::MAX));
                Poll::Ready(Some(Ok(Bytes::from(piece))))
            }
            // A file that ends too early is a broken transfer, not a short file.
            Poll::Ready(Ok(None)) => Poll::Ready(Some(Err("the file went away".into()))),
            Poll::Ready(Err(e)) => Poll::Ready(Some(Err(e))),
        }
    }
}

/// `GET /reports/{id}/file`.
///
/// # Errors
/// [`WebError::NotFound`](crate::web::error::WebError::NotFound), a refusal while there is no file, or a fault.
pub async fn file(ctx: Ctx, path: web::Path<String>) -> Answer {
    let job = fetched(&ctx, &path).await?;
    let Some(size) = job.size.filter(|_| job.state == ReportState::Ready) else {
        return Err(ServiceError::from(Violation::new("report.no_file").conflict()).into());
    };
    let name = job.file_name(ctx.state.app.env.profile.code());
    let size = u64::try_from(size).unwrap_or(0);
    let body = Pieces { db: ctx.state.app.db.clone(), id: job.id, next: 0, size, left: size, going: None };
    Ok(HttpResponse::Ok()
        .content_type(job.kind.media_type())
        .insert_header((CACHE_CONTROL, "no-store"))
        // It is packed already.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(body))
}
