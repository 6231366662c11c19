// Opens facts beside the text; without it every link works as a link.
"use strict";
document.documentElement.classList.add("scripted");
const text = document.getElementById("text");
const grid = document.querySelector(".reader-grid");
let opener = null;

text.addEventListener("click", (event) => {
  const link = event.target.closest("a") ?? event.target.closest("[class^=m-], span:not([id])")?.querySelector(":scope > a");
  if (!link || !link.getAttribute("href").startsWith("?at=") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && document.getElementById("beside")) close(); });
document.addEventListener("click", (event) => { if (event.target.closest("#beside .close")) { event.preventDefault(); close(); } });
move(document.getElementById("beside"));
window.addEventListener("popstate", () => location.reload());

async function open(link) {
  const asked = new URL(link.href);
  const address = new URL(location.pathname.replace(/\/$/, "") + "/beside", location.href);
  address.search = asked.search;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return location.assign(link.href);
  let beside = document.getElementById("beside");
  if (!beside) {
    beside = document.createElement("aside");
    beside.id = "beside"; beside.className = "beside"; beside.lang = document.documentElement.lang;
    beside.setAttribute("aria-label", link.getAttribute("aria-label") ?? link.textContent);
  }
  beside.innerHTML = await answer.text();
  beside.tabIndex = -1;
  move(beside);
  opener = link;
  for (const s of text.querySelectorAll("span.open")) s.classList.remove("open");
  link.closest("span[id]").classList.add("open");
  history.replaceState(null, "", asked);
  beside.focus({ preventScroll: true });
}

function move(beside) {
  if (!beside) return;
  beside.classList.add("drawer");
  grid.append(beside);
}

function close() {
  document.getElementById("beside")?.remove();
  for (const s of text.querySelectorAll("span.open")) s.classList.remove("open");
  const address = new URL(location.href);
  address.searchParams.delete("at");
  history.replaceState(null, "", address);
  opener?.focus();
}
