// What this browser looked for and read last. It is kept in this browser alone, shown on the first
// page, and can be cleared or switched off there.
"use strict";
(function () {
  const KEPT = "dianan.history", OFF = "dianan.history.off", MOST = 60, SHOWN = 8;

  function read(name) {
    try { return localStorage.getItem(name); } catch { return null; }
  }

  function write(name, value) {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch { /* the browser keeps nothing: then there is no history */ }
  }

  function all() {
    try { return JSON.parse(read(KEPT)) || []; } catch { return []; }
  }

  function note(kind, text, url) {
    if (read(OFF) || !text) return;
    const others = all().filter(it => it.url !== url && !(it.kind === kind && it.text === text));
    write(KEPT, JSON.stringify([{ kind, text, url }, ...others].slice(0, MOST)));
  }

  const article = document.querySelector("article.document");
  if (article) note("read", article.querySelector("h1").textContent, location.pathname);
  if (location.pathname === "/" && document.querySelector("li.hit")) {
    const asked = new URLSearchParams(location.search);
    const isFirst = !asked.get("offset");
    if (isFirst) note("asked", asked.get("q"), location.pathname + location.search);
  }

  function list(title, kind) {
    const items = all().filter(it => it.kind === kind).slice(0, SHOWN);
    if (!items.length) return [];
    const section = document.createElement("section");
    const head = document.createElement("h2");
    head.textContent = title;
    const rows = document.createElement("ul");
    for (const { text, url } of items) {
      const row = document.createElement("li"), link = document.createElement("a");
      link.textContent = text;
      link.href = url.startsWith("/") && !url.startsWith("//") ? url : "/";
      row.append(link);
      rows.append(row);
    }
    section.append(head, rows);
    return [section];
  }

  function act(words, done) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = words;
    button.addEventListener("click", () => { done(); show(); });
    return button;
  }

  function show() {
    const place = document.getElementById("history");
    if (!place) return;
    const off = read(OFF), lists = [...list("最近查过", "asked"), ...list("最近看过", "read")];
    place.hidden = !lists.length && !off;
    const told = document.createElement("p");
    told.className = "quiet-text";
    told.append(off ? "已不再记录查过和看过的内容。" : "只记在这个浏览器里，不上传。");
    if (lists.length) told.append(act("清空", () => write(KEPT, null)));
    told.append(off ? act("恢复记录", () => write(OFF, null))
      : act("不再记录", () => { write(OFF, "1"); write(KEPT, null); }));
    const columns = document.createElement("div");
    columns.className = "browse";
    columns.append(...lists);
    place.replaceChildren(columns, told);
  }
  show();
})();
