// Small helps on every page. Each page works without this file.

/** Moves the reader to the list of errors, as a screen reader would otherwise start at the top bar. */
function focusErrorSummary() {
  const summary = document.querySelector(".govuk-error-summary");
  if (!summary) return;
  summary.setAttribute("tabindex", "-1");
  summary.addEventListener("blur", () => summary.removeAttribute("tabindex"), { once: true });
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field || typeof field.focus !== "function") return;
    event.preventDefault();
    const group = field.closest(".govuk-form-group") ?? field;
    group.scrollIntoView({ block: "start" });
    // A group of choices takes no keyboard itself; its first choice does.
    const target = field.matches("fieldset") ? field.querySelector("input, select, textarea") : field;
    target?.focus({ preventScroll: true });
    // The address keeps the field, so that a reload comes back to it.
    history.replaceState(null, "", link.hash);
  });
}

/** A second press on a slow line must not send a form twice. `data-resend` on a form opts out (downloads). */
function guardSubmits() {
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "resend" in form.dataset) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    const button = event.submitter;
    button?.setAttribute("aria-disabled", "true");
    // After half a minute the line is dead, and pressing again is the person's right.
    setTimeout(() => release(form, button), 30_000);
  });
  // Coming back with the browser's Back button shows the same page object again.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.forms) release(form, form.querySelector("[aria-disabled]"));
  });
  function release(form, button) {
    sent.delete(form);
    button?.removeAttribute("aria-disabled");
  }
}

/** Buttons that print: hidden in the page until there is a script to serve them. */
function wirePrintButtons() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

focusErrorSummary();
guardSubmits();
wirePrintButtons();
