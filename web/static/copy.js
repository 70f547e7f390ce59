// 典案: beside every passage and hit, buttons that copy it or put it among the clips.
"use strict";
(function () {
  const store = window.dianan;
  if (!store) return;

  // The text of a passage as it is shown: paragraphs, items and rows, one a line, cells parted by |.
  function textOf(element) {
    if (element.dataset.text) return element.dataset.text;
    const lines = [];
    for (const part of element.children) {
      if (part.matches(".anchor, .like, .passage-owner, .copy-tools, h2, h3, h4, h5, h6")) continue;
      const rows = part.querySelectorAll("tr"), items = part.querySelectorAll("li");
      if (rows.length) {
        for (const row of rows) lines.push([...row.cells].map(cell => cell.textContent).join("|"));
      } else if (items.length) {
        for (const item of items) lines.push(item.textContent);
      } else {
        lines.push(part.textContent);
      }
    }
    return lines.join("\n");
  }

  function address(element) {
    return new URL(element.dataset.url, location.href).href;
  }

  // What is selected in it: a sentence, as a rule.
  function chosen(element) {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return "";
    return element.contains(selection.getRangeAt(0).commonAncestorContainer) ? selection.toString().trim() : "";
  }

  function clip(element) {
    const about = element.dataset;
    const sentence = chosen(element);
    const span = sentence ? [] : (about.span || "").split(",").map(Number);
    return {
      kind: about.kind || "passage", text: sentence || textOf(element), document: about.document, passage: about.passage,
      span: span.length === 2 ? span : null, title: about.title, citation: about.citation,
      url: address(element), note: "",
    };
  }

  function keep(element) {
    const made = clip(element);
    const held = store.all();
    if (held.some(other => store.same(made, other))) return "已在摘录里";
    if (held.length >= store.most) return "已满 " + store.most + " 条";
    return store.add([made]) === 1 ? "已摘录" : "浏览器不让保存";
  }

  const ACTS = [
    ["文字", "复制这一段的文字", it => store.copy(textOf(it)).then(() => "已复制")],
    ["文字和出处", "复制文字和出处",
      it => store.copy(store.withSource(textOf(it), it.dataset.note)).then(() => "已复制")],
    ["著录", "按 GB/T 7714 复制著录", it => store.copy(it.dataset.entry).then(() => "已复制")],
    ["链接", "复制这一段的链接", it => store.copy(address(it)).then(() => "已复制")],
    ["摘录", "收进摘录", it => Promise.resolve(keep(it))],
  ];

  function said(button, words) {
    const name = button.dataset.name;
    button.textContent = words;
    live.textContent = words;
    clearTimeout(Number(button.dataset.timer));
    button.dataset.timer = setTimeout(() => { button.textContent = name; }, 1600);
  }

  // One stop for the tab key; the arrow keys go from button to button.
  function walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = [...event.currentTarget.querySelectorAll("button, a")];
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
    event.preventDefault();
  }

  function tools(element) {
    const bar = document.createElement("div");
    bar.className = "copy-tools no-print";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "这一段");
    const lead = document.createElement("span");
    lead.className = "copy-lead";
    lead.textContent = "复制";
    bar.append(lead);
    // A cell is narrow: it has room for the two that are wanted most.
    const acts = element.dataset.kind === "cell"
      ? ACTS.filter(act => act[0] === "文字和出处" || act[0] === "摘录") : ACTS;
    acts.forEach(([name, title, act], index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = button.dataset.name = name;
      button.title = title;
      button.tabIndex = index === 0 ? 0 : -1;
      button.addEventListener("click", () => {
        act(element).then(words => said(button, words), () => said(button, "复制不了"));
      });
      bar.append(button);
    });
    const like = element.querySelector(":scope > .like");
    if (like) {
      like.tabIndex = -1;
      bar.append(like);
    }
    if (element.dataset.page && element.dataset.kind !== "cell") bar.append(original(element));
    // What is selected stays selected while its button is pressed.
    bar.addEventListener("mousedown", event => { if (chosen(element)) event.preventDefault(); });
    bar.addEventListener("keydown", walk);
    return bar;
  }

  // To the page of the raw file that a passage or a fact was read from.
  function original(element) {
    const link = document.createElement("a");
    const about = element.dataset;
    link.href = "/documents/" + encodeURIComponent(about.document) + "/place/" + encodeURIComponent(about.passage);
    link.className = "like";
    link.textContent = "原件第 " + about.page + " 页";
    link.title = "翻开原件的这一页";
    link.tabIndex = -1;
    return link;
  }

  // On a touch screen one button stands for the row of a hit, and opens it.
  function more(bar) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-more no-print";
    button.textContent = "复制、摘录";
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => {
      button.setAttribute("aria-expanded", String(bar.classList.toggle("open")));
    });
    return button;
  }

  // Below the metadata the margin is free for the buttons of a passage.
  function settle() {
    const meta = document.querySelector(".document-meta");
    if (!meta) return;
    const end = meta.getBoundingClientRect().bottom;
    for (const passage of document.querySelectorAll(".passage")) {
      passage.classList.toggle("beside", passage.getBoundingClientRect().top > end);
    }
  }

  const live = document.createElement("div");
  live.className = "unseen";
  live.setAttribute("role", "status");
  document.body.append(live);
  for (const element of document.querySelectorAll("[data-citable]")) {
    const bar = tools(element);
    const inside = element.matches(".hit") && element.querySelector(":scope > div");
    if (inside) inside.append(more(bar), bar);
    else element.append(bar);
  }
  // The button says what it will take.
  let named = null;
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    const node = selection && selection.rangeCount ? selection.getRangeAt(0).commonAncestorContainer : null;
    const within = node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    const passage = within && within.closest("[data-citable]");
    const button = passage && chosen(passage) ? passage.querySelector("[data-name=摘录]") : null;
    if (named && named !== button) named.textContent = named.dataset.name;
    if (button) button.textContent = "摘录所选";
    named = button;
  });
  settle();
  window.addEventListener("resize", settle);
})();
