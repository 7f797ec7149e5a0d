//! `placer report`: a long report at the console, made as the server makes it.

use super::account::acting;
use super::progress::Progress;
use super::speak::{count, locale, say};
use crate::cli::open::Where;
use crate::domain::access::Permission;
use crate::domain::ids::ReportId;
use crate::domain::report::{ReportKind, ReportOrder, Span};
use crate::domain::statistics::Period;
use crate::domain::time::Day;
use crate::edge;
use crate::service::error::ServiceError;
use crate::service::report::make::{Index, Tick, review};
use crate::store::files::fresh;
use crate::web::locale::label;
use crate::web::report::readme::readme;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Make a long report from the register as it stands, and record in the journal that it was made.
#[derive(Args)]
pub struct ReportCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Everything that a review of the country's controls asks for, in one ZIP archive.
    Review(Box<Review>),
}

#[derive(Args)]
struct Review {
    #[command(flatten)]
    place: Where,
    /// The year that it is of.
    #[arg(long, conflicts_with_all = ["from", "until"], required_unless_present = "from", value_parser = clap::value_parser!(i32).range(1900..=9999))]
    year: Option<i32>,
    /// Its first day, YYYY-MM-DD, in place of a year.
    #[arg(long, requires = "until")]
    from: Option<Day>,
    /// Its last day.
    #[arg(long, requires = "from")]
    until: Option<Day>,
    /// Where it is written; a name that is free.
    #[arg(long)]
    out: PathBuf,
    /// Sign-in name of the account that asks for it; needed unless there is exactly one that may.
    #[arg(long = "as")]
    login: Option<String>,
}

impl ReportCommand {
    pub(super) fn run(self) -> super::Outcome {
        match self.what {
            What::Review(of) => of.run(),
        }
    }
}

/// Takes an unfinished file away again.
struct Part(PathBuf);
impl Drop for Part {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Review {
    fn span(&self) -> Option<Span> {
        let year = self.year.map(|y| Span { first: Period::Year(y).first(), last: Period::Year(y).last() });
        year.or_else(|| self.from.zip(self.until).map(|(first, last)| Span { first, last }))
    }

    fn run(self) -> super::Outcome {
        if self.out.symlink_metadata().is_ok() {
            return Err(say("cli-exists", &[("file", self.out.display().to_string().into())]).into());
        }
        let folder = self.out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).display().to_string();
        if !Path::new(&folder).is_dir() {
            return Err(say("report-console-no-folder", &[("folder", folder.into())]).into());
        }
        let (app, _) = self.place.open_existing()?;
        let words = ["report-console-no-account", "report-console-not-allowed", "report-console-as-whom"];
        let actor = acting(&app, self.login.as_deref(), Permission::ReportMake, words)?;
        let now = edge::now();
        let span = self.span().ok_or_else(|| say("violation-report-days", &[]))?;
        let span = span.check(app.env.profile.local_day(now)).map_err(ServiceError::from)?;
        let part = Part(self.out.with_extension(format!("{}.part", edge::id().simple())));
        let file =
            fresh(&part.0).map_err(|e| say("report-console-folder", &[("folder", folder.into()), ("error", e.to_string().into())]))?;
        let mut shown = Progress::begin();
        let mut tick = |step: &str, done: i64, total: i64| -> Result<bool, ServiceError> {
            let doing = label(locale(), "report-part", step);
            shown.show(done >= total, |_| {
                say("report-console-step", &[("step", doing.into()), ("done", count(done)), ("total", count(total))])
            });
            Ok(true)
        };
        let index = |index: &Index| readme(&app.env, locale(), index);
        let (made, file) = review(&app, span, now, file, &index, &mut tick as &mut Tick<'_>)?;
        shown.end();
        file.sync_all()?;
        let order = ReportOrder { id: ReportId::new(edge::id()), kind: ReportKind::Review, span, account: actor.account };
        let sha256 = made.sha256.clone();
        // Under another name until the journal has it.
        app.report_told(&order, made, None, edge::now(), Box::new(edge::System))?;
        std::fs::hard_link(&part.0, &self.out).map_err(|e| format!("{}: {e}", self.out.display()))?;
        println!("{}", say("report-console-made", &[("file", self.out.display().to_string().into()), ("sha256", sha256.into())]));
        Ok(())
    }
}
