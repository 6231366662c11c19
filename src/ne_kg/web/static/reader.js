// Opens facts beside the text; without it every link works as a link.
"use strict";
document.documentElement.classList.add("scripted");
const text = document.getElementById("text");
const grid = document.querySelector(".reader-grid");
let opener = null;
if (matchMedia("(max-width: 52rem)").matches) for (const box of document.querySelectorAll(".reader-contents details")) box.open = false;

// A name or figure opens what it names, any other word its whole sentence.
text.addEventListener("click", (event) => {
  const sentence = event.target.closest("span[id]");
  const mark = event.target.closest("a") ?? event.target.closest("[class^=m-], span:not([id])")?.querySelector(":scope > a");
  const elsewhere = mark && !mark.getAttribute("href").startsWith("?at=");
  if (!sentence || elsewhere || event.ctrlKey || event.metaKey || event.shiftKey || !getSelection().isCollapsed) return;
  event.preventDefault();
  const asked = new URL(mark?.href ?? location.href);
  if (!mark) asked.searchParams.set("at", sentence.id.slice(1));
  open(asked, mark ?? sentence.querySelector("a"), sentence);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && document.getElementById("beside")) close(); });
document.addEventListener("click", (event) => { if (event.target.closest("#beside .close")) { event.preventDefault(); close(); } });
move(document.getElementById("beside"));
text.querySelector("span.open")?.scrollIntoView({ block: "center" });
window.addEventListener("popstate", () => location.reload());

async function open(asked, link, sentence) {
  const address = new URL(location.pathname.replace(/\/$/, "") + "/beside", location.href);
  address.search = asked.search;
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return location.assign(asked);
  let beside = document.getElementById("beside");
  if (!beside) {
    beside = document.createElement("aside");
    beside.id = "beside"; beside.className = "beside"; beside.lang = document.documentElement.lang;
  }
  beside.setAttribute("aria-label", link?.textContent ?? sentence.textContent);
  beside.innerHTML = await answer.text();
  beside.tabIndex = -1;
  move(beside);
  opener = link;
  for (const s of text.querySelectorAll("span.open")) s.classList.remove("open");
  sentence.classList.add("open");
  sentence.scrollIntoView({ block: "nearest" });
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
