// Suggestions for search fields: an ARIA combobox over what /search/suggest answers.
"use strict";
document.documentElement.classList.add("scripted");
for (const input of document.querySelectorAll("input[data-suggest]")) suggest(input);

function suggest(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = input.id + "-suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  list.hidden = true;
  input.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  let current = -1, asked = "", timer = 0;

  const close = () => { list.hidden = true; current = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (n) => {
    const items = [...list.children];
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === n)));
    current = n;
    if (n >= 0) { input.setAttribute("aria-activedescendant", items[n].id); items[n].scrollIntoView({ block: "nearest" }); } else input.removeAttribute("aria-activedescendant");
  };
  const show = (found) => {
    list.replaceChildren(...found.map((hit, i) => {
      const item = document.createElement("li");
      item.id = list.id + "-" + i;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.address = hit.address;
      const name = document.createElement("span"), kind = document.createElement("span");
      name.textContent = hit.label; kind.textContent = hit.kind; kind.className = "quiet";
      item.append(name, kind);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(hit.address); });
      return item;
    }));
    list.hidden = found.length === 0;
    current = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const words = asked = input.value.trim();
    if (!words) return close();
    timer = setTimeout(async () => {
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
      if (answer?.ok && asked === words) show((await answer.json()).results);
    }, 120);
  });
  input.addEventListener("keydown", (event) => {
    const n = list.children.length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (list.hidden || !n) return;
    else if (event.key === "ArrowDown") { event.preventDefault(); choose((current + 1) % n); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choose((current - 1 + n) % n); }
    else if (event.key === "Enter" && current >= 0) { event.preventDefault(); location.assign(list.children[current].dataset.address); }
  });
  input.addEventListener("blur", close);
}
