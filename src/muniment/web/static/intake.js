// Taking in: files may be dropped anywhere on the page; what is too large for the browser is said before it is sent.
"use strict";
(() => {
  const form = document.querySelector("form.intake, form.drop");
  const input = form && form.querySelector("input[type=file]");
  if (!input) return;
  const said = form.querySelector("[data-said]");

  function weigh() {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    const heavy = Number(form.dataset.largest) > 0 && size > Number(form.dataset.largest);
    said.textContent = heavy ? form.dataset.tooLarge : "";
    input.toggleAttribute("aria-invalid", heavy);
    return !heavy;
  }

  input.addEventListener("change", weigh);
  form.addEventListener("submit", (event) => { if (!weigh()) { event.preventDefault(); input.focus(); } });

  const carries = (event) => [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => { if (carries(event)) { event.preventDefault(); form.classList.add("over"); } });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (!carries(event)) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    weigh();
    input.focus();
  });
})();
