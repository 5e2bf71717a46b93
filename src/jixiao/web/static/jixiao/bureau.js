// 财政总览: one body beside the list. 批量核查: files that are dropped, sent with a bar.
"use strict";
{

const panel = document.getElementById("panel");
document.addEventListener("htmx:afterSwap", (event) => {
  if (panel && event.target.id === "panel-content" && !panel.open) panel.showModal();
});
if (panel) panel.addEventListener("click", (event) => {
  if (event.target === panel) panel.close(); // beside it
});

const form = document.getElementById("drop-form");
if (form) {
  const drop = document.getElementById("drop");
  const chosen = document.getElementById("chosen");
  const inputs = form.querySelectorAll("input[type=file]");
  const most = Number(drop.dataset.most);
  let files = [];

  const show = (added) => {
    files = files.concat(Array.from(added));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    chosen.textContent = files.length > most
      ? `已选 ${files.length} 个文件，一次最多 ${most} 个；请压缩成 zip 再上传`
      : `已选 ${files.length} 个文件，共 ${(size / 1e6).toFixed(1)} 兆字节`;
    chosen.classList.toggle("must", files.length > most);
  };
  inputs.forEach((input) => input.addEventListener("change", () => { show(input.files); input.value = ""; }));

  // A folder that is dropped is walked through; a browser gives a hundred entries at a time.
  const walk = async (entry) => {
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const reader = entry.createReader(), found = [];
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) return found;
      for (const one of some) found.push(...await walk(one));
    }
  };
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("is-over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry()).filter(Boolean);
    for (const entry of entries) show(await walk(entry));
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!files.length || files.length > most) {
      if (!files.length) chosen.textContent = "请先选择文件";
      chosen.classList.add("must");
      return;
    }
    const content = new FormData(form);
    content.delete("files");
    files.forEach((file) => content.append("files", file));
    const bar = document.getElementById("upload");
    bar.hidden = false;
    form.querySelector("button[type=submit]").disabled = true;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (sent) => {
      bar.firstElementChild.style.width = `${100 * sent.loaded / sent.total}%`;
    });
    request.addEventListener("load", () => {
      if (request.status < 300 && request.responseURL !== location.href) location.assign(request.responseURL);
      else { document.open(); document.write(request.responseText); document.close(); }
    });
    request.addEventListener("error", () => {
      chosen.textContent = "上传中断，没有开始核查；请检查网络后重新上传";
      chosen.classList.add("must");
      bar.hidden = true;
      form.querySelector("button[type=submit]").disabled = false;
    });
    request.open("POST", form.action);
    request.send(content);
  });
}
}
