// The review desk: j and k move through the claims; words selected and a letter make a claim; a line ties passage to claim.
// Offsets are counted in Unicode code points of the document's text, as passages are, not in UTF-16 units.
"use strict";
(() => {
  const desk = () => document.getElementById("desk");

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
    form.elements.property.focus();
    box.scrollIntoView({ block: "nearest" });
    return true;
  }

  function move(by) {
    const claims = [...desk().querySelectorAll(".claim-list > [data-claim]")];
    const at = claims.findIndex((item) => item.hasAttribute("data-selected"));
    const next = claims[at + by];
    const link = next && next.querySelector(".claim-row");
    if (link) link.click();
    return Boolean(link);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.documentElement.dataset.keys === "off" || !desk()) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const key = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "";
    const done = key === "j" ? move(1) : key === "k" ? move(-1) : claim(key);
    if (done || key === "j" || key === "k") event.preventDefault();
  }, true);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-leaves]");
    if (button) document.getElementById(button.dataset.leaves).hidden = true;
    const passage = !button && event.target.closest("mark[data-claim]");
    if (passage && !event.target.closest("a") && document.getSelection().isCollapsed) document.querySelector(`.claim[data-claim="${CSS.escape(passage.dataset.claim)}"] .claim-row`)?.click();
  });

  // The line starts under the last word of the passage and ends in a ring on the claim's edge; mirrored in right-to-left pages.
  function tie() {
    const box = desk(), svg = box && box.querySelector(".tie");
    const from = box && box.querySelector("mark[data-selected]:last-of-type, mark[data-selected]"), to = box && box.querySelector(".claim.selected[data-selected]");
    if (!svg) return;
    svg.classList.toggle("tied", Boolean(from && to));
    if (!from || !to) return;
    const marks = [...box.querySelectorAll("mark[data-selected]")], rects = marks[marks.length - 1].getClientRects();
    const zero = box.getBoundingClientRect(), end = rects[rects.length - 1], card = to.getBoundingClientRect();
    const rtl = document.documentElement.dir === "rtl";
    const x = (rtl ? end.left : end.right) - zero.left, y = end.bottom - zero.top, cx = (rtl ? card.right : card.left) - zero.left, cy = card.top - zero.top + 26;
    const bend = cx + (rtl ? 17 : -17);
    const [path, block, ring] = svg.children;
    path.setAttribute("d", `M${x} ${y}H${bend}V${cy}H${cx + (rtl ? 5 : -5)}`);
    block.setAttribute("x", x - 4); block.setAttribute("y", y - 5);
    ring.setAttribute("cx", cx); ring.setAttribute("cy", cy);
    svg.classList.toggle("decided", marks[0].classList.contains("accepted"));
  }

  function arrive() {
    tie();
    const from = document.querySelector("mark[data-selected]");
    if (from) from.scrollIntoView({ block: "nearest" });
  }
  window.addEventListener("resize", tie);
  document.addEventListener("htmx:afterSettle", arrive);
  document.fonts.ready.then(tie);
  window.addEventListener("load", tie);
})();
