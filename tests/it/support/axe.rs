//! Accessibility: axe-core, run in the page as the browser shows it.

use super::browser::Browser;
use serde::Deserialize;
use serde_json::json;
use std::fmt;

/// Vendored whole; it reaches the page through WebDriver and is in no build of the program.
const AXE: &str = include_str!("vendor/axe-core/axe.min.js");

/// Runs every rule over the whole page and keeps what we may not ship.
const RUN: &str = "
return axe.run(document, { resultTypes: ['violations'] }).then(results => results.violations
    .filter(found => found.impact === 'serious' || found.impact === 'critical')
    .map(found => ({
        rule: found.id,
        impact: found.impact,
        help: found.help,
        places: found.nodes.map(node => node.target.join(' ') + '  ' + node.html),
    })));";

/// A rule that the page breaks, of impact serious or critical.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Finding {
    /// The rule's name at axe, such as `label` or `color-contrast`.
    pub rule: String,
    /// `serious` or `critical`.
    pub impact: String,
    /// What to do.
    pub help: String,
    /// Each offending element: its CSS selector and its HTML.
    pub places: Vec<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.rule, self.impact, self.help)?;
        self.places.iter().try_for_each(|place| write!(f, "\n    {place}"))
    }
}

impl Browser {
    /// What axe finds on the open page that is serious or critical.
    pub async fn findings(&self) -> Vec<Finding> {
        let found = self.execute_waiting(&format!("{AXE}\n;{RUN}")).await.expect("axe runs in the page");
        serde_json::from_value(found).expect("axe answers in its form")
    }

    /// Panics with the list where axe finds something serious or critical on the open page, where the page is
    /// wider than the screen, or where the browser complained (an error in a script, a refused inline script or style).
    pub async fn assert_page_is_sound(&self) {
        let address = self.current_url().await.expect("a page is open");
        let findings = self.findings().await;
        let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert!(list.is_empty(), "axe on {address}:\n{}", list.join("\n"));
        let (page, screen) = self.widths().await;
        assert!(page <= screen, "{address} is {page} px wide on a screen of {screen} px");
        let complaints = self.complaints().await;
        assert!(complaints.is_empty(), "the browser complains on {address}:\n{}", complaints.join("\n"));
    }

    /// Width of the page's content and of the screen, in CSS pixels.
    pub async fn widths(&self) -> (i64, i64) {
        // A page that forgets its viewport is laid out 980 pixels wide and then shrunk; the screen does not grow with it.
        let ask = "return [document.documentElement.scrollWidth, Math.min(window.innerWidth, window.screen.width)]";
        let widths = self.execute(ask, vec![]).await;
        serde_json::from_value(widths.unwrap_or(json!(null))).expect("two widths")
    }
}
