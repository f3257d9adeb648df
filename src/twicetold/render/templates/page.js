"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const rows = all(".row > .cells");
  const live = one("#live");
  const say = (words) => { live.textContent = words; };

  // what meets a statement, and both sides of a difference, light up together
  let lit = [];
  const light = (things) => {
    lit.forEach((thing) => thing.classList.remove("lit"));
    lit = things;
    lit.forEach((thing) => thing.classList.add("lit"));
  };
  const marks = new Map();
  for (const mark of all("mark")) {
    for (const key of (mark.dataset.is || "").split(" ")) {
      if (key) marks.set(key, [...(marks.get(key) || []), mark]);
    }
  }
  const meeting = (statement) => {
    const others = (statement.dataset.to || "").split(" ").filter(Boolean).map((id) => document.getElementById(id));
    const parts = (statement.dataset.parts || "").split(" ").filter(Boolean).flatMap((key) => marks.get(key) || []);
    return [...others, ...parts];
  };
  const point = (event) => {
    const target = event.target.closest && event.target.closest("[data-f], .s");
    if (!target) return light([]);
    light(target.dataset.f ? marks.get(`f${target.dataset.f}`) || [] : meeting(target));
  };
  document.addEventListener("mouseover", point);
  document.addEventListener("focusin", point);

  // from row to row, and inside a row from statement to statement
  const shown = () => rows.filter((row) => row.getClientRects().length);
  const rowOf = (node) => { const body = node && node.closest(".row"); return body && body.querySelector(".cells"); };
  const go = (row) => {
    if (!row) return;
    rows.forEach((each) => { each.tabIndex = each === row ? 0 : -1; });
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const list = shown();
    const here = list.indexOf(rowOf(document.activeElement));
    go(here < 0 ? list[by > 0 ? 0 : list.length - 1] : list[Math.min(list.length - 1, Math.max(0, here + by))]);
  };
  const sideways = (by) => {
    const row = rowOf(document.activeElement);
    const told = all(".s", row).filter((each) => !each.closest("td").hidden);
    const here = told.indexOf(document.activeElement);
    const next = here < 0 ? (by > 0 ? 0 : -1) : here + by;
    if (next < 0 || next >= told.length) row.focus(); else told[next].focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|BUTTON|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const inside = rowOf(document.activeElement);
    const moves = { j: () => step(1), k: () => step(-1) };
    if (inside) {
      Object.assign(moves, {
        ArrowDown: () => step(1), ArrowUp: () => step(-1), ArrowRight: () => sideways(1), ArrowLeft: () => sideways(-1),
        Home: () => go(shown()[0]), End: () => go(shown().at(-1)), Escape: () => { document.activeElement.blur(); light([]); },
      });
    }
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });
  if (rows.length) rows[0].tabIndex = 0;

  // how many rows a filter leaves
  const counted = () => `${shown().length} of ${rows.length}`;
  for (const input of all(".filter input")) input.addEventListener("change", () => say(`${counted()} rows shown`));

  // which reports stand in columns; rows that none of them tells step aside, and that is said
  const picks = all(".pick input");
  const table = one(".rows");
  const frame = one("#frame");
  const away = one("#away");
  const pick = () => {
    const chosen = new Set(picks.filter((input) => input.checked).map((input) => input.value));
    for (const cell of all("[data-r]", table)) cell.hidden = !chosen.has(cell.dataset.r);
    for (const cell of all(".found > td", table)) cell.colSpan = chosen.size + 1;
    let gone = 0;
    for (const row of all(".row")) {
      const told = all(".cells > td:not(.none)", row).some((cell) => !cell.hidden);
      row.classList.toggle("away", !told);
      gone += !told;
    }
    away.hidden = !gone;
    away.textContent = gone === 1 ? "One row is told by none of these reports." : `${gone} rows are told by none of these reports.`;
    table.classList.toggle("many", chosen.size > 4);
    frame.classList.toggle("scroll", chosen.size > 4);
  };
  if (picks.length) {
    one(".pick").hidden = false;
    const fit = window.innerWidth > 768 ? (window.innerWidth > 1100 ? 4 : 3) : picks.length;
    picks.forEach((input, at) => {
      input.checked = at < fit;
      input.addEventListener("change", () => { pick(); say(`${counted()} rows shown`); });
    });
    pick();
  }

  // a link to a row shows it, whatever the filters say
  const reveal = (hash) => {
    const row = /^#r\d+$/.test(hash) && one(hash);
    if (!row || row.getClientRects().length) return;
    one("#show-all").checked = true;
    if (!row.getClientRects().length) {
      const cell = row.querySelector("td:not(.none)[data-r]");
      const input = cell && picks.find((each) => each.value === cell.dataset.r);
      if (input) { input.checked = true; pick(); }
    }
    row.scrollIntoView();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#r']");
    if (link) { reveal(link.hash); setTimeout(() => go(one(`${link.hash} > .cells`))); }
  });
  reveal(location.hash);

  // light or dark
  const button = one("#theme");
  const root = document.documentElement;
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const name = () => { button.textContent = dark() ? "Light" : "Dark"; };
  const keep = (value) => { try { localStorage.setItem("twicetold-theme", value); } catch { /* a page may have no storage */ } };
  try { const kept = localStorage.getItem("twicetold-theme"); if (kept === "dark" || kept === "light") root.dataset.theme = kept; } catch { /* none */ }
  button.hidden = false;
  name();
  button.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; keep(root.dataset.theme); name(); });
})();
