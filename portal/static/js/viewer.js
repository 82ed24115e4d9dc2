/* Draws a page of a PDF with pdf.js and marks the passage that was found in it. Loaded on the
   viewer's page alone, which shows the text of the page where this script does not run. */

const root = document.getElementById("viewer");
const part = (name) => document.getElementById(`viewer-${name}`);
const pages = Number(root.dataset.pages);
const rightToLeft = document.documentElement.dir === "rtl";

const STEP = 1.25;
const LEAST = 0.25;
const MOST = 5;
/* Characters in a row that are surely the passage, where it is not found as a whole. */
const SURE = 12;

/* What extraction leaves out of a text before it is searched (cms/core/reading.py). */
const UNSEEN = /[\s\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\u00ad]/;

let number = Number(root.dataset.page);
/* How the page is enlarged; null: as wide as the window allows. */
let zoom = null;
let shown = 0;
let turn = 0;
let drawing = null;
/* The passage is handed over behind the “#”, which browsers do not send to the server. */
const hash = location.hash;
const passage = new URLSearchParams(hash.slice(1)).get("passage") ?? "";
const passagePage = number;

/** The letters by which two writings of a text are compared, and where in it each stands. */
function letters(text) {
  let kept = "";
  const places = [];
  let at = 0;
  for (const char of text) {
    for (const letter of char.normalize("NFKC").toLowerCase()) {
      if (UNSEEN.test(letter)) continue;
      kept += letter;
      for (let unit = 0; unit < letter.length; unit += 1) places.push(at);
    }
    at += char.length;
  }
  return { kept, places };
}

/** Stretches [start, end) of a page that are the passage: the whole, or its sure parts where
    these are most of it. */
function stretches(page, wanted) {
  const whole = page.indexOf(wanted);
  if (whole >= 0) return [[whole, whole + wanted.length]];
  const found = [];
  let held = 0;
  for (let start = 0; start + SURE <= wanted.length; ) {
    const at = page.indexOf(wanted.slice(start, start + SURE));
    let size = at < 0 ? 1 : SURE;
    if (at >= 0) {
      while (start + size < wanted.length && page[at + size] === wanted[start + size]) size += 1;
      found.push([at, at + size]);
      held += size;
    }
    start += size;
  }
  return held * 2 >= wanted.length ? found : [];
}

/** Marks the passage in the pieces of text over the page; false where it is not there. */
function mark(pieces) {
  const wanted = letters(passage.replace(/^…|…$/g, "")).kept;
  if (!wanted) return false;
  let page = "";
  const origin = [];
  pieces.forEach((piece, index) => {
    const { kept, places } = letters(piece.textContent);
    page += kept;
    for (const place of places) origin.push([index, place]);
  });
  const found = stretches(page, wanted);
  const ends = new Map();
  for (const [start, end] of found) {
    for (const [index, place] of origin.slice(start, end)) {
      const [first, last] = ends.get(index) ?? [place, place];
      ends.set(index, [Math.min(first, place), Math.max(last, place)]);
    }
  }
  for (const [index, [first, last]] of ends) {
    const text = pieces[index].textContent;
    const after = last + String.fromCodePoint(text.codePointAt(last)).length;
    const marked = document.createElement("mark");
    marked.textContent = text.slice(first, after);
    pieces[index].replaceChildren(text.slice(0, first), marked, text.slice(after));
  }
  return found.length > 0;
}

/** A link to a page; without one it leads nowhere and says so. */
function lead(link, to) {
  const there = to >= 1 && to <= pages;
  link.classList.toggle("disabled", !there);
  if (there) {
    link.href = `?page=${to}`;
    link.removeAttribute("aria-disabled");
  } else {
    link.removeAttribute("href");
    link.setAttribute("aria-disabled", "true");
  }
}

