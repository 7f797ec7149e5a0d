// A slider over the months of the map's form. Without a script the form itself has its two months.
//
// <form data-month-slider data-last="2026-06" data-back="36" data-label="…">, with inputs named from and to.
const form = document.querySelector("form[data-month-slider]");

function monthBefore(last, back) {
  const [year, month] = last.split("-").map(Number);
  const at = year * 12 + (month - 1) - back;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
}

if (form) {
  const { last, back, label } = form.dataset;
  const most = Number(back);
  const from = form.elements.namedItem("from");
  const to = form.elements.namedItem("to");
  const shown = to.value || last;
  const group = document.createElement("div");
  group.className = "govuk-form-group placer-filter__grow";
  const name = document.createElement("label");
  name.className = "govuk-label";
  name.htmlFor = "month-slider";
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", id: "month-slider", className: "placer-slider", min: "0", max: String(most), step: "1" });
  const months = Array.from({ length: most + 1 }, (_, at) => monthBefore(last, most - at));
  const tell = () => {
    name.textContent = `${label}: ${months[Number(slider.value)]}`;
    slider.setAttribute("aria-valuetext", months[Number(slider.value)]);
  };
  slider.value = String(Math.max(0, months.indexOf(shown)));
  tell();
  slider.addEventListener("input", tell);
  slider.addEventListener("change", () => {
    from.value = months[Number(slider.value)];
    to.value = from.value;
    form.requestSubmit();
  });
  group.append(name, slider);
  form.prepend(group);
}
