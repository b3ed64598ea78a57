// Sending papers one by one with their progress, waiting for them to be read, and going
// through statements by keys. Without this the forms and links do the same.
(() => {
  const AGAIN = 1500;
  const SAID = {
    waiting: "saidWaiting",
    being_read: "saidBeingRead",
    read: "saidRead",
    unreadable: "saidUnreadable",
  };

  async function statesOf(address, numbers) {
    try {
      const answer = await fetch(`${address}?of=${numbers.join(",")}`);
      return answer.ok ? (await answer.json()).states : {};
    } catch {
      return {}; // the line was cut: it is asked again
    }
  }

  const read = (state) => state === "read" || state === "unreadable";

  // --- Sending ---

  function sending(form) {
    const input = form.querySelector("input[type=file]");
    const list = form.querySelector("[data-progress]");
    const drop = form.querySelector("[data-drop]");
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const waiting = new Map();
    let queue = Promise.resolve();

    function line(file) {
      const item = document.createElement("li");
      const name = document.createElement("strong");
      const bar = document.createElement("progress");
      const state = document.createElement("span");
      name.textContent = file.name;
      bar.max = 100;
      bar.value = 0;
      item.append(name, bar, state);
      list.append(item);
      return { item, bar, state };
    }

    function send(file) {
      const shown = line(file);
      queue = queue.then(() => sent(file, shown));
    }

    function sent(file, { item, bar, state }) {
      return new Promise((done) => {
        const request = new XMLHttpRequest();
        const body = new FormData();
        body.append("csrfmiddlewaretoken", token);
        body.append("papers", file);
        request.open("POST", form.action);
        request.setRequestHeader("Accept", "application/json");
        request.upload.addEventListener("progress", (event) => {
          if (event.lengthComputable) bar.value = (90 * event.loaded) / event.total;
        });
        request.addEventListener("loadend", () => {
          told(request, item, bar, state);
          done();
        });
        request.send(body);
      });
    }

    function told(request, item, bar, state) {
      let answer = null;
      try {
        [answer] = JSON.parse(request.responseText).sent;
      } catch {
        state.textContent = form.dataset.saidFailed;
        bar.remove();
        return;
      }
      if (answer.paper) {
        const link = document.createElement("a");
        link.href = form.dataset.paper.replace("/0/", `/${answer.paper}/`);
        link.textContent = answer.name;
        item.querySelector("strong").replaceChildren(link);
      }
      if (answer.message) {
        state.textContent = `${answer.message} · ${answer.next}`;
        bar.remove();
        return;
      }
      bar.value = 95;
      state.textContent = form.dataset.saidSent;
      waiting.set(String(answer.paper), { bar, state });
      if (waiting.size === 1) setTimeout(look, AGAIN);
    }

    async function look() {
      const states = await statesOf(form.dataset.states, [...waiting.keys()]);
      for (const [number, state] of Object.entries(states)) {
        const shown = waiting.get(number);
        shown.state.textContent = form.dataset[SAID[state]];
        if (!read(state)) continue;
        shown.bar.value = 100;
        waiting.delete(number);
      }
      if (waiting.size) setTimeout(look, AGAIN);
    }

    function take(files) {
      for (const file of files) send(file);
      input.value = "";
    }

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      take([...input.files]);
    });
    for (const kind of ["dragover", "dragenter"]) {
      drop.addEventListener(kind, (event) => {
        event.preventDefault();
        drop.classList.add("over");
      });
    }
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      take([...event.dataTransfer.files]);
    });
  }

  // --- Waiting ---

  function waits(part) {
    const unread = [part, ...part.querySelectorAll("[data-unread]")]
      .map((node) => node.dataset.unread)
      .filter(Boolean);
    const typed = () =>
      [...document.querySelectorAll("[data-card] [name=words]")].some(
        (field) => field.value !== field.defaultValue,
      );
    async function look() {
      const states = await statesOf(part.dataset.waits, unread);
      const busy = document.querySelector("[data-progress]")?.children.length || typed();
      if (Object.values(states).some(read) && !busy) location.reload();
      else setTimeout(look, AGAIN);
    }
    if (unread.length) setTimeout(look, AGAIN);
  }

  // --- Going through statements ---

  function statements() {
    const cards = [...document.querySelectorAll("[data-card]")];
    if (!cards.length) return;
    let here = -1;

    function mark(index, { text = true, card = true } = {}) {
      if (!cards[index]) return;
      here = index;
      const number = cards[index].dataset.card;
      for (const node of document.querySelectorAll(".here")) node.classList.remove("here");
      cards[index].classList.add("here");
      const pieces = [...document.querySelectorAll(`.stated[data-of~="${number}"]`)];
      for (const piece of pieces) piece.classList.add("here");
      if (text && pieces[0]) into(pieces[0]);
      if (card) {
        cards[index].focus({ preventScroll: true });
        cards[index].scrollIntoView({ block: "nearest" });
      }
    }

    // Only the text itself is moved, so that the cards stay where they are.
    function into(piece) {
      const frame = piece.closest(".paper-text");
      if (frame.scrollHeight <= frame.clientHeight) return;
      const from = frame.getBoundingClientRect().top;
      const at = piece.getBoundingClientRect().top;
      frame.scrollTop += at - from - frame.clientHeight / 3;
    }

    const indexOf = (number) => cards.findIndex((card) => card.dataset.card === number);
    for (const [index, card] of cards.entries()) {
      card.addEventListener("focusin", () => {
        if (index !== here) mark(index, { card: false });
      });
    }
    document.addEventListener("click", (event) => {
      const piece = event.target.closest(".stated");
      const place = event.target.closest(".said-place, [data-here]");
      if (piece) {
        event.preventDefault();
        mark(indexOf(piece.getAttribute("href").slice(2)), { text: false });
        cards[here].scrollIntoView({ block: "center" });
      } else if (place && matchMedia("(min-width: 1024px)").matches) {
        event.preventDefault();
        mark(indexOf(place.getAttribute("href").slice(2)));
      }
    });
    const deeds = {
      j: () => mark(Math.min(here + 1, cards.length - 1)),
      k: () => mark(Math.max(here - 1, 0)),
      a: (card) => card.querySelector("[data-accept]")?.requestSubmit(),
      e: (card) => card.querySelector("[data-edit]")?.click(),
      r: (card) => card.querySelector("[data-refuse]")?.requestSubmit(),
    };
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select");
      const other = event.ctrlKey || event.metaKey || event.altKey;
      const deed = deeds[event.key];
      if (typing || other || !deed) return;
      if (!"jk".includes(event.key) && here < 0) return;
      event.preventDefault();
      deed(cards[here]);
    });
    const named = location.hash.match(/^#[cs](\d+)$/);
    if (named) mark(indexOf(named[1]));
  }

  // --- Deciding once, however often the button is pressed ---

  const decided = new Set();
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-card] form, .paper-tally form, .library-form")) return;
    if (decided.has(event.target)) event.preventDefault();
    decided.add(event.target);
  });
  // A page that the browser had kept is as good as new.
  addEventListener("pageshow", () => decided.clear());

  for (const form of document.querySelectorAll("[data-send]")) sending(form);
  for (const part of document.querySelectorAll("[data-waits]")) waits(part);
  statements();
})();
