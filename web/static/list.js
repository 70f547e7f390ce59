// The list of results stands close together, or roomy; this browser remembers which.
"use strict";
(function () {
  const ROOMY = "dianan.roomy";
  const list = document.getElementById("hits"), tabs = document.querySelector(".toolbar .tabs");
  if (!list || !tabs) return;
  let roomy = false;
  try { roomy = localStorage.getItem(ROOMY) === "1"; } catch { /* close together, then */ }

  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain no-print";
  button.textContent = "宽松";
  const show = () => {
    list.classList.toggle("roomy", roomy);
    button.setAttribute("aria-pressed", String(roomy));
  };
  button.addEventListener("click", () => {
    roomy = !roomy;
    try { localStorage.setItem(ROOMY, roomy ? "1" : ""); } catch { /* for this page alone, then */ }
    show();
  });
  tabs.before(button);
  show();
})();
