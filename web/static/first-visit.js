// 典案: a line for who comes to a page for the first time; it stays away once it was read.
"use strict";
{
  const KEY = "dianan-first-visit";
  const line = document.querySelector("[data-first-visit]");
  const seen = () => {
    try {
      const held = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(held) ? held : [];
    } catch (error) {
      return [];
    }
  };
  if (line && !seen().includes(line.dataset.firstVisit)) {
    line.hidden = false;
    line.querySelector("button").addEventListener("click", () => {
      line.hidden = true;
      document.getElementById("main").focus();
      try {
        localStorage.setItem(KEY, JSON.stringify(seen().concat(line.dataset.firstVisit)));
      } catch (error) {
        // Then it comes again.
      }
    });
  }
}
