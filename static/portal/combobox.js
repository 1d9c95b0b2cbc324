/* <input data-combobox="address">: suggestions for a place field, as an ARIA 1.2 combobox.
   The form works without this script, and when the address does not answer.
   An item leads to its page; with data-combobox-target="id of a hidden input", it fills the
   field instead: the hidden input sends the code, under the same name as the text it replaces. */
const DELAY = 150;
let count = 0;

function combobox(input) {
  const id = `combobox-${++count}`;
  const hidden = document.getElementById(input.dataset.comboboxTarget);
  const name = input.name;
  const list = element("div", { id, role: "listbox", "aria-label": "Suggestions", class: "combobox__list" });
  const status = element("div", { role: "status", class: "fr-sr-only" });
  let items = [], active = -1, timer, pending;

  input.parentElement.classList.add("combobox");
  input.parentElement.append(list, status);
  list.hidden = true;
  for (const [key, value] of Object.entries({
    role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false",
  })) input.setAttribute(key, value);
  if (hidden && input.dataset.comboboxLabel) fill(input.defaultValue, input.dataset.comboboxLabel);

  function fill(code, label) {
    hidden.value = code;
    hidden.disabled = !code;
    if (label !== undefined) input.value = label;
    if (code) input.removeAttribute("name");
    else input.name = name;
  }

  function activate(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function close() {
    clearTimeout(timer);
    pending?.abort();
    activate(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
  }

  function show(found) {
    close();
    items = found;
    list.replaceChildren(...items.map((item, i) => {
      const option = element("div", { id: `${id}-${i}`, role: "option", "aria-selected": "false", class: "combobox__option" });
      option.append(item.label);
      return option;
    }));
    list.hidden = !items.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = ["Aucune suggestion", "1 suggestion"][items.length] ?? `${items.length} suggestions`;
  }

  async function search() {
    const query = input.value.trim();
    pending?.abort();
    if (!query) return close();
    const { signal } = (pending = new AbortController());
    try {
      const answer = await fetch(`${input.dataset.combobox}?q=${encodeURIComponent(query)}`, { signal });
      const found = answer.ok ? await answer.json() : [];
      if (signal.aborted || document.activeElement !== input) return;
      if (answer.ok) show(found);
      else close();
    } catch {
      if (!signal.aborted) close();
    }
  }

  function choose(item) {
    close();
    if (!hidden) return location.assign(item.url);
    fill(item.code, item.label);
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  input.addEventListener("input", () => {
    if (hidden) fill("");
    clearTimeout(timer);
    timer = setTimeout(search, DELAY);
  });
  input.addEventListener("keydown", (event) => {
    const last = items.length - 1;
    const move = { ArrowDown: active < last ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : last };
    if (active >= 0) Object.assign(move, { Home: 0, End: last });
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "ArrowDown") search();
      return;
    }
    if (event.key in move) activate(move[event.key]);
    else if (event.key === "Enter" && active >= 0) choose(items[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape must not shut the dialog around the field
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(items[[...list.children].indexOf(option)]);
  });
}

function element(tag, attributes) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

const start = (root) => root.querySelectorAll("input[data-combobox]").forEach(combobox);
addEventListener("swap", ({ target }) => start(target)); // refresh.js has put new fields there
start(document);
