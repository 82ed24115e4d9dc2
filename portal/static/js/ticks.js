// Boxes to tick: says which are chosen, filters long lists, and asks for what very long ones leave out.
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const label = (box) => box.closest("label").textContent.trim();

  const say = (ticks) => {
    const chosen = ticks.querySelector("[data-ticks-chosen]");
    const labels = [...ticks.querySelectorAll("input[type=checkbox]:checked")].map(label);
    chosen.textContent = labels.join(" · ") || chosen.dataset.none;
  };

  const waiting = new WeakMap();
  const PAUSE = 200;

  // Boxes for what the server has under the words; those that are ticked stay.
  const offer = (ticks, { choices, more }) => {
    const list = ticks.querySelector(".ticks__list");
    for (const box of list.querySelectorAll("input:not(:checked)")) box.closest(".ticks__choice").remove();
    const held = new Set([...list.querySelectorAll("input")].map((box) => box.value));
    for (const { value, label, scheme } of choices) {
      if (held.has(value)) continue;
      const choice = ticks.querySelector("[data-ticks-choice]").content.cloneNode(true);
      choice.querySelector("input").value = value;
      choice.querySelector("bdi").textContent = label;
      choice.querySelector("span").textContent = scheme;
      list.append(choice);
    }
    const told = ticks.querySelector("[data-ticks-told]");
    told.textContent = more ? told.dataset.more : choices.length ? "" : told.dataset.none;
  };

  const ask = async (field) => {
    const ticks = field.closest("[data-ticks]");
    const words = field.value;
    try {
      const answer = await fetch(`${ticks.dataset.ticksSource}?${new URLSearchParams({ q: words })}`);
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      // What was typed since is asked for by itself.
      if (field.value === words) offer(ticks, found);
    } catch {
      const told = ticks.querySelector("[data-ticks-told]");
      told.textContent = told.dataset.away;
    }
  };

  const filter = (field) => {
    if (field.closest("[data-ticks-source]")) {
      clearTimeout(waiting.get(field));
      waiting.set(field, setTimeout(() => ask(field), PAUSE));
      return;
    }
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    for (const choice of field.closest("[data-ticks]").querySelectorAll(".ticks__choice")) {
      const text = plain(choice.textContent);
      choice.hidden = !words.every((word) => text.includes(word));
    }
  };

  const show = () => {
    for (const field of document.querySelectorAll("[data-ticks-filter]")) field.hidden = false;
  };

  document.addEventListener("change", (event) => {
    const ticks = event.target.closest("[data-ticks]");
    if (ticks) say(ticks);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-ticks-source] [data-ticks-filter]")) filter(event.target);
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-ticks-filter]")) filter(event.target);
  });
  document.addEventListener("keydown", (event) => {
    // The key that would send the form.
    if (event.key === "Enter" && event.target.matches("[data-ticks-filter]")) event.preventDefault();
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
  else show();
})();
