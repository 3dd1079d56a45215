"use strict";
(() => {
const all = (s, e = document) => [...e.querySelectorAll(s)];
const get = id => document.getElementById(id);
const texts = get("all-texts"), panel = get("fact-panel"), box = get("search-box"), count = get("step-count");
const facts = all(".f", texts), order = new Map(facts.map((f, i) => [f, i]));
const home = f => f.closest("article");
const statusOf = f => "socu".split("").find(c => f.classList.contains(c));

let chosen = null;  // the fact that has, or last had, the focus
let back = null;    // after a jump: where it led and whence
let keys = true;
let lit = [];       // undoes the highlighting

// list reads "b4=93 c7!60" and "b4+ c7-".
const list = s => (s || "").split(" ").filter(Boolean).map(x => {
  const [, id, sign, score] = x.match(/^(\w+)(\W)(\d*)$/);
  return {fact: get(id), sign, score};
});
const matches = f => list(f.dataset.m), places = f => list(f.dataset.p);

function light(f) {
  lit.forEach(undo => undo());
  lit = [];
  const add = (e, ...names) => {
    e.classList.add(...names);
    lit.push(() => e.classList.remove(...names));
  };
  if (!f) return;
  add(f, "on");
  for (const m of matches(f)) add(m.fact, "mate", ...(m.sign === "!" ? ["no"] : []));
  for (const p of places(f)) add(p.fact, p.sign === "+" ? "after" : "before");
}

function make(name, attributes, ...children) {
  const e = document.createElement(name);
  for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
  e.append(...children);
  return e;
}

function reference(f) {
  const v = home(f).dataset;
  return make("a", {href: "#" + f.id, lang: v.lang, dir: v.dir}, f.textContent.replace(/\s+/g, " "));
}

// source addresses a fact's text in the page it came from.
function source(f) {
  const url = home(f).dataset.url;
  if (!url) return "";
  const words = f.textContent.split(/\s+/).filter(Boolean);
  const encode = w => encodeURIComponent(w.join(" ")).replace(/-/g, "%2D");
  const text = words.length > 12 ? encode(words.slice(0, 5)) + "," + encode(words.slice(-5)) : encode(words);
  return make("a", {href: url + (url.includes("#") ? "" : "#") + ":~:text=" + text, rel: "noopener noreferrer", class: "at"}, "source");
}

function describe(f) {
  const name = home(f).dataset.name, mates = matches(f), s = statusOf(f);
  const verdict = {s: "Shared", o: "Only in " + name, c: "In conflict", u: "Page furniture, not part of the story"}[s];
  const shown = f.classList.contains("q") ? "Perhaps " + verdict[0].toLowerCase() + verdict.slice(1) : verdict;
  const rest = all("article", texts).filter(a => a !== home(f) && !mates.some(m => home(m.fact) === a));
  const line = (label, other, score) => make("li", {}, make("span", {class: "minor"}, label + " "), reference(other),
    make("span", {class: "minor"}, " " + other.id + (score ? `, ${score} %` : "")));
  const items = [
    ...mates.map(m => line(home(m.fact).dataset.name + (m.sign === "!" ? " says otherwise:" : ":"), m.fact, m.score)),
    ...places(f).map(p => line(`In ${home(p.fact).dataset.name} it would stand ${p.sign === "+" ? "after" : "before"}:`, p.fact)),
    ...list(f.dataset.r).filter(r => !mates.some(m => m.fact === r.fact)).map(r => line("Compared and left:", r.fact, r.score)),
  ];
  const close = make("button", {type: "button", class: "close"}, "Close");
  close.onclick = () => dismiss();
  panel.replaceChildren(close,
    make("p", {class: "verdict", id: "fact-verdict"}, shown, make("span", {class: "minor"}, ` ${f.id}, ${f.dataset.c} % sure `), source(f)),
    make("ul", {}, ...items));
  if (mates.length && rest.length) panel.append(make("p", {class: "minor"}, "Not in " + rest.map(a => a.dataset.name).join(", ") + "."));
  if (f.dataset.t) {
    panel.append(make("p", {class: "tr", lang: f.dataset.l, dir: f.dataset.d}, f.dataset.t));
    if (f.dataset.i) panel.append(make("p", {class: "minor"}, "The translation is doubtful: " + f.dataset.i + "."));
  }
  if (f.dataset.j !== undefined) panel.append(make("p", {class: "minor"}, "Judged: a language model decided it."));
  if (f.dataset.o) panel.append(make("p", {class: "minor"}, "Moved: elsewhere in the order of " + f.dataset.o + "."));
  if (f.dataset.e) panel.append(make("p", {class: "minor"}, "Evidence: " + f.dataset.e));
  panel.hidden = false;
}

function choose(f) {
  if (chosen) chosen.removeAttribute("aria-describedby");
  chosen = f;
  light(f);
  if (f) {
    describe(f);
    f.setAttribute("aria-describedby", "fact-verdict");
  } else panel.hidden = true;
  tally();
}

function dismiss() {
  const f = chosen;
  choose(null);
  if (f && panel.contains(document.activeElement)) f.focus();
  if (f) {
    light(null);
    panel.hidden = true;
  }
}

function go(f) {
  for (let d = f.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  f.focus({preventScroll: true});
  f.scrollIntoView({block: "center"});
}

// jump goes to the best counterpart, and from where it led back again.
function jump(f) {
  if (back && back.at === f) {
    const from = back.from;
    back = null;
    go(from);
  } else if (matches(f).length) {
    back = {at: matches(f)[0].fact, from: f};
    go(back.at);
  }
}

// A conflict is one difference, however many facts are in it: that of the first.
const heads = new Map();
for (const head of facts) {
  if (statusOf(head) !== "c" || heads.has(head)) continue;
  const open = [head];
  heads.set(head, head);
  for (const f of open) {
    for (const m of matches(f)) {
      if (m.sign !== "!" || heads.has(m.fact)) continue;
      heads.set(m.fact, head);
      open.push(m.fact);
    }
  }
}
const filtering = () => pressed.size || sought;
const place = f => !filtering() && heads.get(f) || f; // where f is among the steps

// The filters: by status, and by what is searched for.
const pressed = new Set();
const lower = new Map();
let sought = "", steps = [];
function filter() {
  sought = box.value.trim().toLowerCase();
  if (sought && !lower.size) facts.forEach(f => lower.set(f, f.textContent.replace(/\s+/g, " ").toLowerCase()));
  steps = [];
  for (const f of facts) {
    const s = statusOf(f);
    const hit = (!pressed.size || pressed.has(s)) && (!sought || lower.get(f).includes(sought));
    f.classList.toggle("off", !hit);
    if (filtering() ? hit : s === "o" || heads.get(f) === f) steps.push(f);
  }
  tally();
}

function tally() {
  const at = steps.indexOf(place(chosen));
  const noun = filtering() ? "fact" : "difference";
  count.textContent = (at >= 0 ? at + 1 + " of " : "") + steps.length + " " + noun + (steps.length === 1 ? "" : "s");
}

function step(by) {
  if (!steps.length) return;
  back = null;
  const here = chosen ? order.get(place(chosen)) : -1;
  const next = by > 0 ? steps.find(f => order.get(f) > here) || steps[0] : steps.findLast(f => chosen && order.get(f) < here) || steps.at(-1);
  go(next);
}

const buttons = all("[data-s]");
function toggle(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", on);
  return on;
}
for (const b of buttons) b.onclick = () => {
  if (toggle(b)) pressed.add(b.dataset.s); else pressed.delete(b.dataset.s);
  filter();
};
get("step-on").onclick = () => step(1);
get("step-back").onclick = () => step(-1);
get("show-words").onclick = e => texts.classList.toggle("words", toggle(e.currentTarget));
get("no-keys").onclick = e => {
  keys = !toggle(e.currentTarget);
  document.body.classList.toggle("keyless", !keys);
};
box.oninput = filter;
box.onkeydown = e => { if (e.key === "Enter") step(1); };

const factOf = e => e.target.closest && e.target.closest(".f");
texts.addEventListener("mouseover", e => light(factOf(e) || chosen));
texts.addEventListener("mouseleave", () => light(chosen));
texts.addEventListener("focusin", e => { if (factOf(e)) choose(factOf(e)); });
texts.addEventListener("click", e => {
  const f = factOf(e);
  if (!f || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  if (getSelection().isCollapsed) jump(f); // else a text was being marked
});
document.addEventListener("click", e => {
  const a = e.target.closest('a[href^="#"]');
  if (!a || texts.contains(a)) return;
  const hash = a.getAttribute("href"), f = get(hash.slice(1));
  if (!order.has(f)) return;
  e.preventDefault();
  back = null;
  history.replaceState(null, "", hash);
  go(f);
});
document.addEventListener("keydown", e => {
  if (e.key === "Escape") {
    if (e.target === box && box.value) { box.value = ""; filter(); }
    dismiss();
    return;
  }
  if (!keys || e.ctrlKey || e.altKey || e.metaKey || e.target.matches("input")) return;
  if (e.key === "n") step(1);
  else if (e.key === "p") step(-1);
  else if (e.key >= "1" && e.key <= "4") buttons[e.key - 1].click();
  else if (e.key === "/") box.focus();
  else return;
  e.preventDefault();
});

all(".tools")[0].hidden = false;
filter();
const first = get(location.hash.slice(1));
if (order.has(first)) go(first);
})();
