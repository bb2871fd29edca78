// Shows how far an upload's work is without loading the page anew; without scripts the page renews itself.
"use strict";
(() => {
  const section = document.getElementById("progress");
  if (!section) return;
  const bar = document.getElementById("progress-bar");
  const text = document.getElementById("progress-text");
  const look = async () => {
    try {
      const answer = await fetch(section.dataset.from, { credentials: "same-origin", cache: "no-store", redirect: "error" });
      if (!answer.ok) { location.reload(); return; }
      const state = await answer.json();
      if (state.stage !== section.dataset.stage) { location.reload(); return; }
      if (text.textContent !== state.text) text.textContent = state.text;
      if (Number.isInteger(state.share)) bar.value = state.share; else bar.removeAttribute("value");
    } catch { /* The network is gone for a moment: the next look finds out. */ }
    setTimeout(look, 1000);
  };
  setTimeout(look, 500);
})();
