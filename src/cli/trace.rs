//! `placer trace`: a trace back at the console.

use super::speak::{locale, say};
use crate::cli::open::Where;
use crate::domain::trace::{Trace, share_ppm};
use crate::edge;
use crate::interop::{trace_csv, trace_geojson};
use crate::service::error::ServiceError;
use crate::service::trace::{Asker, find_subject, trace_back};
use crate::web::locale::{Locale, ToArg, format, label, text};
use crate::web::trace::words;
use clap::{Args, ValueEnum};
use std::io::Write;

/// How a trace is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The whole trace.
    Json,
    /// One row for each production entry.
    Csv,
    /// One feature for each site.
    Geojson,
    /// A summary to read.
    Text,
}

/// Show where the carats of a certificate, parcel or shipment came from.
#[derive(Args)]
pub struct TraceCommand {
    #[command(flatten)]
    place: Where,
    /// Number of a certificate, code of a parcel or code of a shipment.
    subject: String,
    /// How it is written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl TraceCommand {
    pub(super) fn run(self) -> super::Outcome {
        let (app, _) = self.place.open_existing()?;
        let today = app.env.profile.local_day(edge::now());
        let trace = app.db.read(|rx| -> Result<Trace, ServiceError> {
            let start = find_subject(rx, &app.env.profile, &self.subject)?;
            trace_back(rx, &app.env.profile, &Asker::Console, &start, today)
        });
        let trace = match trace {
            Err(ServiceError::NotFound(_)) => return Err(say("cli-no-subject", &[("typed", self.subject.as_str().into())]).into()),
            other => other?,
        };
        let mut body = match self.format {
            Format::Json => serde_json::to_vec_pretty(&trace)?,
            Format::Csv => trace_csv::back(&trace)?,
            Format::Geojson => serde_json::to_vec(&trace_geojson::back(&trace))?,
            Format::Text => summary(&trace, locale()).into_bytes(),
        };
        if !body.ends_with(b"\n") {
            body.push(b'\n');
        }
        std::io::stdout().lock().write_all(&body)?;
        Ok(())
    }
}

/// The summary: what a limit left out, the verdict, the carats by site, and what would have to be explained.
fn summary(trace: &Trace, locale: Locale) -> String {
    let mut lines = Vec::new();
    if let Some(cut) = &trace.cut {
        lines.push(text(locale, "trace-cut", &[("most", cut.parcels.to_arg())]));
    }
    let kind = label(locale, "trace-kind", trace.subject.kind.as_str());
    lines.push(text(locale, "trace-console-subject", &[("kind", kind.to_arg()), ("code", trace.subject.code.to_arg())]));
    if trace.subject.test {
        lines.push(text(locale, "test-parcel-explained", &[]));
    }
    if let Some(standing) = words::not_valid(trace) {
        lines.push(text(locale, "trace-not-valid", &[("standing", standing.to_arg())]));
    }
    lines.push(words::verdict(locale, trace));
    lines.push(String::new());
    for s in &trace.by_site {
        let args = [
            ("carats", words::carats(locale, s.weight_mct.saturating_add(s.stock_mct)).to_arg()),
            ("share", format::share(locale, s.share_ppm).to_arg()),
            ("code", s.site.code.to_arg()),
            ("name", s.site.name.to_arg()),
            ("count", s.entries.to_arg()),
        ];
        lines.push(text(locale, "trace-console-site", &args));
    }
    for s in &trace.by_import {
        let args = [
            ("carats", words::carats(locale, s.weight_mct).to_arg()),
            ("share", format::share(locale, s.share_ppm).to_arg()),
            ("number", s.import.number.to_arg()),
            ("words", words::abroad(locale, &s.import).to_arg()),
            ("day", s.on.to_arg()),
        ];
        lines.push(text(locale, "trace-console-import", &args));
    }
    if trace.unestablished_mct > 0 {
        let share = format::share(locale, share_ppm(trace.unestablished_mct, trace.total_mct));
        let args = [("carats", words::carats(locale, trace.unestablished_mct).to_arg()), ("share", share.to_arg())];
        lines.push(text(locale, "trace-console-unestablished", &args));
    }
    for group in words::explain_groups(locale, &trace.explain) {
        lines.push(String::new());
        lines.push(group.title);
        lines.extend(group.lines.into_iter().map(|l| format!("  {l}")));
        if group.more > 0 {
            lines.push(format!("  {}", text(locale, "trace-more", &[("count", group.more.to_arg())])));
        }
    }
    lines.push(String::new());
    lines.push(text(locale, "trace-as-of", &[("entry", trace.as_of.seq.to_arg()), ("day", trace.as_of.on.to_arg())]));
    lines.join("\n")
}
