/* What is typed in a form is kept in this browser until it is saved: a crash or an expired session
   loses nothing. On coming back, it is offered: « Reprendre » or « Jeter ».

   Only forms with a text area, only fields that were changed; never a password, a code, a hidden
   field or the state of an entry. Kept under the person's number and the page's address, forgotten
   after seven days, as soon as the server says the form was saved, and on signing out. */
(() => {
  const PREFIX = "kept:";
  const SENT = "kept-sent"; // what the last form sent would have us forget
  const DAYS = 7;
  const EVERY = 2000;
  const LEFT_OUT = "[type=hidden], [type=password], [type=file], [type=submit], [type=button],"
    + " [autocomplete=one-time-code], [name=status], [name^=_], [name$=-DELETE]";

  const staff = document.querySelector("meta[name=staff]")?.content;
  if (!staff || document.body.classList.contains("popup")) return;
  const key = `${PREFIX}${staff}:${location.pathname}`;

  // -- Storage: full, or forbidden, it must not stop anyone from typing -------------------------

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function write(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch { /* nothing can be kept here */ }
  }

  function forget(condition) {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
      names.filter(condition).forEach((name) => localStorage.removeItem(name));
    } catch { /* nothing was kept either */ }
  }

  function sent(name) {
    try {
      const before = sessionStorage.getItem(SENT);
      if (name) sessionStorage.setItem(SENT, name);
      else sessionStorage.removeItem(SENT);
      return before;
    } catch {
      return null;
    }
  }

  const oldest = Date.now() - DAYS * 86_400_000;
  forget((name) => !(Date.parse(read(name)?.at) > oldest));
  const lastSent = sent(null);
  if (lastSent && document.querySelector(".messagelist .success")) forget((name) => name === lastSent);
  document.getElementById("logout-form")?.addEventListener("submit", () => {
    forget((name) => name.startsWith(`${PREFIX}${staff}:`));
  });

  const form = document.querySelector("body.change-form #content-main form[id$=_form]");
  if (!form) return;

  // -- Fields: a value by name; what was chosen in a list goes with its words --------------------

  function fields() {
    return [...form.elements].filter((field) => field.name && !field.disabled && !field.matches(LEFT_OUT));
  }

  const words = (options) => options.map((option) => [option.value, option.text]);

  function typed(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked;
    return field.tagName === "SELECT" ? words([...field.selectedOptions]) : field.value;
  }

  /** As the server sent it: a browser that reloads a page may put back what was typed. */
  function received(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.defaultChecked;
    if (field.tagName !== "SELECT") return field.defaultValue;
    const chosen = [...field.options].filter((option) => option.defaultSelected);
    return words(chosen.length || field.multiple ? chosen : [...field.options].slice(0, 1));
  }

  function values(read) {
    const found = {};
    for (const field of fields()) {
      const several = field.type === "checkbox" || field.type === "radio";
      found[several ? `${field.name}=${field.value}` : field.name] = read(field);
    }
    return found;
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const empty = (it) => it === undefined || it === "" || it === false || same(it, []) || same(it, [["", "---------"]]);

  function put(field, kept) {
    if (field.type === "checkbox" || field.type === "radio") field.checked = kept;
    else if (field.tagName === "SELECT") choose(field, kept);
    else field.value = kept;
    for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
  }

  function choose(select, kept) {
    const chosen = new Set(kept.map(([code]) => code));
    for (const [code, text] of kept) {
      if (![...select.options].some((option) => option.value === code)) select.add(new Option(text, code));
    }
    for (const option of select.options) option.selected = chosen.has(option.value);
  }

  function find(name) {
    const [plain, code] = name.split("=");
    return fields().filter((field) => field.name === plain && (code === undefined || field.value === code));
  }

  /** A row of an inline that was added by hand is added again. */
  function addRow(name) {
    const [, prefix] = name.match(/^(.+)-\d+-/) ?? [];
    for (let tries = 0; prefix && tries < 50 && !find(name).length; tries++) {
      const button = document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`);
      if (!button) return;
      button.click();
    }
  }

  // -- Keeping -------------------------------------------------------------------------------------

  const keeps = form.querySelector("textarea") !== null;
  const kept = keeps ? read(key) : null;
  const refused = document.querySelector(".errornote") !== null; // sent back as it was typed
  const opened = values(received);
  if (refused) for (const [name, [was]] of Object.entries(kept?.fields ?? {})) opened[name] = was ?? undefined;
  let leaving = false;
  let last = JSON.stringify(refused ? {} : changes());
  let offered = null; // kept before, neither taken back nor thrown away yet

  function changes() {
    const found = {};
    for (const [name, now] of Object.entries(values(typed))) {
      const was = opened[name];
      if (!same(was, now) && !(empty(was) && empty(now))) found[name] = [was ?? null, now];
    }
    return found;
  }

  function keep() {
    if (!keeps || leaving) return;
    const changed = changes();
    const written = JSON.stringify(changed);
    if (written === last) return;
    last = written;
    const all = { ...offered?.fields, ...changed };
    if (Object.keys(all).length) write(key, { at: new Date().toISOString(), fields: all });
    else forget((name) => name === key);
  }

  setInterval(keep, EVERY);
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", keep);
  form.addEventListener("submit", () => {
    keep();
    leaving = true;
    if (keeps) sent(key);
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && (refused || Object.keys(changes()).length)) event.preventDefault();
  });
  addEventListener("pageshow", () => { leaving = false; });

  // -- Offering ------------------------------------------------------------------------------------

  function element(tag, text, onclick) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (onclick) {
      made.type = "button";
      made.className = "button";
      made.addEventListener("click", onclick);
    }
    return made;
  }

  function offer(kept) {
    const notice = document.createElement("section");
    notice.className = "keep";
    notice.setAttribute("aria-label", "Texte non enregistré");
    const when = new Date(kept.at).toLocaleString("fr", { dateStyle: "long", timeStyle: "short" });
    const said = element("p", `Un texte non enregistré du ${when} a été gardé dans ce navigateur.`);
    const stale = Object.entries(kept.fields).some(([name, [was]]) => !same(was, opened[name] ?? null));
    if (stale) said.append(" La fiche a changé depuis : relisez avant d’enregistrer.");
    const close = () => {
      offered = null;
      notice.remove();
      form.querySelector(".form-row :is(input:not([type=hidden]), textarea, select)")?.focus();
    };
    notice.append(
      said,
      element("button", "Reprendre", () => { takeBack(kept); close(); }),
      element("button", "Jeter", () => { forget((name) => name === key); close(); }),
    );
    form.before(notice);
    said.setAttribute("role", "status");
  }

  function takeBack(kept) {
    for (const [name, [, now]] of Object.entries(kept.fields)) {
      if (!find(name).length) addRow(name);
      for (const field of find(name)) put(field, now);
    }
  }

  const differs = kept && Object.entries(kept.fields).some(([name, [, now]]) => !same(now, opened[name]));
  if (differs && !refused) {
    offered = kept;
    offer(kept);
  } else if (kept && !refused) {
    forget((name) => name === key);
  }
})();
