// 流程, 复核 and 报告: show the present state, tick all, jump to a chapter. Pages work without it.
"use strict";

document.addEventListener("change", (event) => {
  const name = event.target.dataset.tickAll;
  if (!name) return;
  for (const box of document.querySelectorAll(`input[name="${name}"]`)) box.checked = event.target.checked;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-chapter]");
  const paper = document.getElementById("paper");
  if (!link || !paper || !paper.contentDocument) return;
  const heads = [...paper.contentDocument.querySelectorAll("h2, h3, h4")];
  const found = heads.find((head) => head.textContent.trim() === link.dataset.text.trim());
  if (!found) return;
  event.preventDefault();
  found.scrollIntoView({ block: "start" });
});

const now = document.querySelector(".rail .is-now");
if (now) now.parentElement.scrollLeft = now.offsetLeft - now.parentElement.clientWidth / 2 + now.clientWidth / 2;
