/* A list page: what is chosen, sorted or turned shows at once, without a page load.
   The page works without this script, by the form and its links. Each answer is the same page,
   fetched; what is inside each [data-swap] replaces what has the same id. The address, the title,
   the history and the focus stay right, and #compte, a live region, says how many there are. */
const zone = document.querySelector("[data-refresh]");
const form = document.getElementById("filtres");
const words = document.getElementById("id_q");
const count = document.getElementById("compte");
const results = document.getElementById("resultats");
const LISTS = [".active-filters", ".sorts"]; // whose links keep the focus
const here = () => location.pathname + location.search;

let shown = here(); // what the page holds
let at = here(); // the address seen last: #anchors also fire popstate
let asked = ""; // what is on its way
let pending; // its AbortController
let typing; // the field typed in since it was asked: left alone

/* from: the link used; land: go to the results; push: a new entry in the history */
async function show(url, { from, land = false, push = true } = {}) {
  const { pathname, search } = new URL(url, location);
  const wanted = pathname + search;
  if (wanted === asked) return;
  pending?.abort();
  asked = wanted === shown ? "" : wanted;
  results.ariaBusy = String(Boolean(asked));
  if (!asked) return land && toResults();
  typing = null;
  const { signal } = (pending = new AbortController());
  try {
    const answer = await fetch(wanted, { signal });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (push) history.pushState(null, "", wanted);
    shown = at = here();
    swap(page, from ?? document.activeElement);
    if (land) toResults();
    asked = "";
    results.ariaBusy = "false";
  } catch {
    if (!signal.aborted) location.assign(wanted); // the server will say what is wrong
  }
}

/* used: what has the focus, or was clicked; it has it again, or what took its place */
function swap(page, used) {
  const list = LISTS.find((one) => used.closest(one));
  const rank = list && [...used.closest(list).querySelectorAll("a")].indexOf(used);
  for (const part of zone.querySelectorAll("[data-swap]")) {
    if (part.contains(typing)) continue;
    const fresh = page.getElementById(part.id);
    for (const group of fresh.querySelectorAll("details")) {
      group.open = document.getElementById(group.id)?.open ?? group.open;
    }
    part.replaceChildren(...fresh.childNodes);
    part.dispatchEvent(new Event("swap", { bubbles: true }));
  }
  if (typing !== words) words.value = page.getElementById("id_q").value;
  document.title = page.title;
  const sentence = page.getElementById("compte").textContent;
  if (count.textContent !== sentence) count.textContent = sentence;
  if (used.isConnected) return;
  const links = list ? results.querySelectorAll(`${list} a`) : [];
  const again = document.getElementById(used.id) ?? links[Math.min(rank, links.length - 1)] ?? title();
  (again.disabled ? again.closest("details").firstElementChild : again).focus({ preventScroll: true });
}

const title = () => results.querySelector("[tabindex='-1']");

function toResults() {
  title().focus({ preventScroll: true });
  count.scrollIntoView();
}

const address = () => {
  const given = [...new FormData(form)].filter(([, value]) => value.trim());
  return form.action + (given.length ? `?${new URLSearchParams(given)}` : "");
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  show(address(), { land: count.getBoundingClientRect().bottom > innerHeight });
});
form.addEventListener("change", ({ target }) => {
  if (["checkbox", "hidden"].includes(target.type)) show(address()); // a box, or a place chosen
});
zone.addEventListener("input", ({ target }) => {
  typing = target;
});
zone.addEventListener("click", (event) => {
  const link = event.target.closest("[data-swap] a[href]");
  const another = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || another || link.hash || link.origin + link.pathname !== location.origin + location.pathname) return;
  event.preventDefault();
  event.stopPropagation(); // DSFR's script would take the tag away
  show(link.href, { from: link, land: !LISTS.some((one) => link.closest(one)) });
}, true);
addEventListener("popstate", () => {
  if (here() === at) return;
  at = here();
  show(at, { push: false });
});

/* Beside the results, filters are never folded: say so to those who listen. */
if (matchMedia("(min-width: 48em)").matches) document.getElementById("filtres-plies").open = true;
