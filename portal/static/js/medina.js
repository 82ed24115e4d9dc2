/* What the search gains with scripts: keys in the list of suggestions, the viewer of PDF, short
   addresses, and a way out when a partial update fails. Everything works without this file. */

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

/* Who has asked for results is offered nothing more until they type again. */
document.addEventListener("submit", (event) => {
  for (const box of event.target.querySelectorAll("[data-suggestions]")) {
    close(box);
    box.dataset.asked = "";
  }
});

document.addEventListener("input", (event) => {
  delete event.target.closest?.("[data-suggestions]")?.dataset.asked;
});

for (const offer of ["htmx:before:request", "htmx:before:swap"]) {
  document.addEventListener(offer, (event) => {
    if (event.detail.ctx?.sourceElement?.closest?.("[data-asked]")) event.preventDefault();
  });
}

/* A hit in a PDF opens in the portal's own viewer, which marks the passage; the link itself, and
   whatever else is done with it than a plain click, leads to the file. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-view]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const passage = link.closest(".evidence")?.querySelector("p")?.textContent ?? "";
  location.assign(`${link.dataset.view}#${new URLSearchParams({ passage })}`);
});

/* Fields left as they are do not lengthen the address that readers share. */
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) {
    if (value === "" || (name === "sort" && value === "relevance")) event.formData.delete(name);
  }
});

/* Words and filters that changed without a new page go along into the other languages. */
document.addEventListener("htmx:after:history:push", (event) => {
  const { search } = new URL(event.detail.path, location.href);
  for (const link of document.querySelectorAll(".languages a")) link.search = search;
});

/* Where a partial update fails, the whole page is asked for, which says what is wrong. */
for (const failure of ["htmx:response:error", "htmx:error"]) {
  document.addEventListener(failure, (event) => {
    const source = event.detail?.ctx?.sourceElement;
    if (source?.matches?.("form[role=search]")) source.submit();
  });
}

/* Which hit of the whole list was opened is told without saying by whom. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-log] a");
  if (!link) return;
  const list = link.closest("[data-log]");
  const hits = [...list.querySelectorAll(".work-item")];
  const place = hits.findIndex((hit) => hit.contains(link)) + 1;
  const told = new FormData();
  told.append("token", list.dataset.log);
  told.append("place", Number(list.dataset.before) + place);
  navigator.sendBeacon(list.dataset.openedUrl, told);
});
