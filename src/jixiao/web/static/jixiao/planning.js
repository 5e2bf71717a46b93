// The plan: sums while typing, rows added and moved, people of the chosen place.
// Import: a click on either side shows the place on the other.
"use strict";
(() => {
  const form = document.getElementById("plan-form");
  const body = form && form.querySelector("table[data-grid] tbody");

  // Hundredths of a point as whole numbers; null is blank, NaN is no figure.
  const hundredths = (text) => {
    const plain = text.normalize("NFKC").trim().replace(/分$/, "").replace(/,/g, "");
    if (!plain) return null;
    return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : NaN;
  };
  const print = (sum) => String(sum / 100);
  const key = (text) => text.replace(/\s+/g, "");

  function show(box, sum, ruled, mayOmit) {
    const off = ruled !== null && sum !== ruled && !(mayOmit && sum === 0);
    box.classList.toggle("is-off", off || box.hasAttribute("data-foreign"));
    box.querySelector("[data-sum]").textContent = print(sum);
    const difference = off ? `${sum < ruled ? "差" : "多"}${print(Math.abs(ruled - sum))}分` : "";
    box.querySelector("[data-difference]").textContent = box.hasAttribute("data-foreign") ? "计分规则中没有这一级" : difference;
  }

  function sums() {
    const weights = document.getElementById("weights");
    const groups = new Map();
    for (const row of body.rows) {
      const weight = row.querySelector("[data-weight]");
      if (!weight || row.querySelector("[data-remove]").checked) continue;
      const value = hundredths(weight.value);
      weight.classList.toggle("is-invalid", Number.isNaN(value));
      const name = key(row.querySelector("[data-level1]").value);
      groups.set(name, (groups.get(name) || 0) + (value || 0));
    }
    let total = 0;
    const isFree = !weights.querySelector("[data-level]:not([data-foreign]):not([data-own])");
    weights.querySelectorAll("[data-foreign], [data-own]").forEach((box) => box.remove());
    for (const box of weights.querySelectorAll("[data-level]")) {
      const name = key(box.dataset.level);
      const sum = "fixed" in box.dataset ? hundredths(box.dataset.fixed) || 0 : groups.get(name) || 0;
      groups.delete(name);
      total += sum;
      show(box, sum, "ruled" in box.dataset ? hundredths(box.dataset.ruled) : null, "omit" in box.dataset);
    }
    const all = weights.querySelector("[data-all]");
    for (const [name, sum] of groups) {
      if (!name && !sum) continue;
      const box = all.cloneNode(true);
      box.className = "weight";
      box.removeAttribute("data-all");
      box.dataset.level = name;
      box.dataset[isFree ? "own" : "foreign"] = "";
      box.children[0].textContent = name || "未填一级指标";
      box.children[2].textContent = "";
      all.before(box);
      show(box, sum, null, false);
      total += sum;
    }
    show(all, total, hundredths(weights.dataset.total), false);
  }

  function renumber() {
    [...body.rows].forEach((row, index) => {
      row.querySelector("[data-position]").value = index + 1;
      row.querySelectorAll("[data-row]").forEach((cell) => { cell.dataset.row = index; });
    });
    form.querySelector("[data-count]").textContent = `${body.rows.length} 项`;
  }

  function move(row, step) {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    const focused = document.activeElement;
    if (step < 0) other.before(row); else other.after(row);
    renumber();
    form.dataset.changed = "1";
    if (row.contains(focused)) focused.focus();
  }

  function add() {
    const total = form.querySelector("[name=rows-TOTAL_FORMS]");
    const last = body.rows[body.rows.length - 1];
    const holder = document.createElement("tbody");
    holder.innerHTML = document.getElementById("new-row").innerHTML.replace(/__prefix__/g, total.value);
    const row = holder.firstElementChild;
    body.append(row);
    total.value = Number(total.value) + 1;
    if (last) for (const name of ["level1", "level2"]) {
      row.querySelector(`[name$=-${name}]`).value = last.querySelector(`[name$=-${name}]`).value;
    }
    const empty = form.querySelector("[data-no-rows]");
    if (empty) empty.remove();
    renumber();
    people(row);
    row.querySelector("[name$=-name]").focus();
  }

  // Only people who file for the chosen place; whoever is chosen stays visible.
  function people(scope) {
    const place = scope.querySelector("[data-places]"), list = scope.querySelector("[data-people]");
    if (!place || !list) return;
    for (const option of list.options) {
      const at = (option.dataset.at || "").split(" ");
      option.hidden = Boolean(option.value && place.value && !at.includes(place.value) && !option.selected);
    }
  }

  if (body) {
    form.addEventListener("input", (event) => { if (event.target.matches("[data-weight], [data-level1]")) sums(); });
    form.addEventListener("change", (event) => {
      const target = event.target;
      if (target.matches("[data-remove], [data-weight], [data-level1]")) sums();
      if (target.matches("[data-places]")) people(target.closest("tr, .bulk"));
      if (target.matches("[data-pick-all]")) body.querySelectorAll("[data-pick]").forEach((box) => { box.checked = target.checked; });
    });
    form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) move(button.closest("tr"), Number(button.dataset.move));
      if (event.target.closest("[data-add]")) add();
    });
    form.addEventListener("keydown", (event) => {
      if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || !form.querySelector("[data-add]")) return;
      const row = event.target.closest("tbody tr");
      if (!row) return;
      event.preventDefault();
      event.stopPropagation();
      move(row, event.key === "ArrowUp" ? -1 : 1);
    }, true);
    renumber();
    form.querySelectorAll("tbody tr, .bulk").forEach(people);
    if (form.querySelector("[data-add]")) sums();
  }

  function shown(place) {
    document.querySelectorAll(".place-shown").forEach((one) => one.classList.remove("place-shown"));
    for (const one of document.querySelectorAll(`[data-place="${CSS.escape(place)}"]`)) {
      one.classList.add("place-shown");
      one.scrollIntoView({ block: "nearest" });
    }
  }
  for (const sides of document.querySelectorAll("[data-sides]")) {
    for (const kind of ["click", "focusin"]) sides.addEventListener(kind, (event) => {
      const one = event.target.closest("[data-place]");
      if (one && one.dataset.place) shown(one.dataset.place);
    });
  }
})();
