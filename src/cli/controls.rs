//! `placer controls`: has the controls look, at the console.

use super::progress::Progress;
use super::speak::say;
use crate::cli::open::Where;
use crate::domain::access::Reach;
use crate::edge;
use crate::store::control::{alerts_open, due_count};
use crate::web::locale::ToArg;
use clap::Args;

/// Have the controls look at what is new and at what is else looked at once a day, and say how many alerts are open.
#[derive(Args)]
pub struct Controls {
    #[command(flatten)]
    place: Where,
    /// Look at everything again, from the first entry on. It sees the same unless alerts were taken away or altered.
    #[arg(long)]
    everything: bool,
}

impl Controls {
    pub(super) fn run(self) -> super::Outcome {
        let (app, _) = self.place.open_existing()?;
        if self.everything {
            app.look_at_everything(edge::now())?;
        }
        let mut shown = Progress::begin();
        let (mut looked, mut seen) = (0_usize, 0_usize);
        loop {
            let step = app.look_step(edge::now())?;
            looked = looked.saturating_add(step.looked_at);
            seen = seen.saturating_add(step.seen);
            let left = app.db.read(due_count)?;
            shown.show(!step.more, |_| say("cli-controls-left", &[("looked", looked.to_arg()), ("left", left.to_arg())]));
            if !step.more {
                break;
            }
        }
        shown.end();
        let daily = app.look_as_daily(edge::now())?;
        looked = looked.saturating_add(daily.looked_at);
        seen = seen.saturating_add(daily.seen);
        println!("{}", say("cli-controls-looked", &[("looked", looked.to_arg()), ("seen", seen.to_arg())]));
        let [critical, alarm, notice] = app.db.read(|rx| alerts_open(rx, Reach::All))?;
        let open = [("critical", critical.to_arg()), ("alarm", alarm.to_arg()), ("notice", notice.to_arg())];
        println!("{}", say("cli-controls-open", &open));
        Ok(())
    }
}
