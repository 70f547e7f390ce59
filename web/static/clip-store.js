// 典案: what every page knows of the reader's clips, which this browser alone keeps, and how text
// gets onto the clipboard.
"use strict";
window.dianan = (function () {
  const KEY = "dianan-clips", FORMAT = "dianan-clips/1", MOST = 500;
  const VALUES = ["kind", "text", "document", "passage", "title", "citation", "url", "note"];

  // A clip with all its keys, whatever it was read from; null where it says nothing.
  function whole(clip) {
    if (!clip || typeof clip.text !== "string" || !clip.text.trim()) return null;
    const made = {};
    for (const key of VALUES) made[key] = typeof clip[key] === "string" ? clip[key] : "";
    made.kind = made.kind || "passage";
    made.span = Array.isArray(clip.span) ? clip.span : null;
    return made;
  }

  function all() {
    try {
      const held = JSON.parse(localStorage.getItem(KEY));
      if (!held || held.format !== FORMAT || !Array.isArray(held.clips)) return [];
      return held.clips.map(whole).filter(Boolean);
    } catch (error) {
      return [];
    }
  }

  // Says whether the browser kept them.
  function save(clips) {
    try {
      localStorage.setItem(KEY, pack(clips));
    } catch (error) {
      return false;
    }
    count();
    return true;
  }

  // Clips in the form in which they travel.
  function pack(clips) {
    return JSON.stringify({ format: FORMAT, clips: clips });
  }

  function same(one, other) {
    return one.kind === other.kind && one.document === other.document &&
      one.passage === other.passage && one.text === other.text;
  }

  // Adds what is not held yet, in order; a note that was empty is taken over. Says how many were
  // new, or -1 where the browser kept nothing.
  function add(clips) {
    const held = all();
    let added = 0;
    for (const clip of clips.map(whole).filter(Boolean)) {
      const known = held.find(other => same(clip, other));
      if (known) {
        known.note = known.note || clip.note;
      } else if (held.length < MOST) {
        held.push(clip);
        added += 1;
      }
    }
    return save(held) ? added : -1;
  }

  function count() {
    const badge = document.getElementById("clip-count");
    if (!badge) return;
    const number = all().length;
    badge.hidden = number === 0;
    badge.textContent = String(number);
  }

  // On sites without https there is no clipboard to write to; there the old command still works.
  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text).catch(() => copied(text));
    }
    return copied(text);
  }

  function copied(text) {
    const focused = document.activeElement;
    const box = document.createElement("textarea");
    box.value = text;
    box.className = "unseen";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (focused) focused.focus();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  // What is pasted into a draft: the words, and behind them where they stand.
  function withSource(text, source) {
    return source ? text + "\n" + source : text;
  }

  window.addEventListener("storage", event => {
    if (event.key !== KEY && event.key !== null) return;
    count();
    document.dispatchEvent(new Event("dianan:clips"));
  });
  count();
  return { all, save, add, same, pack, copy, withSource, most: MOST };
})();