async function draw(pdfjs, file) {
  const mine = (turn += 1);
  drawing?.cancel();
  const page = await file.getPage(number);
  if (mine !== turn) return;
  const natural = page.getViewport({ scale: 1 });
  part("stage").hidden = false;
  const room = part("stage").clientWidth;
  const scale = zoom ?? Math.min(room / natural.width, 2);
  const viewport = page.getViewport({ scale });
  const sharp = Math.min(window.devicePixelRatio || 1, 3);
  const canvas = document.createElement("canvas");
  canvas.id = "viewer-canvas";
  canvas.setAttribute("aria-hidden", "true");
  canvas.width = Math.floor(viewport.width * sharp);
  canvas.height = Math.floor(viewport.height * sharp);
  canvas.style.inlineSize = `${Math.floor(viewport.width)}px`;
  canvas.style.blockSize = `${Math.floor(viewport.height)}px`;
  const text = document.createElement("div");
  text.id = "viewer-text";
  text.className = "viewer__text";
  text.lang = part("text").lang;
  const sheet = part("sheet");
  sheet.style.inlineSize = canvas.style.inlineSize;
  sheet.style.setProperty("--total-scale-factor", scale);
  sheet.style.setProperty("--scale-round-x", "1px");
  sheet.style.setProperty("--scale-round-y", "1px");
  drawing = page.render({ canvas, viewport, transform: [sharp, 0, 0, sharp, 0, 0] });
  await drawing.promise;
  const layer = new pdfjs.TextLayer({
    textContentSource: await page.getTextContent(),
    container: text,
    viewport,
  });
  await layer.render();
  if (mine !== turn) return;
  sheet.replaceChildren(canvas, text);
  part("words").hidden = true;
  const here = passage !== "" && number === passagePage;
  const marked = here && mark(layer.textDivs);
  part("passage").hidden = !here || marked;
  const status = part("status").dataset;
  part("status").textContent = (marked ? status.marked : status.shown).replace("{page}", number);
  if (marked && shown !== number) text.querySelector("mark").scrollIntoView({ block: "center" });
  shown = number;
}

async function start() {
  const pdfjs = await import(root.dataset.library);
  pdfjs.GlobalWorkerOptions.workerSrc = root.dataset.worker;
  const file = await pdfjs.getDocument({
    url: root.dataset.file,
    wasmUrl: `${root.dataset.parts}wasm/`,
    iccUrl: `${root.dataset.parts}iccs/`,
    standardFontDataUrl: `${root.dataset.parts}standard_fonts/`,
    useWorkerFetch: true,
    isEvalSupported: false,
    enableXfa: false,
  }).promise;

  const failed = (problem) => {
    if (problem?.name === "RenderingCancelledException") return;
    part("failed").hidden = false;
    part("words").hidden = false;
    part("stage").hidden = true;
    console.warn(problem);
  };
  const redraw = () => draw(pdfjs, file).catch(failed);
  const go = (to) => {
    if (!Number.isInteger(to) || to < 1 || to > pages || to === number) return;
    document.title = part("status").dataset.title.replace("{page}", to);
    number = to;
    part("page").value = String(to);
    lead(part("previous"), to - 1);
    lead(part("next"), to + 1);
    history.replaceState(null, "", `?page=${to}${to === passagePage ? hash : ""}`);
    part("stage").scrollTo(0, 0);
    redraw();
  };
  const enlarge = (by) => {
    const width = part("sheet").clientWidth;
    file.getPage(number).then((page) => {
      const now = zoom ?? width / page.getViewport({ scale: 1 }).width;
      zoom = by === null ? null : Math.min(Math.max(now * by, LEAST), MOST);
      redraw();
    });
  };

  part("zoom").hidden = false;
  part("zoom").addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (wanted) enlarge({ in: STEP, out: 1 / STEP, fit: null }[wanted]);
  });
  for (const [name, by] of [["previous", -1], ["next", 1]]) {
    part(name).addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(number + by);
    });
  }
  part("go").addEventListener("submit", (event) => {
    event.preventDefault();
    go(part("page").valueAsNumber);
  });
  root.addEventListener("keydown", (event) => {
    if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
    const stage = part("stage");
    const fits = stage.scrollWidth <= stage.clientWidth;
    const forward = rightToLeft ? "ArrowLeft" : "ArrowRight";
    const back = rightToLeft ? "ArrowRight" : "ArrowLeft";
    if (event.key === forward && fits) go(number + 1);
    else if (event.key === back && fits) go(number - 1);
    else if (event.key === "+") enlarge(STEP);
    else if (event.key === "-") enlarge(1 / STEP);
    else return;
    event.preventDefault();
  });
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (zoom === null && window.innerWidth !== width) redraw();
    width = window.innerWidth;
  });
  await draw(pdfjs, file).catch(failed);
}

if (passage) part("passage").querySelector(".viewer__passage").textContent = passage;
start().catch((problem) => {
  part("failed").hidden = false;
  console.warn(problem);
});
