// Filing: points while typing, cells that save themselves, lines and passages to add.
"use strict";
(() => {
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const later = (wait, act) => { let timer; return (...all) => { clearTimeout(timer); timer = setTimeout(() => act(...all), wait); }; };
  const partsOf = (pk) => document.querySelectorAll(`[data-of="${pk}"]`);
  const fieldsOf = (part) => [...part.querySelectorAll("[data-field]")];

  // -- points while typing
  const root = document.querySelector("[data-points]");
  let asked = 0;
  async function ask() {
    const rows = {};
    for (const part of document.querySelectorAll("[data-of]")) {
      for (const cell of fieldsOf(part)) {
        if (cell.dataset.field !== "actual" && cell.dataset.field !== "assigned_points") continue;
        (rows[part.dataset.of] ||= {})[cell.dataset.field] = cell.value;
      }
    }
    const mine = (asked += 1);
    const answer = await send(root.dataset.points, JSON.stringify({ rows }), "application/json").catch(() => null);
    if (answer && answer.status === 200 && mine === asked) show(answer.tree);
  }
  function show(tree) {
    for (const [pk, row] of Object.entries(tree.rows)) {
      partsOf(pk).forEach((part) => {
        const typed = part.querySelector("[data-field=actual]");
        const isBlank = typed && !typed.value.trim();
        put(part, "points", row.points);
        put(part, "sentence", row.sentence);
        put(part, "notes", row.notes.join(" "));
        if (typed && !part.dataset.refused) put(part, "why", isBlank ? "" : [row.undecided, ...row.notes].filter(Boolean).join(" "));
        part.classList.remove("mood-met", "mood-unmet", "mood-undecided");
        part.classList.add(`mood-${row.mood}`);
        part.classList.toggle("needs-cause", row.needs_cause);
        const box = part.querySelector(".cause-box");
        if (box && row.needs_cause) box.open = true;
      });
    }
    tree.levels.forEach((level) => {
      const line = [...document.querySelectorAll("[data-level]")].find((one) => one.dataset.level === level.name);
      if (line) put(line, "points", level.points);
    });
    text(document.getElementById("score-total"), tree.total);
    text(document.getElementById("score-grade"), tree.grade);
    text(document.querySelector("[data-total]"), tree.total);
    text(document.querySelector("[data-grade]"), tree.grade);
  }
  const text = (node, value) => { if (node) node.textContent = value; };
  const put = (part, name, value) => text(part.querySelector(`[data-out="${name}"]`), value);
  async function send(url, body, type) {
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    if (type) headers["Content-Type"] = type;
    const answer = await fetch(url, { method: "POST", headers, body, credentials: "same-origin" });
    const isTree = (answer.headers.get("Content-Type") || "").includes("json");
    return { status: answer.status, tree: isTree ? await answer.json() : null };
  }
  const askSoon = later(250, ask);
  if (root) root.addEventListener("input", (event) => { if (event.target.dataset.field) askSoon(); });

  // -- cells that save themselves
  const saving = document.querySelector("[data-save]");
  if (saving) {
    const unsaved = new Map(); // cell → "typed" (still in it), "ready", "held" (refused or conflicting)
    const kept = new WeakMap(); // cell → what the server has
    const has = (cell) => kept.get(cell) ?? cell.defaultValue;
    let isBusy = false;
    let last = "";
    let trouble = "";
    const state = document.getElementById("save-state");
    const tell = () => {
      state.classList.toggle("unsaved", unsaved.size > 0);
      state.textContent = unsaved.size ? `未保存 ${unsaved.size} 处${trouble ? `：${trouble}` : ""}` : (last && `已保存 ${last}`);
    };
    const mark = (cell, how) => {
      if (how) unsaved.set(cell, how); else unsaved.delete(cell);
      cell.classList.toggle("is-unsaved", Boolean(how));
      tell();
    };
    saving.addEventListener("input", (event) => {
      if (!event.target.dataset.field) return;
      const given = (name) => Boolean(event.target.closest("[data-of]").querySelector(`[data-field=${name}]`)?.value.trim());
      event.target.closest("[data-of]").classList.toggle("cause-given", given("deviation_reason") && given("improvement"));
      mark(event.target, event.target.value === has(event.target) ? "" : "typed");
      const part = event.target.closest("[data-of]");
      if (part.dataset.refused) { delete part.dataset.refused; put(part, "why", ""); }
    });
    saving.addEventListener("change", (event) => {
      if (!event.target.dataset.field) return;
      if (event.target.value === has(event.target)) return;
      mark(event.target, "ready");
      flush();
    });
    saving.addEventListener("focusout", (event) => {
      if (unsaved.get(event.target) === "typed") { mark(event.target, "ready"); flush(); }
    });
    saving.addEventListener("grid-pasted", (event) => {
      const { filled, left } = event.detail;
      trouble = left ? `粘贴了 ${filled} 行，另有 ${left} 行没有位置` : "";
      tell();
    });
    window.addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });
    const again = later(5000, () => flush());

    // One row after another, so that no row overtakes its own version.
    async function flush() {
      if (isBusy) return;
      isBusy = true;
      try {
        for (let cell = next(); cell; cell = next()) {
          const part = cell.closest("[data-of]");
          const own = [...unsaved].filter(([one, how]) => how === "ready" && part.contains(one)).map(([one]) => one);
          if (!(await save(part, own))) { again(); break; }
        }
      } finally { isBusy = false; }
    }
    const next = () => { for (const [cell, how] of unsaved) if (how === "ready") return cell; return null; };

    // Returns whether the server answered at all.
    async function save(part, own) {
      const body = new FormData();
      const sent = own.map((cell) => [cell, cell.value]);
      body.append("version", part.dataset.version);
      sent.forEach(([cell, value]) => body.append(cell.dataset.field, value));
      let answer;
      try { answer = await send(part.dataset.url, body); } catch { trouble = "服务器没有应答，内容留在格子里，稍后自动重试"; tell(); return false; }
      if (!answer.tree && answer.status < 500) trouble = "登录已过期，请另开窗口登录，之后会自动保存";
      else if (!answer.tree) trouble = "服务器出错，内容留在格子里，稍后自动重试";
      if (!answer.tree) { tell(); return false; }
      trouble = "";
      if (answer.status === 200) accept(part, sent, answer.tree);
      else refuse(part, own, answer);
      return true;
    }
    function accept(part, sent, tree) {
      part.dataset.version = tree.version;
      last = tree.saved;
      sent.forEach(([cell, value]) => {
        kept.set(cell, value);
        mark(cell, cell.value === value ? "" : "ready");
      });
      put(part, "progress", tree.progress);
      part.querySelector("[data-conflict]").replaceChildren();
    }
    function refuse(part, own, answer) {
      own.forEach((cell) => mark(cell, "held"));
      if (answer.status === 409) return conflict(part, own, answer.tree);
      part.dataset.refused = "1";
      put(part, "why", answer.tree.error);
    }

    // Yours and theirs, in the row itself.
    function conflict(part, own, tree) {
      const panel = make("div", "", "conflict-panel");
      panel.setAttribute("role", "alert");
      panel.append(make("strong", `您打开之后，${tree.who || "别人"}已改动此项；您填写的没有丢失。`));
      const table = make("dl");
      ["项目", "您填写的", "现在的"].forEach((one) => table.append(make("dt", one, "text-secondary small")));
      Object.entries(tree.yours).forEach(([label, yours]) => {
        table.append(make("dt", label), make("dd", yours || "（空白）"), make("dd", tree.theirs[label] || "（空白）"));
      });
      const keep = make("button", "仍按我的保存", "btn btn-sm btn-primary me-2");
      const drop = make("button", "放弃我的", "btn btn-sm");
      keep.type = drop.type = "button";
      keep.addEventListener("click", () => {
        part.dataset.version = tree.version;
        own.forEach((cell) => mark(cell, "ready"));
        flush();
      });
      drop.addEventListener("click", () => {
        part.dataset.version = tree.version;
        own.forEach((cell) => {
          cell.value = tree.theirs[cell.dataset.name] ?? cell.value;
          kept.set(cell, cell.value);
          mark(cell, "");
        });
        panel.remove();
        ask();
      });
      panel.append(table, keep, drop);
      part.querySelector("[data-conflict]").replaceChildren(panel);
      unfold(part.querySelector("[data-unfold]"), true);
    }
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-flush]");
      if (button && unsaved.size) { event.preventDefault(); flush().then(() => { if (!unsaved.size) button.form.requestSubmit(); }); }
    });
  }
  function make(tag, content = "", name = "") {
    const node = document.createElement(tag);
    node.textContent = content;
    if (name) node.className = name;
    return node;
  }

  // -- the derivation below its row
  function unfold(opener, isOpen = opener.getAttribute("aria-expanded") !== "true") {
    document.getElementById(opener.dataset.unfold).hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
  }
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-unfold]");
    if (!opener || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    unfold(opener);
  });
  document.addEventListener("keydown", (event) => {
    const part = event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest("[data-of]");
    const opener = part && part.querySelector("[data-unfold]");
    if (opener) { event.preventDefault(); unfold(opener, event.key === "ArrowDown"); return; }
    const link = event.key === " " && event.target.closest("a[data-unfold]");
    if (link) { event.preventDefault(); unfold(link); }
  });

  // -- lines of the budget, passages of the texts
  const total = (prefix) => document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  function fresh(template, prefix) {
    const number = total(prefix).value;
    total(prefix).value = Number(number) + 1;
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", number);
    return holder.content.firstElementChild;
  }
  document.querySelectorAll("[data-add-line], [data-add-passage], [data-move]").forEach((one) => { one.hidden = false; });
  document.querySelectorAll(".place-field").forEach((one) => { one.hidden = true; });
  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-add-line]");
    if (line) {
      const body = line.closest("tbody");
      const made = fresh(document.getElementById("new-line"), "line");
      body.append(made);
      made.querySelector("[name$='-by']").value = body.dataset.division;
      made.querySelector("input[type=text]").focus();
      renumber();
    }
    const passage = event.target.closest("[data-add-passage]");
    if (passage) {
      const chapter = passage.closest("[data-chapter]");
      const made = fresh(document.getElementById("new-passage"), "passage");
      chapter.querySelector(".passages").append(made);
      made.querySelector("[name$='-chapter']").value = chapter.dataset.chapter;
      made.querySelectorAll("[data-move]").forEach((one) => { one.hidden = false; });
      made.querySelector(".place-field").hidden = true;
      place(chapter);
      made.querySelector("textarea").focus();
    }
    const mover = event.target.closest("[data-move]");
    if (mover) {
      const own = mover.closest(".passage");
      const other = mover.dataset.move === "1" ? own.nextElementSibling : own.previousElementSibling;
      if (other) { if (mover.dataset.move === "1") other.after(own); else other.before(own); }
      place(own.closest("[data-chapter]"));
      mover.closest("form").dataset.changed = "1";
      mover.focus();
    }
  });
  const place = (chapter) => chapter.querySelectorAll("[name$='-place']").forEach((one, at) => { one.value = at + 1; });
  // The total of forms has grown in the middle of the table: rows are counted as they stand.
  const renumber = () => document.querySelectorAll(".budget tbody tr").forEach((one, at) => one.querySelectorAll("[data-row]").forEach((cell) => { cell.dataset.row = at; }));
  document.addEventListener("change", (event) => {
    if (event.target.name && event.target.name.endsWith("-DELETE")) event.target.closest("tr, .passage").classList.toggle("is-removed", event.target.checked);
  });

  // -- text areas as high as their text, where the browser cannot do it itself
  if (!CSS.supports("field-sizing", "content")) {
    const fit = (area) => { area.style.height = "auto"; area.style.height = `${area.scrollHeight + 2}px`; };
    document.querySelectorAll("[data-autosize]").forEach((area) => { if (area.offsetParent) fit(area); });
    document.addEventListener("input", (event) => { if (event.target.matches("[data-autosize]")) fit(event.target); });
  }
})();
