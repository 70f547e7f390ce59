// Completions under the search box (ARIA combobox with a listbox). Without this file the form works.
(() => {
  "use strict";
  const WAIT = 90; // milliseconds of rest before the server is asked
  const KNOWN = 60; // answers that are kept

  const element = (name, attributes = {}, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  const attach = (input, number) => {
    const form = input.form;
    const id = `suggestions-${number}`;
    const list = element("ul", { id, role: "listbox", class: "suggestions", "aria-label": "输入提示", hidden: "" });
    const told = element("p", { class: "unseen", "aria-live": "polite" });
    form.append(list, told);
    for (const [name, value] of [
      ["role", "combobox"],
      ["aria-autocomplete", "list"],
      ["aria-haspopup", "listbox"],
      ["aria-controls", id],
      ["aria-expanded", "false"],
    ]) input.setAttribute(name, value);

    const known = new Map();
    let shown = []; // what the list holds
    let active = -1; // the option that the keyboard is on
    let typed = ""; // what the person typed, to come back to
    let composing = false;
    let timer = 0;
    let asking = null;

    const close = () => {
      clearTimeout(timer);
      asking?.abort();
      list.hidden = true;
      shown = [];
      active = -1;
      list.replaceChildren();
      told.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const activate = (at) => {
      active = at;
      [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
      if (at < 0) {
        input.removeAttribute("aria-activedescendant");
        input.value = typed;
        return;
      }
      input.value = shown[at].query;
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };

    const choose = (at) => {
      const chosen = shown[at];
      composing = false;
      close();
      if (chosen.document) { // a row that names a document opens it
        location.href = `/documents/${encodeURIComponent(chosen.document)}`;
        return;
      }
      input.value = chosen.query;
      form.requestSubmit();
    };

    const option = (suggestion, at) => {
      const made = element("li", { id: `${id}-${at}`, role: "option", "aria-selected": "false" });
      const text = element("span", { class: "text" });
      for (const piece of suggestion.pieces) {
        text.append(piece.hit ? element("mark", {}, piece.text) : piece.text);
      }
      made.append(text, element("span", { class: "count" }, suggestion.document ? "打开文档" : suggestion.label));
      made.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
      made.addEventListener("click", () => choose(at));
      return made;
    };

    const show = (suggestions) => {
      shown = suggestions;
      active = -1;
      list.replaceChildren(...suggestions.map(option));
      list.hidden = suggestions.length === 0;
      input.setAttribute("aria-expanded", String(suggestions.length > 0));
      input.removeAttribute("aria-activedescendant");
      told.textContent = suggestions.length > 0 ? `${suggestions.length} 条提示，用上下键选择` : "";
    };

    const ask = async () => {
      const q = input.value.trim();
      asking?.abort();
      if (q === "") return close();
      if (known.has(q)) return show(known.get(q));
      asking = new AbortController();
      try {
        const answer = await fetch(`/api/suggest?q=${encodeURIComponent(q)}`, { signal: asking.signal });
        if (!answer.ok) return close();
        const { suggestions } = await answer.json();
        if (known.size >= KNOWN) known.delete(known.keys().next().value);
        known.set(q, suggestions);
        // An answer that comes late is about something else.
        if (input.value.trim() === q && document.activeElement === input) show(suggestions);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    };

    const later = () => {
      typed = input.value;
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    };

    // While an input method composes, the box holds the letters typed so far: they are completed too.
    input.addEventListener("input", later);
    input.addEventListener("compositionstart", () => { composing = true; });
    input.addEventListener("compositionupdate", () => setTimeout(later));
    input.addEventListener("compositionend", () => {
      // Some browsers send the Enter that ends the composition after this event.
      setTimeout(() => { composing = false; });
      later();
    });

    input.addEventListener("keydown", (event) => {
      if (composing || event.isComposing || event.keyCode === 229) return; // keys are the input method's
      const open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) return later();
        const step = event.key === "ArrowDown" ? 1 : -1;
        const count = shown.length + 1; // one place is the box itself
        activate(((active + 1 + step + count) % count) - 1);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        input.value = typed;
        close();
      } else if (event.key === "Enter" && open && active >= 0) {
        event.preventDefault();
        choose(active);
      } else if (event.key === "Tab") {
        close();
      }
    });
    form.addEventListener("submit", (event) => {
      if (composing) event.preventDefault(); // this Enter only ends the composition
    });
    input.addEventListener("blur", close);
  };

  document.querySelectorAll('form.search input[name="q"]').forEach(attach);
})();
