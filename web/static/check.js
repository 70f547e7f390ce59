// Deciding on findings with the keyboard: j and k walk, a accepts, d dismisses, u takes back.
// Everything else on the page works without this.
"use strict";

(() => {
  const findings = [...document.querySelectorAll(".finding")];
  const field = document.querySelector("#again textarea");
  if (!field) return;
  const original = field.value;
  const decisions = new Map();
  let current = -1;

  document.querySelectorAll(".keys, .decide").forEach((it) => { it.hidden = false; });
  const copy = document.getElementById("copy");
  if (navigator.clipboard && copy) copy.hidden = false;

  const number = (finding) => finding.dataset.number;
  const marks = (finding) => document.querySelectorAll(`a.found[data-finding="${number(finding)}"]`);
  const shown = () => findings.filter((it) => it.offsetParent !== null);

  function choose(finding, scroll) {
    document.querySelectorAll(".current").forEach((it) => it.classList.remove("current"));
    current = findings.indexOf(finding);
    finding.classList.add("current");
    marks(finding).forEach((it) => it.classList.add("current"));
    if (!scroll) return;
    const smooth = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    const mark = document.getElementById(`m${number(finding)}`);
    finding.focus({ preventScroll: true });
    // On a narrow screen the list follows the draft: only one of the two can be in view.
    const beside = matchMedia("(min-width: 900px)").matches;
    if (beside && mark) mark.scrollIntoView({ behavior: smooth, block: "center" });
    finding.scrollIntoView({ behavior: beside ? "auto" : smooth, block: "nearest" });
  }

  function step(by) {
    const list = shown();
    if (!list.length) return;
    const here = list.indexOf(findings[current]);
    const next = here < 0 ? (by > 0 ? 0 : list.length - 1) : here + by;
    if (list[next]) choose(list[next], true);
  }

  function decide(finding, decision) {
    if (decision && decisions.get(finding) !== decision) decisions.set(finding, decision);
    else decisions.delete(finding);
    show(finding);
    revise();
  }

  function show(finding) {
    const decision = decisions.get(finding) || "";
    const words = { accepted: "已采纳", dismissed: "已忽略" };
    finding.classList.toggle("accepted", decision === "accepted");
    finding.classList.toggle("dismissed", decision === "dismissed");
    finding.querySelector(".state").textContent = words[decision] || "";
    finding.querySelectorAll("[data-decide]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.decide === decision));
    });
    marks(finding).forEach((mark) => {
      mark.classList.toggle("accepted", decision === "accepted");
      mark.classList.toggle("dismissed", decision === "dismissed");
      if (!("edit" in mark.dataset)) return;
      if (!("draft" in mark.dataset)) mark.dataset.draft = mark.textContent;
      mark.textContent = decision === "accepted" ? mark.dataset.held : mark.dataset.draft;
    });
  }

  // The text with all that is accepted; edits that lie over an earlier one are left out.
  function revise() {
    const list = (decision) => findings.filter((it) => decisions.get(it) === decision);
    const edits = list("accepted").flatMap((it) => JSON.parse(it.dataset.edits));
    edits.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let text = "", at = 0, done = 0;
    for (const [start, end, held] of edits) {
      if (start < at) continue;
      text += original.slice(at, start) + held;
      at = end;
      done += 1;
    }
    field.value = text + original.slice(at);
    const revised = document.querySelector(".revised");
    revised.hidden = done === 0;
    revised.querySelector("b").textContent = done;
    for (const name of ["accepted", "dismissed"]) {
      document.querySelector(`input[name="${name}"]`).value = list(name).map(number).join(",");
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not([type=radio]), textarea, select")) return;
    const finding = findings[current];
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (finding && event.key === "a") { decide(finding, "accepted"); step(1); }
    else if (finding && event.key === "d") { decide(finding, "dismissed"); step(1); }
    else if (finding && event.key === "u") decide(finding, "");
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-decide]");
    const finding = event.target.closest(".finding");
    const mark = event.target.closest("a.found");
    if (button) { choose(finding, false); decide(finding, button.dataset.decide); return; }
    if (event.target.closest(".number")) { choose(finding, true); event.preventDefault(); return; }
    if (mark) {
      choose(findings[mark.dataset.finding - 1], true);
      event.preventDefault();
    } else if (finding && !event.target.closest("a")) choose(finding, false);
  });

  if (copy) copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    copy.textContent = "已复制";
  });
})();
