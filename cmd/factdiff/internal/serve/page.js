"use strict";
(() => {
const get = id => document.getElementById(id);
const all = (s, e = document) => [...e.querySelectorAll(s)];

const progress = get("the-progress");
if (progress) watch();
const form = get("the-form");
if (form) fill();

// watch asks how far the comparison is, and shows what came of it.
async function watch() {
  const bar = get("bar"), stage = get("stage"), count = get("count");
  const say = text => { if (stage.textContent !== text) stage.textContent = text; };
  for (let pause = 300;; pause = Math.min(pause * 1.2, 2000)) {
    await new Promise(done => setTimeout(done, pause));
    let s;
    try {
      const answer = await fetch(progress.dataset.state);
      if (!answer.ok) return location.reload();
      s = await answer.json();
    } catch {
      say("The program does not answer. Was it ended?");
      continue;
    }
    if (s.over) return location.reload();
    if (s.total) {
      bar.max = s.total;
      bar.value = s.done;
      count.textContent = `${s.done} of ${s.total}`;
    }
    say(s.waiting ? `Waiting: ${s.before} before this one.` : s.reading ? "Reading the versions."
      : s.total && s.done === s.total ? "Comparing the facts." : "Reading the sentences.");
  }
}

function fill() {
  const status = get("form-status"), most = +form.dataset.most, bytes = +form.dataset.bytes;
  const cards = () => all(".card", form);
  const problem = get("the-problem");
  if (problem) problem.focus();

  // addCard copies the last card, emptied, with the next number.
  function addCard() {
    const n = cards().length + 1;
    if (n > most) return null;
    const card = cards().at(-1).cloneNode(true);
    for (const e of all("[id]", card)) e.id = e.name = e.id.replace(/\d+$/, n);
    for (const e of all("label", card)) e.htmlFor = e.htmlFor.replace(/\d+$/, n);
    for (const e of all("[aria-invalid]", card)) {
      e.removeAttribute("aria-invalid");
      e.removeAttribute("aria-describedby");
    }
    all(".n", card)[0].textContent = n;
    for (const e of all("textarea, input, select", card)) e.value = "";
    get("the-versions").append(card);
    form.elements.versions.value = n;
    if (n === most && get("add-version")) get("add-version").hidden = true;
    return card;
  }
  const add = get("add-version");
  if (add) add.onclick = e => {
    e.preventDefault();
    const card = addCard();
    if (card) all("textarea", card)[0].focus();
  };

  const empty = card => !all("textarea", card)[0].value.trim() && !all("[type=file]", card)[0].files.length;
  function put(card, file) {
    const one = new DataTransfer();
    one.items.add(file);
    all("[type=file]", card)[0].files = one.files;
    all("textarea", card)[0].value = "";
  }
  const brings = e => e.dataTransfer && [...e.dataTransfer.types].includes("Files");
  const over = card => cards().forEach(c => c.classList.toggle("over", c === card));
  document.addEventListener("dragover", e => {
    if (!brings(e)) return;
    e.preventDefault();
    over(e.target.closest && e.target.closest(".card"));
  });
  document.addEventListener("dragleave", e => { if (!e.relatedTarget) over(null); });
  document.addEventListener("drop", e => {
    if (!brings(e)) return;
    e.preventDefault();
    over(null);
    // The first file goes where it was dropped, the others where there is room.
    let card = e.target.closest && e.target.closest(".card"), left = 0;
    const names = [];
    for (const file of e.dataTransfer.files) {
      card = card || cards().find(empty) || addCard();
      if (!card) { left++; continue; }
      put(card, file);
      names.push(`${file.name} is version ${cards().indexOf(card) + 1}.`);
      card = null;
    }
    status.textContent = names.join(" ") + (left ? ` ${left} more than ${most} versions were left out.` : "");
  });

  let sent = false;
  form.addEventListener("submit", e => {
    const size = all("[type=file]", form).reduce((n, f) => n + (f.files[0] ? f.files[0].size : 0), 0)
      + all("textarea", form).reduce((n, t) => n + new Blob([t.value]).size, 0);
    if (size > bytes) {
      e.preventDefault();
      status.textContent = `This is ${Math.ceil(size / 2 ** 20)} MB; all versions together may have ${bytes / 2 ** 20}.`;
    } else if (sent) {
      e.preventDefault();
    } else {
      sent = true;
      status.textContent = "Sending.";
    }
  });
  addEventListener("pageshow", () => { // also when it is gone back to
    sent = false;
    status.textContent = "";
  });
}
})();
