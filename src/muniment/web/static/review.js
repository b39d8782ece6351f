// The review desk: j and k move through the claims; words selected and a letter make a claim; a line ties passage to claim.
// Offsets are counted in Unicode code points of the document's text, as passages are, not in UTF-16 units.
"use strict";
(() => {
  const desk = () => document.getElementById("desk");
  const chosen = () => desk()?.querySelector(".claim[data-selected]");

  function offset(node, at) {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node.childNodes[at] || node).closest?.("[data-start]")
      || (node.parentElement && node.parentElement.closest("[data-start]"));
    if (!run) return null;
    const within = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : "";
    return Number(run.dataset.start) + [...within].length;
  }

  function selected() {
    const selection = document.getSelection();
    const text = document.getElementById("document");
    if (!text || !selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const runs = [...text.querySelectorAll("[data-start]")].filter((run) => range.intersectsNode(run));
    if (!runs.length || !text.contains(range.commonAncestorContainer)) return null;
    const first = runs[0], last = runs[runs.length - 1];
    const start = first.contains(range.startContainer) ? offset(range.startContainer, range.startOffset) : Number(first.dataset.start);
    const end = last.contains(range.endContainer) ? offset(range.endContainer, range.endOffset)
      : Number(last.dataset.start) + [...last.textContent].length;
    if (start === null || end === null || end <= start) return null;
    return { start, end, quote: quoted(runs, start, end) };
  }

  function quoted(runs, start, end) {
    let words = "", at = null;
    for (const run of runs) {
      const from = Number(run.dataset.start);
      if (at !== null && from > at) words += "\n".repeat(from - at);
      words += run.textContent; at = from + [...run.textContent].length;
    }
    const base = Number(runs[0].dataset.start);
    return [...words].slice(start - base, end - base).join("");
  }

  // Which fields a property needs; without a script all of them stand there and the server reads the one it needs.
  function fit(form) {
    const property = form.elements.property;
    if (!property) return;
    const wanted = property.value === "act" ? "act" : ["date", "birth", "last_visit"].includes(property.value) ? "date" : "words";
    form.querySelectorAll("[data-for]").forEach((part) => { part.hidden = part.dataset.for !== wanted; });
  }

  function claim(key) {
    const box = document.getElementById("new");
    const form = box && box.querySelector("form");
    const property = form && form.dataset.letters.split(" ").map((pair) => pair.split(":")).find(([letter]) => letter === key);
    const words = property && selected();
    if (!words) return false;
    box.hidden = false;
    form.elements.start.value = words.start;
    form.elements.end.value = words.end;
    form.elements.quote.value = words.quote;
    form.elements.value.value = words.quote;
    form.elements.property.value = property[1];
    fit(form);
    whom(form, property[1], words.start);
    const field = { date: form.elements.year, act: form.elements.deed }[property[1]] || form.elements.value;
    field.focus();
    box.scrollIntoView({ block: "nearest" });
    return true;
  }

  // About whom: the act that is open for what tells of an act, else whoever the open claim is about, else the name before the words.
  function whom(form, property, start) {
    const about = form.elements.about, open = chosen()?.dataset.claim;
    const acts = ["date", "place", "charge", "court"].includes(property);
    about.value = "";
    if (property === "name") return;
    if (acts && [...about.options].some((option) => option.value === open)) { about.value = open; return; }
    const people = [...about.options].filter((option) => option.value.startsWith("me-"));
    const before = [...document.querySelectorAll("#document [data-start]")].filter((run) => Number(run.dataset.start) < start).map((run) => run.textContent).join(" ");
    const last = people.map((option) => [before.lastIndexOf(option.textContent), option.value]).sort((a, b) => b[0] - a[0])[0];
    if (last) about.value = last[1];
  }

  function move(by) {
    const claims = [...desk().querySelectorAll(".claim-list > [data-claim]")];
    const at = claims.findIndex((item) => item.hasAttribute("data-selected"));
    const next = claims[at + by];
    const link = next ? next.querySelector(".claim-row") : desk().querySelector(`.turns [data-key="${by > 0 ? "]" : "["}"]`);
    if (link) link.click();
    return Boolean(link);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off" || !desk()) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const key = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "";
    const done = key === "j" ? move(1) : key === "k" ? move(-1) : claim(key);
    if (done || key === "j" || key === "k") { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);

  document.addEventListener("change", (event) => { if (event.target.name === "property") fit(event.target.form); });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-leaves]");
    if (button) document.getElementById(button.dataset.leaves).hidden = true;
    const passage = !button && event.target.closest("mark[data-claim]");
    if (passage && !event.target.closest("a") && document.getSelection().isCollapsed) document.querySelector(`.claim[data-claim="${CSS.escape(passage.dataset.claim)}"] .claim-row`)?.click();
  });

  // An answer that refuses is an answer: the desk with the reason in it is shown. A page that is no desk (logged out, locked,
  // withdrawn meanwhile) is opened whole.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.target || event.detail.target.id !== "desk") return;
    if (event.detail.serverResponse.includes('id="desk"')) { event.detail.shouldSwap = true; event.detail.isError = false; return; }
    event.detail.shouldSwap = false;
    location.assign(event.detail.xhr.responseURL || location.href);
  });

  // The line starts under the last word of the passage and ends in a ring on the claim's edge; mirrored in right-to-left pages.
  function tie() {
    const box = desk(), svg = box && box.querySelector(".tie");
    const marks = box ? [...box.querySelectorAll("mark[data-selected]")] : [], to = chosen();
    if (!svg) return;
    svg.classList.toggle("tied", Boolean(marks.length && to));
    if (!marks.length || !to) return;
    const zero = box.getBoundingClientRect(), rtl = document.documentElement.dir === "rtl";
    const rects = [...marks[marks.length - 1].getClientRects()], end = rects[rects.length - 1], card = to.getBoundingClientRect();
    if ((rtl ? card.right : card.left) === (rtl ? zero.right : zero.left)) { svg.classList.remove("tied"); return; }
    const pane = document.getElementById("document").getBoundingClientRect(), list = to.parentElement.getBoundingClientRect();
    if (end.bottom < pane.top || end.bottom > pane.bottom + 2 || card.top + 30 < list.top || card.top + 26 > list.bottom) { svg.classList.remove("tied"); return; }
    const x = (rtl ? end.left : end.right) - zero.left, y = end.bottom - zero.top, cx = (rtl ? card.right : card.left) - zero.left, cy = card.top - zero.top + 26;
    const bend = cx + (rtl ? 17 : -17);
    const [path, block, ring] = svg.children;
    path.setAttribute("d", `M${x} ${y}H${bend}V${cy}H${cx + (rtl ? 5 : -5)}`);
    block.setAttribute("x", x - 4); block.setAttribute("y", y - 5);
    ring.setAttribute("cx", cx); ring.setAttribute("cy", cy);
    svg.classList.toggle("decided", marks[0].classList.contains("accepted"));
  }

  function say() {
    const live = document.getElementById("live"), said = document.getElementById("said");
    if (!live || !said) return;
    const words = document.createElement("span");
    words.className = "vh"; words.textContent = said.textContent;
    live.replaceChildren(words);
  }

  // The open claim and its passage come into view, each in its own half: the page itself is moved only where there are no halves.
  function bring(element, pane) {
    if (!element || !pane) return;
    if (pane.scrollHeight <= pane.clientHeight + 1) { element.scrollIntoView({ block: "nearest" }); return; }
    const inner = element.getBoundingClientRect(), outer = pane.getBoundingClientRect();
    if (inner.top < outer.top) pane.scrollTop += inner.top - outer.top - 12;
    else if (inner.bottom > outer.bottom) pane.scrollTop += Math.min(inner.bottom - outer.bottom + 12, inner.top - outer.top - 12);
  }

  function show() {
    bring(document.querySelector("mark[data-selected]"), document.getElementById("document"));
    bring(chosen(), desk()?.querySelector(".claim-list"));
    tie();
  }

  function arrive() {
    const form = document.querySelector("#new form");
    if (form) fit(form);
    const card = chosen(), field = card?.querySelector("[aria-invalid], form.change input:not([type=hidden]), form.change select");
    if (document.activeElement === document.body) (field || card)?.focus({ preventScroll: true });
    show();
    say();
  }
  window.addEventListener("resize", tie);
  document.addEventListener("load", tie, true); // a picture that arrives moves the text below it
  document.addEventListener("scroll", tie, { capture: true, passive: true });
  document.addEventListener("htmx:afterSettle", arrive);
  document.fonts.ready.then(tie);
  window.addEventListener("load", () => { const form = document.querySelector("#new form"); if (form) fit(form); show(); });
})();
