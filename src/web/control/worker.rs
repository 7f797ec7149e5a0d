//! What the server does by itself with controls: has them look at what is new, and at everything else once a day.

use crate::edge;
use crate::service::App;
use crate::service::notary::Standing;
use std::time::Duration;

/// How often the journal is looked at.
const EVERY: Duration = Duration::from_secs(10);

/// Works until the process ends.
pub fn start(app: App) {
    std::thread::spawn(move || {
        loop {
            // What is seen stands beside the journal, but nothing is written into a register that is closed.
            if app.notary.standing() == Standing::Open
                && let Err(error) = app.look(edge::now())
            {
                tracing::error!(%error, "controls did not look at what is new");
            }
            std::thread::sleep(EVERY);
        }
    });
}
