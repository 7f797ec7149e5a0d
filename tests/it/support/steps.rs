//! What a person does on a page. A press that leads on waits until the next page is there, however slow the machine.

use super::browser::Browser;
use fantoccini::Locator;
use fantoccini::elements::Element;
use std::time::{Duration, Instant};

/// How long a page may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);

async fn at(b: &Browser, what: Locator<'_>) -> Element {
    b.wait().at_most(PATIENCE).for_element(what).await.unwrap_or_else(|e| panic!("{what:?}: {e}"))
}

/// Whether pressing it asks for another page.
async fn leads_on(element: &Element) -> bool {
    match element.tag_name().await.unwrap().as_str() {
        "a" => element.attr("href").await.unwrap().is_some_and(|href| !href.starts_with('#')),
        "button" => element.prop("type").await.unwrap().as_deref() == Some("submit"),
        _ => false,
    }
}

async fn press_at(b: &Browser, what: Locator<'_>) {
    let element = at(b, what).await;
    let page = at(b, Locator::Css("html")).await;
    let waits = leads_on(&element).await;
    element.click().await.unwrap_or_else(|e| panic!("{what:?}: {e}"));
    let since = Instant::now();
    // The old page is gone when its root is no longer known.
    while waits && page.tag_name().await.is_ok() {
        assert!(since.elapsed() < PATIENCE, "{what:?} led nowhere");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Presses a button or a link.
pub async fn press(b: &Browser, css: &str) {
    press_at(b, Locator::Css(css)).await;
}

/// Follows the link with this text.
pub async fn follow(b: &Browser, text: &str) {
    press_at(b, Locator::LinkText(text)).await;
}

/// Types over whatever is in a field.
pub async fn write(b: &Browser, id: &str, text: &str) {
    let field = at(b, Locator::Id(id)).await;
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

/// Takes a radio or a box: its input lies under the drawn one, so its label is pressed.
pub async fn tick(b: &Browser, id: &str) {
    press(b, &format!("label[for='{id}']")).await;
}

/// What the page says.
pub async fn main_text(b: &Browser) -> String {
    at(b, Locator::Css("main")).await.text().await.unwrap()
}
