// Boxes to tick: says which are chosen, and filters long lists. Everything works without it but this.
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const label = (box) => box.closest("label").textContent.trim();

  const say = (ticks) => {
    const chosen = ticks.querySelector("[data-ticks-chosen]");
    const labels = [...ticks.querySelectorAll("input[type=checkbox]:checked")].map(label);
    chosen.textContent = labels.join(" · ") || chosen.dataset.none;
  };

  const filter = (field) => {
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
