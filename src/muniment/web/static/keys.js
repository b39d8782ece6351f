// Single-letter keys. A key is printed on the thing it does: whatever carries data-key is clicked, or focused if it is a field.
// Never inside a field, never with Ctrl, Alt or Meta, and not at all where data-keys is "off" (WCAG 2.1.4). On a Persian or Arabic
// keyboard the place of the key counts, so that "a" works without changing the layout.
"use strict";
(() => {
  const root = document.documentElement;
  const fields = "input:not([type=checkbox],[type=radio],[type=submit]), textarea, select, [contenteditable]";
  const places = { Slash: "/", BracketLeft: "[", BracketRight: "]" };

  function letter(event) {
    if (/^[\x21-\x7e]$/.test(event.key)) return event.key.length === 1 ? event.key.replace(/[A-Z]/, (c) => c.toLowerCase()) : "";
    if (event.key.length !== 1) return "";
    if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
    if (event.code === "Slash" && event.shiftKey) return "?";
    return places[event.code] || "";
  }

  function seen(element) { return element.getClientRects().length > 0; }

  function step(by) {
    const stops = [...document.querySelectorAll("[data-step]")].filter(seen);
    if (!stops.length) return;
    const at = stops.findIndex((stop) => stop.classList.contains("at") || stop.contains(document.activeElement));
    const next = stops[Math.min(Math.max(at + by, 0), stops.length - 1)];
    stops.forEach((stop) => stop.classList.remove("at"));
    next.classList.add("at");
    (next.matches("a, button") ? next : next.querySelector("a, button") || next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function press(key) {
    const at = document.querySelector(".at");
    const marked = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter(seen);
    const target = marked.find((element) => at && at.contains(element)) || marked[0];
    if (!target) return false;
    if (target.matches(fields)) target.focus(); else target.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || root.dataset.keys === "off") return;
    if (event.target.closest && event.target.closest(fields)) { if (event.key === "Escape") event.target.blur(); return; }
    if (document.querySelector("dialog[open]")) return;
    const key = letter(event);
    if (!key) return;
    if (press(key)) { event.preventDefault(); return; }
    if (key === "j" || key === "k") { step(key === "j" ? 1 : -1); event.preventDefault(); }
  });

  // One of a group is chosen at once, while the page is still fetching what it opens.
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest && event.target.closest("[data-chosen]");
    if (!chosen) return;
    document.querySelectorAll(`[data-chosen="${CSS.escape(chosen.dataset.chosen)}"]`).forEach((one) => {
      one.classList.toggle("selected", one === chosen);
      if (one === chosen) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
    });
  });

  // What a key brought is told to those who do not see it.
  document.addEventListener("htmx:afterSettle", (event) => {
    const live = document.getElementById("live"), told = document.querySelector("#why .asked");
    if (!live || !told || event.detail.target?.id !== "why") return;
    const words = document.createElement("span");
    words.className = "vh"; words.textContent = told.textContent;
    live.replaceChildren(words);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("[data-opens], [data-closes]");
    if (!button) return;
    const box = document.getElementById(button.dataset.opens || button.dataset.closes);
    if (button.dataset.opens) box.showModal(); else box.close();
  });
})();
