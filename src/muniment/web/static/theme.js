// The theme follows the system unless the reader chose one; a choice in the settings shows at once, before it is saved.
"use strict";
document.addEventListener("change", (event) => {
  const choice = event.target;
  if (!choice.matches || !choice.matches("[data-theme-choice]")) return;
  if (choice.value) document.documentElement.dataset.theme = choice.value;
  else delete document.documentElement.dataset.theme;
});
