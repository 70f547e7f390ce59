// 典案: the page of clips: order, notes, export, import.
"use strict";
(function () {
  const store = window.dianan;
  const desk = document.getElementById("desk"), list = document.getElementById("clips");
  const mould = document.getElementById("clip"), status = document.getElementById("said");
  const empty = document.getElementById("empty");
  if (!store || !desk) return;
  let clips = store.all();

  function say(words, undo) {
    status.textContent = words;
    if (!undo) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = "撤销";
    button.addEventListener("click", () => { keep(undo, "已恢复"); });
    status.append(" ", button);
    button.focus();
  }

  function keep(next, words, undo) {
    clips = next;
    const kept = store.save(clips);
    draw();
    say(kept ? words : "浏览器不让保存，离开页面后会丢失；请先导出", undo);
  }

  function draw() {
    list.textContent = "";
    clips.forEach((clip, index) => list.append(drawn(clip, index)));
    empty.hidden = clips.length > 0;
    for (const button of desk.querySelectorAll(".clip-bar [type=button], #to-server button")) button.disabled = !clips.length;
  }

  function drawn(clip, index) {
    const item = mould.content.firstElementChild.cloneNode(true);
    const link = item.querySelector(".clip-title a");
    link.textContent = clip.title || "（未注明题名）";
    if (/^https?:\/\//.test(clip.url)) link.href = clip.url;
    for (const line of clip.text.split("\n")) {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      item.querySelector(".clip-text").append(paragraph);
    }
    item.querySelector(".clip-citation").textContent = clip.citation;
    const note = item.querySelector("textarea");
    note.value = clip.note;
    note.addEventListener("input", () => { clip.note = note.value; store.save(clips); grow(note); });
    requestAnimationFrame(() => grow(note));
    item.querySelector(".grip").addEventListener("keydown", event => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      move(index, index + step, ".grip");
    });
    item.addEventListener("click", event => {
      const act = event.target.dataset.act;
      if (act === "up") move(index, index - 1, "[data-act=up]");
      if (act === "down") move(index, index + 1, "[data-act=down]");
      if (act === "remove") remove(index);
      if (act === "copy") {
        store.copy(store.withSource(clip.text, clip.citation)).then(() => say("已复制"), () => say("复制不了"));
      }
    });
    drag(item, index);
    return item;
  }

  function grow(note) {
    note.parentElement.classList.toggle("is-empty", !note.value.trim());
    note.rows = Math.min(12, Math.max(1, note.value.split("\n").length));
  }

  function move(from, to, focus) {
    if (to < 0 || to >= clips.length) return;
    const next = clips.slice();
    next.splice(to, 0, next.splice(from, 1)[0]);
    keep(next, "已移到第 " + (to + 1) + " 条，共 " + next.length + " 条");
    const button = focus && list.children[to].querySelector(focus);
    if (button) button.focus();
  }

  function remove(index) {
    const before = clips;
    keep(clips.filter((clip, at) => at !== index), "已删除 1 条。", before);
  }

  let dragged = null;
  function drag(item, index) {
    const grip = item.querySelector(".grip");
    grip.addEventListener("dragstart", event => {
      dragged = index;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", clips[index].text);
      event.dataTransfer.setDragImage(item, 0, 0);
    });
    grip.addEventListener("dragend", () => { dragged = null; unmark(); });
    item.addEventListener("dragover", event => {
      if (dragged === null) return;
      event.preventDefault();
      unmark();
      item.classList.add(index < dragged ? "drop-before" : "drop-after");
    });
    item.addEventListener("drop", event => {
      if (dragged === null) return;
      event.preventDefault();
      const from = dragged;
      dragged = null;
      move(from, index);
    });
  }

  function unmark() {
    for (const item of list.children) item.classList.remove("drop-before", "drop-after");
  }

  // Sends `body` and gives the answer; what the server refuses is said in its words.
  async function post(path, body) {
    const answer = await fetch(path, { method: "POST", body: body });
    if (answer.ok) return answer;
    const error = await answer.json().then(it => it.error, () => null);
    throw new Error(error ? error.message + "。" + error.hint : "服务器没有应答（" + answer.status + "）");
  }

  async function download(path, body, name) {
    say("正在导出……");
    try {
      const answer = await post(path, body);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      say("已导出：" + name);
    } catch (error) {
      say("没有导出：" + error.message);
    }
  }

  function exportEvidence() {
    const anchors = [];
    for (const clip of clips) {
      const anchor = clip.document && clip.passage ? clip.document + "#" + clip.passage : "";
      if (anchor && !anchors.includes(anchor)) anchors.push(anchor);
    }
    if (!anchors.length) return say("这些摘录没有段落编号，做不成引证包");
    return download("/api/evidence", JSON.stringify({ anchors: anchors, format: "docx" }), "引证包.zip");
  }

  async function read(file) {
    try {
      const answer = await (await post("/api/clips/read", file)).json();
      const before = clips;
      const added = store.add(answer.clips);
      clips = store.all();
      draw();
      say("文件里有 " + answer.clips.length + " 条，新收进 " + Math.max(0, added) + " 条。", before);
    } catch (error) {
      say("没有导入：" + error.message);
    }
  }

  const STATES = { unchanged: "未变", moved: "已移动", changed: "已改动", gone: "库中未见" };
  const verified = document.getElementById("verified");

  // What has become of the passages of a pack, one an item.
  async function verify(file) {
    verified.textContent = "正在核验……";
    try {
      const answer = await (await post("/api/evidence/verify", file)).json();
      const unchanged = answer.passages.filter(it => it.state === "unchanged").length;
      const items = document.createElement("ol");
      items.className = "verified";
      for (const passage of answer.passages) items.append(outcome(passage));
      verified.textContent = "共 " + answer.passages.length + " 段，" + unchanged + " 段未变。";
      verified.append(items);
    } catch (error) {
      verified.textContent = "没有核验：" + error.message;
    }
  }

  function element(name, kind, text) {
    const made = document.createElement(name);
    made.className = kind;
    made.textContent = text;
    return made;
  }

  function outcome(passage) {
    const item = element("li", passage.state, "");
    const about = document.createElement("div");
    const place = document.createElement(passage.now ? "a" : "span");
    place.textContent = passage.now || passage.anchor;
    if (passage.now) {
      const parts = passage.now.split("#");
      place.href = "/documents/" + encodeURIComponent(parts[0]) + "#" + parts[1];
    }
    about.append(place);
    if (passage.difference.length) {
      const text = element("p", "difference", "");
      const tags = { same: "span", deleted: "del", inserted: "ins" };
      for (const part of passage.difference) text.append(element(tags[part.change], "", part.text));
      about.append(text);
    }
    for (const remark of passage.remarks) about.append(element("p", "quiet-text", remark));
    item.append(element("span", "state", STATES[passage.state]), about);
    return item;
  }

  document.getElementById("pack").addEventListener("change", event => {
    const file = event.target.files[0];
    event.target.value = "";
    if (file) verify(file);
  });

  desk.querySelector(".clip-bar").addEventListener("click", event => {
    const act = event.target.dataset.act;
    if (act === "docx") download("/api/clips.docx", store.pack(clips), "摘录.docx");
    if (act === "md") download("/api/clips.md", store.pack(clips), "摘录.md");
    if (act === "evidence") exportEvidence();
    if (act === "clear") keep([], "已清空 " + clips.length + " 条。", clips);
  });
  document.getElementById("import").addEventListener("change", event => {
    const file = event.target.files[0];
    event.target.value = "";
    if (file) read(file);
  });
  const toServer = document.getElementById("to-server");
  if (toServer) toServer.addEventListener("submit", event => {
    if (!clips.length) {
      event.preventDefault();
      return say("还没有摘录可存");
    }
    toServer.action = document.getElementById("folder").value;
    toServer.elements.clips.value = store.pack(clips);
  });
  document.addEventListener("dianan:clips", () => { clips = store.all(); draw(); });

  desk.hidden = false;
  draw();
})();
