/* Arrow keys and Escape in the list of suggestions. Everything works without this file. */

function links(input) {
  const list = document.getElementById(input.dataset.listbox);
  return list ? [...list.querySelectorAll("a")] : [];
}

function close(box) {
  const list = box.querySelector(".suggestions");
  if (list) list.replaceChildren();
}

document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-suggestions]");
  if (!box) return;
  const input = box.querySelector("input[type=search]");
  const choices = links(input);
  const at = choices.indexOf(document.activeElement);
  if (event.key === "Escape" && choices.length) {
    event.preventDefault();
    close(box);
    input.focus();
  } else if (event.key === "ArrowDown" && choices.length) {
    event.preventDefault();
    choices[(at + 1) % choices.length].focus();
  } else if (event.key === "ArrowUp" && at >= 0) {
    event.preventDefault();
    (choices[at - 1] ?? input).focus();
  }
});

document.addEventListener("focusout", (event) => {
  const box = event.target.closest?.("[data-suggestions]");
  if (box && event.relatedTarget && !box.contains(event.relatedTarget)) close(box);
});

document.addEventListener("click", (event) => {
  for (const box of document.querySelectorAll("[data-suggestions]")) {
    if (!box.contains(event.target)) close(box);
  }
});
