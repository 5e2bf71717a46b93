// A table that is typed into like a spreadsheet: arrows, Enter, paste, copy, undo.
//
// <table data-grid>, and in it controls with data-row and data-col. What is set here
// fires `input` and `change` as if it had been typed. `grid-pasted` on the table tells
// how many rows were filled and how many found no place.
"use strict";
(() => {
  const before = new WeakMap(); // cell → its value when it was entered or last committed
  const histories = new WeakMap(); // table → groups of changes, each undone as one
  const LONGEST = 200;

  const cellOf = (node) => (node && node.matches && node.matches("[data-grid] [data-row][data-col]") ? node : null);
  const tableOf = (cell) => cell.closest("[data-grid]");
  const isOpen = (cell) => !cell.disabled && !cell.readOnly;
  const cells = (table) => [...table.querySelectorAll("[data-row][data-col]")].filter(isOpen);
  const column = (cell) => cells(tableOf(cell)).filter((one) => one.dataset.col === cell.dataset.col);
  const row = (table, number) => cells(table).filter((one) => one.dataset.row === number);
  const isSeen = (cell) => cell.getClientRects().length > 0;
  const isText = (cell) => cell.matches("input:not([type]), input[type=text], textarea");

  function enter(cell) {
    cell.focus();
    if (isText(cell)) cell.select();
  }
  function step(cell, list, by) {
    const seen = list.filter((one) => isSeen(one) || one === cell);
    const next = seen[seen.indexOf(cell) + by];
    if (next) enter(next);
    return next;
  }
  function remember(table, group) {
    const history = histories.get(table) || [];
    history.push(group);
    if (history.length > LONGEST) history.shift();
    histories.set(table, history);
  }
  function set(cell, value) {
    cell.value = value;
    before.set(cell, value);
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function undo(table) {
    const history = histories.get(table) || [];
    const group = history.pop();
    if (!group) return;
    for (const { cell, was } of group.slice().reverse()) if (cell.isConnected) set(cell, was);
    const first = group[0].cell;
    if (first.isConnected && isSeen(first)) enter(first);
  }

  // -- keys
  document.addEventListener("focusin", (event) => {
    const cell = cellOf(event.target);
    if (cell) before.set(cell, cell.value);
  });
  document.addEventListener("change", (event) => {
    const cell = cellOf(event.target);
    if (!cell || !before.has(cell) || before.get(cell) === cell.value) return;
    remember(tableOf(cell), [{ cell, was: before.get(cell) }]);
    before.set(cell, cell.value);
  }, true);
  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event.target);
    if (!cell || event.isComposing || event.keyCode === 229) return; // an input method is at work
    const command = event.ctrlKey || event.metaKey;
    const key = event.key;
    if (command && !event.shiftKey && key.toLowerCase() === "z") return onUndo(event, cell);
    if (command || event.altKey) return;
    if (key === "Escape") return onEscape(event, cell);
    if (cell.matches("textarea")) return;
    if (key === "Enter") {
      event.preventDefault();
      if (cell.value !== before.get(cell)) cell.dispatchEvent(new Event("change", { bubbles: true }));
      step(cell, column(cell), event.shiftKey ? -1 : 1);
      return;
    }
    onArrow(event, cell);
  });
  function onUndo(event, cell) {
    if (isText(cell) && cell.value !== before.get(cell)) return; // the browser's own, within the cell
    event.preventDefault();
    undo(tableOf(cell));
  }
  function onEscape(event, cell) {
    if (cell.value === before.get(cell)) return;
    event.preventDefault();
    cell.value = before.get(cell);
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    if (isText(cell)) cell.select();
  }
  function onArrow(event, cell) {
    const by = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by || !isText(cell)) return; // lists, days and numbers use the arrows themselves
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      if (cell.getAttribute("list") && !event.shiftKey) return;
      event.preventDefault();
      if (event.shiftKey) return pick(cell, by);
      step(cell, column(cell), by);
    } else if (!event.shiftKey && atEdge(cell, by)) {
      if (step(cell, row(tableOf(cell), cell.dataset.row), by)) event.preventDefault();
    }
  }
  function atEdge(cell, by) {
    const { selectionStart: start, selectionEnd: end, value } = cell;
    if (start === 0 && end === value.length) return true;
    return start === end && start === (by < 0 ? 0 : value.length);
  }

  // -- several cells of a column, picked with Shift+arrow, for copying
  let picked = { anchor: null, by: 0 };
  const range = () => {
    if (!picked.anchor || !picked.by) return [];
    const list = column(picked.anchor).filter(isSeen);
    const at = list.indexOf(picked.anchor);
    return list.slice(Math.max(0, Math.min(at, at + picked.by)), Math.max(at, at + picked.by) + 1);
  };
  function show() {
    document.querySelectorAll("[data-grid] .picked").forEach((one) => one.classList.remove("picked"));
    range().forEach((one) => one.classList.add("picked"));
  }
  function pick(cell, by) {
    if (picked.anchor !== cell) picked = { anchor: cell, by: 0 };
    const list = column(cell).filter(isSeen);
    const at = list.indexOf(cell);
    picked.by = Math.min(list.length - 1 - at, Math.max(-at, picked.by + by));
    show();
  }
  document.addEventListener("focusout", () => { picked = { anchor: null, by: 0 }; show(); });
  document.addEventListener("copy", (event) => {
    const cell = cellOf(document.activeElement);
    if (!cell) return;
    const several = range();
    const isWhole = isText(cell) && cell.selectionStart === cell.selectionEnd;
    if (several.length < 2 && !isWhole) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", (several.length < 2 ? [cell] : several).map((one) => one.value).join("\n"));
  });

  // -- paste
  document.addEventListener("paste", (event) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    const rows = parse(event.clipboardData.getData("text/plain"));
    const isOne = rows.length === 1 && rows[0].length === 1;
    if (isOne || (cell.matches("textarea") && rows.every((one) => one.length === 1))) return;
    event.preventDefault();
    const table = tableOf(cell);
    const below = column(cell);
    const starts = below.slice(below.indexOf(cell));
    const group = [];
    rows.slice(0, starts.length).forEach((texts, number) => {
      const across = row(table, starts[number].dataset.row);
      const from = across.indexOf(starts[number]);
      texts.forEach((text, offset) => put(across[from + offset], text, group));
    });
    if (group.length) remember(table, group);
    const filled = Math.min(rows.length, starts.length);
    table.dispatchEvent(new CustomEvent("grid-pasted", { bubbles: true, detail: { filled, left: rows.length - filled } }));
  });
  function put(cell, text, group) {
    if (!cell) return;
    let value = cell.matches("textarea") ? text : text.replace(/\s*\n\s*/g, " ").trim();
    if (cell.matches("select")) {
      const option = [...cell.options].find((one) => one.text.trim() === value || one.value === value);
      if (!option) return;
      value = option.value;
    }
    if (cell.value === value) return;
    group.push({ cell, was: cell.value });
    set(cell, value);
  }
  // What a spreadsheet copies: tabs and line ends; cells with line ends in quotes.
  function parse(text) {
    const rows = [[""]];
    let isQuoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < source.length; at += 1) {
      const char = source[at];
      const line = rows[rows.length - 1];
      if (isQuoted && char === '"' && source[at + 1] === '"') { line[line.length - 1] += '"'; at += 1; }
      else if (isQuoted && char === '"') isQuoted = false;
      else if (isQuoted) line[line.length - 1] += char;
      else if (char === '"' && line[line.length - 1] === "") isQuoted = true;
      else if (char === "\t") line.push("");
      else if (char === "\n") rows.push([""]);
      else line[line.length - 1] += char;
    }
    return rows;
  }
})();
