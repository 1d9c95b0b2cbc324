/* Names that Django's admin shows but does not tell to screen readers: those of its searchable
   lists (select2) and of fields in tables, whose only label is the heading of their column. */
(() => {
  const hidden = (text) => {
    const made = document.createElement("span");
    made.className = "visually-hidden";
    made.textContent = text;
    return made;
  };
  const clean = (node) => node?.textContent.replace(/[\s:]+/g, " ").trim() ?? "";

  function heading(field) {
    const cell = field.closest("td");
    const row = field.closest("tr");
    if (!cell || !row) return "";
    const column = cell.className.match(/field-(\w+)/)?.[1];
    const head = cell.closest("table").querySelector(column ? `th.column-${column}` : "thead th:last-child");
    const rows = [...row.parentElement.children].filter((other) => !other.classList.contains("empty-form"));
    return head ? `${clean(head)}, ligne ${rows.indexOf(row) + 1}` : "";
  }

  const label = (field) => clean(document.querySelector(`label[for="${CSS.escape(field.id)}"]`)) || heading(field);

  function nameList(select) {
    const shown = select.nextElementSibling;
    const name = label(select);
    if (!name || !shown?.matches(".select2")) return;
    for (const part of shown.querySelectorAll("[role=combobox], .select2-search__field")) {
      part.removeAttribute("aria-labelledby");
      const chosen = select.multiple ? "" : clean(select.selectedOptions[0]);
      part.setAttribute("aria-label", chosen ? `${name} : ${chosen}` : name);
    }
    const text = shown.querySelector(".select2-selection__rendered[role=textbox]");
    text?.removeAttribute("role");
    text?.removeAttribute("aria-readonly");
    shown.querySelector("ul.select2-selection__rendered")?.setAttribute("role", "presentation");
  }

  function nameFields(place) {
    place.querySelectorAll("select.admin-autocomplete").forEach(nameList);
    for (const field of place.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)")) {
      if (field.labels?.length || field.matches(".admin-autocomplete, .select2-search__field")) continue;
      const name = heading(field);
      if (name) field.setAttribute("aria-label", name);
    }
  }

  function start() {
    nameFields(document);
    for (const head of document.querySelectorAll(".tabular thead th.original:empty")) head.append(hidden("Ligne"));
    document.addEventListener("formset:added", (event) => setTimeout(() => nameFields(event.target)));
    window.django?.jQuery(document).on("change", "select.admin-autocomplete", (event) => nameList(event.target));
  }

  addEventListener("load", () => setTimeout(start));
})();
