// Finds accounts while somebody types. Without it the form does the same.
"use strict";

const field = document.getElementById("q");
const place = document.getElementById("hasil");
let timer;
let asked;

async function look() {
  const text = field.value.trim();
  if (asked) asked.abort();
  if (text.length < 3) {
    place.replaceChildren();
    return;
  }
  asked = new AbortController();
  try {
    const answer = await fetch("/admin/akun/cari?bagian=1&q=" + encodeURIComponent(text), { signal: asked.signal });
    if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

if (field && place) {
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  });
}
