// The search and the filters of the first page. Words go to Pagefind; prefixes and ticked boxes become its filters, and
// narrow the list of exams, which works without Pagefind too: an exam fits if one of its questions does. Whatever comes out of a reply is set as text, never as HTML.
"use strict";
(() => {
  const FACETS = { paper: "Paper", model: "Model", level: "Level", finding: "Finding", source: "Source", author: "Author" };
  const OF_QUESTION = ["question", "level", "finding", "author"]; // the others are of the exam as a whole
  const PREFIXES = [...Object.keys(FACETS), "question"];
  const NAMES = { run: "asked by Viva", import: "imported", proctor: "proctored" };
  const SHAPES = { L1: "●", L2: "◕", L3: "◑", Lx: "○", U: "?" };
  const SIGNS = { correct: "✓", incorrect: "✗", undecided: "?" };
  const PAGE = 20, MOST = 30;
  const at = (id) => document.getElementById(id);
  const exams = [...document.querySelectorAll("#exam-list > li")].map((item) => ({ item, facets: JSON.parse(item.dataset.facets) }));
  const fromDisk = location.protocol === "file:";
  let pagefind = null, turn = 0, all = false;

  // "kernel level:Lx model:"Claude Opus"" → words and [prefix, value] pairs
  function parsed(query) {
    const pairs = [];
    const words = query.replace(/(^|\s)([a-z]+):(?:"([^"]*)"?|(\S+))/gi, (whole, before, name, quoted, bare) => {
      const value = quoted ?? bare;
      if (!PREFIXES.includes(name.toLowerCase()) || !value) return whole;
      pairs.push([name.toLowerCase(), value]);
      return before;
    });
    return { words: words.replace(/\s+/g, " ").trim(), pairs };
  }

  // The values of a facet that a typed value means: the same, else those that begin with it, else those that contain it.
  // "1c" is a question of any paper, "hw5/1c" of that one only.
  function meant(name, typed) {
    const low = typed.toLowerCase();
    const all = values(name).filter((value) => name !== "question" || value.includes("/") === low.includes("/"));
    for (const test of [(v) => v === low, (v) => v.startsWith(low), (v) => v.includes(low)]) {
      const hits = all.filter((value) => test(value.toLowerCase()));
      if (hits.length) return hits;
    }
    return []; // nothing has it: nothing is found
  }

  function of(facets, name) {
    return OF_QUESTION.includes(name) ? [...new Set(facets.questions.flatMap((question) => question[name]))] : facets[name];
  }

  function values(name) {
    return [...new Set(exams.flatMap(({ facets }) => of(facets, name)))].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  }

  // {facet: [values]}: within a facet any will do, between facets all must hold. A box narrows what a prefix found.
  function wanted(pairs) {
    const filters = {}, unknown = [];
    const add = (name, list) => { filters[name] = [...new Set([...(filters[name] || []), ...list])]; };
    for (const [name, value] of pairs) {
      const list = meant(name, value);
      if (!list.length) unknown.push(`no ${name} “${value}”`);
      add(name, list);
    }
    const ticked = {};
    for (const box of document.querySelectorAll("#facets input:checked")) (ticked[box.name] ??= []).push(box.value);
    for (const [name, list] of Object.entries(ticked)) {
      filters[name] = filters[name] ? filters[name].filter((value) => list.includes(value)) : list;
    }
    return { filters, unknown };
  }

  function drawFacets() {
    const frame = at("facets");
    const wide = matchMedia("(min-width: 56rem)").matches;
    for (const [name, label] of Object.entries(FACETS)) {
      const all = values(name);
      if (!all.length) continue;
      const details = document.createElement("details");
      details.open = wide && all.length <= 20;
      const summary = document.createElement("summary");
      summary.textContent = label;
      const group = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.className = "skip";
      legend.textContent = label;
      group.append(legend);
      for (const value of all) {
        const line = document.createElement("label"), box = document.createElement("input");
        box.type = "checkbox"; box.name = name; box.value = value;
        const words = document.createElement("span"), count = document.createElement("span");
        words.textContent = (name === "level" ? `${SHAPES[value] || ""} ` : "") + (NAMES[value] && name === "source" ? NAMES[value] : value);
        count.className = "n";
        count.textContent = exams.filter(({ facets }) => of(facets, name).includes(value)).length;
        line.append(box, words, count);
        group.append(line);
      }
      details.append(summary, group);
      frame.append(details);
    }
    frame.hidden = false;
  }

  function excerpt(html) { // Pagefind marks the hits with <mark>; everything else in it is text
    const out = document.createElement("p");
    html.split(/(<mark>|<\/mark>)/).reduce((inside, piece) => {
      if (piece === "<mark>") return true;
      if (piece === "</mark>") return false;
      const text = piece.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
      const node = document.createElement(inside ? "mark" : "span");
      node.textContent = text;
      out.append(node);
      return inside;
    }, false);
    return out;
  }

  function result(data) {
    const item = document.createElement("li"), link = document.createElement("a"), facts = document.createElement("span");
    // Only the part below our own folder: no address from the index leads elsewhere.
    const place = /(exams|questions)\/[a-z0-9-]+\.html(#[\w-]+)?$/i.exec(data.raw_url || data.url);
    link.href = place ? place[0] : "#";
    link.textContent = data.meta.title;
    facts.className = "small";
    const { kind, level, number, verdict, author, paper } = data.meta;
    const what = { reply: `reply ${number}`, note: `note${author ? ` by ${author}` : ""}`, question: "the question" }[kind];
    facts.textContent = ` ${level ? `${SHAPES[level] || ""} ${level} · ` : ""}${what}` +
      (verdict ? ` ${SIGNS[verdict]} ${verdict}` : "") + ` · ${paper}`;
    item.append(link, facts, excerpt(data.excerpt));
    return item;
  }

  function filterExams(filters) {
    let shown = 0;
    const has = (place, names) => names.every((name) => !filters[name] || filters[name].some((value) => place[name].includes(value)));
    const ofExam = Object.keys(FACETS).filter((name) => !OF_QUESTION.includes(name));
    for (const { item, facets } of exams) {
      const fits = has(facets, ofExam) && (!OF_QUESTION.some((name) => filters[name]) || facets.questions.some((question) => has(question, OF_QUESTION)));
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    at("no-exam").hidden = shown > 0;
    shorten(shown);
    return shown;
  }

  // A long list is shown in part, so that what stands below it can be reached.
  function shorten(shown) {
    const fits = shown <= MOST || all;
    let number = 0;
    for (const { item } of exams) if (!item.hidden && ++number > MOST && !fits) item.hidden = true;
    at("all-exams").hidden = fits;
    at("all-exams").textContent = `All ${shown} exams`;
  }

  async function update() {
    const mine = ++turn, query = at("q").value;
    const { words, pairs } = parsed(query);
    const { filters, unknown } = wanted(pairs);
    const shown = filterExams(filters);
    remember(query);
    const list = at("results");
    const clear = () => { list.replaceChildren(); at("more").hidden = true; };
    if (!words && !Object.keys(filters).length) { clear(); at("status").textContent = ""; return; }
    const told = `${shown} of ${exams.length} exams`;
    const hint = unknown.length ? `There is ${unknown.join(" and ")}.` : "Try fewer words or filters.";
    if (Object.values(filters).some((list) => !list.length)) { clear(); at("status").textContent = `Nothing found. ${hint}`; return; }
    if (fromDisk) { clear(); at("status").textContent = told; return; }
    try {
      pagefind ??= await load();
      const asked = Object.fromEntries(Object.entries(filters).map(([name, list]) => [name, { any: list }]));
      const found = await pagefind.search(words || null, { filters: asked });
      if (mine !== turn) return;
      clear();
      const hits = found.results;
      let next = 0;
      const more = async () => {
        const batch = hits.slice(next, next + PAGE);
        next += PAGE;
        const loaded = await Promise.all(batch.map((hit) => hit.data()));
        if (mine !== turn) return;
        list.append(...loaded.map(result));
        at("more").hidden = next >= hits.length;
        at("more").onclick = more;
      };
      await more();
      if (mine !== turn) return;
      at("status").textContent = hits.length ? `${hits.length} found` + (Object.keys(filters).length ? `, in ${told}` : "") : `Nothing found. ${hint}`;
    } catch (error) {
      if (mine !== turn) return;
      clear();
      at("status").textContent = `The search does not work here: ${error.message}. ${told}.`;
    }
  }

  async function load() {
    const module = await import(new URL("pagefind/pagefind.js", document.baseURI));
    await module.options({ excerptLength: 28 });
    await module.init();
    return module;
  }

  function remember(query) {
    const address = new URL(location);
    address.search = "";
    if (query) address.searchParams.set("q", query);
    for (const box of document.querySelectorAll("#facets input:checked")) address.searchParams.append(box.name, box.value);
    try { history.replaceState(null, "", address); } catch { /* a page from a disk may not */ }
  }

  drawFacets();
  if (fromDisk) at("from-disk").hidden = false;
  else at("form").hidden = false;
  const given = new URLSearchParams(location.search);
  at("q").value = given.get("q") || "";
  for (const box of document.querySelectorAll("#facets input")) box.checked = given.getAll(box.name).includes(box.value);
  at("form").addEventListener("submit", (event) => { event.preventDefault(); update(); });
  let waiting = 0;
  at("q").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(update, 160); });
  at("facets").addEventListener("change", update);
  at("all-exams").addEventListener("click", () => {
    const first = exams.find(({ item }, place) => item.hidden && exams[place - 1] && !exams[place - 1].item.hidden);
    all = true;
    update();
    first?.item.querySelector("a").focus(); // where the reader was, not at a button that is gone
  });
  update();
})();
