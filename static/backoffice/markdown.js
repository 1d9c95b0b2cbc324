/* Beneath a Markdown field: the number of characters, and the text as its page will show it.
   The preview is not announced: it is a region to go to. Closed, it asks for nothing. */
(() => {
  const DELAY = 500;
  const FAILED = "L’aperçu ne répond pas. Votre texte est toujours là.";
  const SIGNED_OUT = "Votre session a expiré : copiez votre texte, reconnectez-vous dans un autre onglet, puis enregistrez ici.";

  function markdown(place) {
    const field = place.querySelector("textarea");
    const count = place.querySelector(".markdown__count");
    const preview = place.querySelector(".markdown__preview");
    const page = place.querySelector(".markdown__page");
    const label = document.querySelector(`label[for="${field.id}"]`)?.textContent.replace(/\s*:?\s*$/, "");
    let shown = null, timer, pending;

    if (label) page.setAttribute("aria-label", `Aperçu : ${label}`);
    count.hidden = preview.hidden = false;

    function tell() {
      const length = field.value.length;
      const most = field.maxLength > 0 ? ` sur ${field.maxLength.toLocaleString("fr")}` : "";
      count.textContent = `${length.toLocaleString("fr")}${most} caractère${length > 1 ? "s" : ""}`;
    }

    function say(sentence) {
      const line = document.createElement("p");
      line.textContent = sentence;
      line.className = "markdown__note";
      page.replaceChildren(line);
    }

    async function ask() {
      if (!preview.open || shown === field.value) return;
      const text = field.value;
      pending?.abort();
      if (!text.trim()) {
        shown = text;
        return say("Rien à montrer pour le moment.");
      }
      pending = new AbortController();
      try {
        await show(text, await fetch(place.dataset.preview, {
          method: "POST",
          headers: { "X-CSRFToken": field.form.elements.csrfmiddlewaretoken.value },
          body: new URLSearchParams({ text }),
          signal: pending.signal,
        }));
      } catch (error) {
        if (error.name !== "AbortError") say(FAILED);
      }
    }

    async function show(text, response) {
      if (response.redirected || response.status === 403) return say(SIGNED_OUT);
      if (!response.headers.get("Content-Type")?.includes("json")) return say(FAILED);
      const answer = await response.json();
      shown = text;
      if (answer.error) return say(answer.error);
      page.innerHTML = answer.html; // cleaned by the server
      for (const link of page.querySelectorAll("a")) link.target = "_blank";
    }

    function later() {
      tell();
      clearTimeout(timer);
      timer = setTimeout(ask, DELAY);
    }

    field.addEventListener("input", later);
    field.addEventListener("change", later);
    preview.addEventListener("toggle", ask);
    tell();
    ask();
  }

  document.querySelectorAll(".markdown[data-preview]").forEach(markdown);
})();
