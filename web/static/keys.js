// Keys: "/" leads to the search box, j and k from hit to hit, in the list and in a document. And the
// way back from a document to the list as it was left.
"use strict";
(function () {
  const LIST = "dianan.results";
  const hits = [...document.querySelectorAll(".hit-title a")];
  const bar = document.querySelector(".reading-bar");
  const marks = bar ? [...document.querySelectorAll(".reading mark:not(.cited)")] : [];

  function kept() {
    try { return JSON.parse(sessionStorage.getItem(LIST)) || {}; } catch { return {}; }
  }

  const asked = new URLSearchParams(location.search).get("q") || "";
  if (hits.length && location.pathname === "/") {
    const list = { q: asked, url: location.pathname + location.search };
    try { sessionStorage.setItem(LIST, JSON.stringify(list)); } catch { /* the link leads to the first page */ }
  }
  const back = document.querySelector("a.back");
  if (back && kept().q === asked && kept().url) back.href = kept().url + back.hash;

  // While the title itself is seen, the line that stays need not say it.
  const title = document.querySelector("article.document h1");
  if (bar && title && window.IntersectionObserver) {
    new IntersectionObserver(([seen]) => bar.classList.toggle("calm", seen.isIntersecting)).observe(title);
  }

  // A link from elsewhere may lead to a passage in another portion of a long document.
  const named = decodeURIComponent(location.hash.slice(1));
  const isElsewhere = named && !document.getElementById(named) && document.querySelector("[data-portions]");
  if (isElsewhere && !new URLSearchParams(location.search).has("at")) {
    location.replace(location.pathname + "?at=" + encodeURIComponent(named) + location.hash);
  }

  // Whether keys are letters here.
  function isTyped(element) {
    return element.closest && element.closest("input, textarea, select, [contenteditable]");
  }

  function walk(step) {
    const at = hits.findIndex(link => link.closest(".hit").contains(document.activeElement));
    const next = hits[Math.min(Math.max(at + step, 0), hits.length - 1)];
    next.focus();
  }

  let here = -1;
  function step(by) {
    if (here >= 0) marks[here].classList.remove("here");
    here = here < 0 ? (by > 0 ? 0 : marks.length - 1) : (here + by + marks.length) % marks.length;
    marks[here].classList.add("here");
    marks[here].scrollIntoView({ block: "center" });
    bar.querySelector(".place").textContent = (here + 1) + " / " + marks.length;
  }

  if (marks.length) {
    const steps = document.createElement("span");
    steps.className = "steps";
    const place = document.createElement("span");
    place.className = "place";
    place.setAttribute("role", "status");
    place.textContent = "共 " + marks.length + " 处";
    for (const [name, by] of [["上一处", -1], ["下一处", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => step(by));
      steps.append(button);
    }
    steps.insertBefore(place, steps.lastChild);
    bar.append(steps);
    // Where a link led to a passage, the walk begins there.
    const target = location.hash && document.querySelector(":target");
    const first = target ? marks.findIndex(mark => target.contains(mark)) : -1;
    if (first > 0) here = first - 1;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyped(event.target)) return;
    const box = document.getElementById("q");
    if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    const by = { j: 1, k: -1 }[event.key];
    if (by && hits.length) walk(by);
    else if (by && marks.length) step(by);
  });
})();
