// The player's own keys. Nothing starts by itself; the sound is off and a film is blurred until it is asked for.
"use strict";
(() => {
  const player = document.getElementById("player");
  if (!player) return;
  player.muted = true;
  const does = {
    play: () => (player.paused ? player.play() : player.pause()),
    back: () => { player.currentTime = Math.max(0, player.currentTime - 5); },
    on: () => { player.currentTime = Math.min(player.duration || 0, player.currentTime + 5); },
    sound: (button) => { player.muted = !player.muted; button.setAttribute("aria-pressed", String(!player.muted)); },
    picture: (button) => button.setAttribute("aria-pressed", String(!player.classList.toggle("covered"))),
  };
  document.querySelectorAll("[data-player]").forEach((button) => {
    button.addEventListener("click", async () => { try { await does[button.dataset.player](button); } catch { failed(); } });
  });
  function failed() { if (player.error) document.getElementById("unplayable").hidden = false; }
  player.addEventListener("error", failed);
  failed();
})();
