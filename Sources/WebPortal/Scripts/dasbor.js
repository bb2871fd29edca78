// Keeps the dashboard's figures up to date: every ten seconds, while somebody looks at them. Without this file the page is
// the same, as it was when it was asked for.
"use strict";
(() => {
  const figures = document.getElementById("figures");
  if (!figures) return;
  const source = figures.dataset.source;
  const restless = 10 * 60 * 1000;
  let lastTouch = Date.now();
  let isOver = false;

  // A page that nobody touches must not keep its session alive for ever.
  for (const event of ["pointermove", "keydown", "scroll", "touchstart"]) {
    addEventListener(event, () => { lastTouch = Date.now(); }, { passive: true });
  }

  async function refresh() {
    if (isOver || document.hidden || Date.now() - lastTouch > restless) return;
    // Whoever stands on a link in there is not thrown off it.
    if (figures.contains(document.activeElement)) return;
    try {
      const answer = await fetch(source, { credentials: "same-origin", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 404) { isOver = true; return; }
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      figures.replaceChildren(...page.body.childNodes);
    } catch {
      // The next one may reach the server again.
    }
  }

  setInterval(refresh, 10000);
  document.addEventListener("visibilitychange", refresh);
})();
