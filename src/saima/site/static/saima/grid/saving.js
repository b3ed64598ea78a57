// What was typed, on its way to the server. Until the server has answered, it waits here
// and in sessionStorage: a line that is down, a page that is reloaded or a sign-in that
// has run out loses nothing.
(() => {
  const PAUSE = 400; // after the last change, so that a pasted block goes as one
  const BATCH = 500;
  const PATIENCE = 30_000;
  const KEPT_ALIVE = 20_000; // characters; a browser lets 64 KiB outlive their page
  const WAITS = [2, 4, 8, 16, 30]; // seconds between attempts
  const GONE = new Set(["offline", "server"]); // passes by itself: try again
  const UNSAVED = new Set(["error", "conflict"]);
  const TOKEN = "[name=csrfmiddlewaretoken]";

  class Saving {
    // `grid` knows: keyOf(change), seenOf(change), show(change, state), take(cell),
    // summed(answer), trouble(kind, said). `url` takes the changes; `keep` names whose
    // they are, so that nobody else who signs in here is given them.
    constructor(grid, { url, keep }) {
      this.grid = grid;
      this.url = url;
      this.store = `saima-grid:${keep}:${url}`;
      this.waiting = new Map();
      this.refused = new Map(); // answered, but not saved: wrong, or changed by others
      this.typing = null;
      this.jobs = [];
      this.attempt = 0;
      addEventListener("online", () => this.again());
      addEventListener("offline", () => this.failed("offline"));
      addEventListener("focus", () => this.kind === "signedOut" && this.again());
      addEventListener("pagehide", () => this.keepNow());
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") this.flush();
      });
      addEventListener("beforeunload", (event) => {
        grid.commit();
        if (this.unsaved) event.preventDefault();
      });
    }

    get unsaved() {
      return this.waiting.size + this.refused.size + this.jobs.length;
    }

    put(change) {
      const key = this.grid.keyOf(change);
      this.typing = null;
      this.refused.delete(key);
      this.waiting.delete(key); // the newest comes last
      this.waiting.set(key, change);
      this.grid.show(change, "waiting");
      this.kept();
      this.soon(PAUSE);
    }

    // What is being typed is kept too, although it is not sent yet.
    typed(change) {
      this.typing = change;
      this.kept();
    }

    // Forget a change that was given up, such as one that lost against another's.
    drop(change) {
      const key = this.grid.keyOf(change);
      this.waiting.delete(key);
      this.refused.delete(key);
      this.kept();
    }

    // A wish that is no change of a cell; it goes after all that waits.
    ask(body, answered) {
      this.jobs.push({ body, answered });
      this.soon(0);
    }

    soon(pause) {
      if (this.kind && !GONE.has(this.kind)) return;
      if (this.kind && pause < WAITS[0] * 1000) return; // an attempt is already planned
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), pause);
    }

    flush() {
      this.grid.commit();
      this.keepNow();
      if (!this.kind) this.send();
    }

    again() {
      this.kind = "";
      this.attempt = 0;
      clearTimeout(this.timer);
      this.send();
    }

    // Resolves when nothing waits any more; false when it cannot be had now.
    settled() {
      this.grid.commit();
      return new Promise((resolve) => {
        this.settle = resolve;
        this.again();
      });
    }

    async send() {
      if (this.sending) return;
      const job = this.waiting.size ? null : this.jobs[0];
      const batch = [...this.waiting].slice(0, BATCH);
      if (!job && !batch.length) {
        this.done(true);
        return;
      }
      this.sending = true;
      const changes = batch.map(([, change]) => this.versioned(change));
      const answer = await this.post(job ? job.body() : { changes });
      this.sending = false;
      if (!answer) {
        if (job && this.kind === "refused") this.give(job);
        this.done(false);
        return;
      }
      if (job) this.jobs.shift();
      this.took(batch, changes, answer, Boolean(job));
      job?.answered(answer);
      // A cell that the server does not speak of is not saved.
      if (batch.some(([key, change]) => this.waiting.get(key) === change)) {
        this.failed("server");
        this.done(false);
        return;
      }
      this.succeeded();
      if (this.waiting.size || this.jobs.length) this.soon(this.settle ? 0 : PAUSE);
      else this.done(true);
    }

    // A wish that was refused is not repeated, and holds nothing up.
    give(job) {
      this.jobs = this.jobs.filter((other) => other !== job);
      this.kind = "";
    }

    done(well) {
      this.settle?.(well);
      this.settle = null;
    }

    // A change as it goes out: with the version of the cell that it was typed upon.
    versioned(change) {
      return { seen: this.grid.seenOf(change), ...change };
    }

    took(batch, changes, answer, wished) {
      const sent = new Map(batch.map(([key, change], i) => [key, { change, versioned: changes[i] }]));
      for (const cell of answer.cells) {
        const key = this.grid.keyOf(cell);
        const own = sent.get(key);
        const newer = this.waiting.get(key);
        // Its version, but not its text: more was typed since, or is still refused.
        if ((newer && newer !== own?.change) || (!own && !wished && this.refused.has(key))) {
          this.grid.noted(cell);
          continue;
        }
        this.waiting.delete(key);
        this.refused.delete(key);
        // With the version it went with: after a reload it must lose again, not win.
        if (own && UNSAVED.has(cell.state)) this.refused.set(key, own.versioned);
        this.grid.take(cell, own?.change.text);
      }
      this.grid.summed(answer);
      this.kept();
    }

    async post(body, renewed = false) {
      const text = JSON.stringify(body);
      const leaving = document.visibilityState === "hidden";
      let response;
      try {
        response = await fetch(this.url, {
          method: "POST",
          redirect: "manual", // a sign-in page is no answer
          signal: AbortSignal.timeout(PATIENCE),
          keepalive: leaving && text.length < KEPT_ALIVE,
          headers: {
            "content-type": "application/json",
            accept: "application/json",
            "x-csrftoken": document.querySelector(TOKEN)?.value ?? "",
          },
          body: text,
        });
      } catch {
        return this.failed("offline");
      }
      const said = await response.json().catch(() => null);
      if (response.ok && said?.cells) return said;
      if (response.status >= 500 || response.status === 429) return this.failed("server");
      const away = response.type === "opaqueredirect" || response.ok;
      if (!away && response.status !== 403) return this.failed("refused", said);
      if (said?.message) return this.failed("refused", said);
      // Whoever signs in anew, in another window, gets a new token: this page's is stale.
      if (!renewed && (await this.renew())) return this.post(body, true);
      return this.failed("signedOut");
    }

    async renew() {
      try {
        const page = await fetch(location.href, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
        if (!page.ok) return false;
        const read = new DOMParser().parseFromString(await page.text(), "text/html");
        const token = read.querySelector(`[data-saving] ${TOKEN}`)?.value;
        if (!token) return false;
        for (const field of document.querySelectorAll(TOKEN)) field.value = token;
        return true;
      } catch {
        return false;
      }
    }

    failed(kind, said) {
      if (kind === "offline" && !this.unsaved) return null; // nothing to lose
      this.kind = kind;
      this.troubled = true;
      this.grid.trouble(kind, said);
      clearTimeout(this.timer);
      if (GONE.has(kind)) {
        const wait = WAITS[Math.min(this.attempt, WAITS.length - 1)];
        this.attempt += 1;
        this.timer = setTimeout(() => this.send(), wait * 1000);
      }
      return null;
    }

    succeeded() {
      this.attempt = 0;
      this.kind = "";
      if (this.troubled) this.grid.trouble("");
      this.troubled = false;
    }

    // --- What a reload finds again ---

    kept() {
      this.keeping ??= setTimeout(() => this.keepNow(), 150);
    }

    keepNow() {
      clearTimeout(this.keeping);
      this.keeping = null;
      const changes = [...this.refused.values(), ...this.waiting.values()];
      if (this.typing) changes.push(this.typing);
      try {
        if (!changes.length) sessionStorage.removeItem(this.store);
        else {
          sessionStorage.setItem(this.store, JSON.stringify(changes.map((change) => this.versioned(change))));
        }
      } catch { /* no room, or not allowed: then it is kept in the page alone */ }
    }

    // What was kept goes again, with the version it was typed upon: if somebody has
    // changed the cell meanwhile, the server says so.
    restore() {
      let changes = [];
      try {
        changes = JSON.parse(sessionStorage.getItem(this.store)) ?? [];
      } catch { /* nothing to be had */ }
      const wanted = changes.filter((change) => this.grid.restored(change));
      for (const change of wanted) this.put(change);
      if (!wanted.length) this.kept();
      return wanted.length;
    }
  }

  window.saimaGrid = { ...window.saimaGrid, Saving };
})();
