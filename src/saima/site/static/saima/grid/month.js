// The month of a unit, line by line: a table that the server has drawn, and that works as
// a plain form too. The contract is in templates/grids/_month.html.
(() => {
  const { Page, Saving, Sheet } = window.saimaGrid;
  const FIELDS = "input:not([type=hidden], [type=checkbox]), textarea";
  const ASKING = new Set(["error", "conflict", "question", "words"]);

  const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

  class Month {
    constructor(root) {
      this.table = root.querySelector("[data-month-grid]");
      this.page = new Page(root);
      this.left = Number(this.table.dataset.left || 0);
      this.changed = false;
      this.rows = new Map();
      for (const row of this.table.querySelectorAll("tr[data-line]")) this.rows.set(row.dataset.line, row);
      this.states = new Map();
      for (const cell of this.table.querySelectorAll("[data-state]")) this.states.set(cell, cell.dataset.state);
      this.saving = new Saving(this, { url: this.table.dataset.save, keep: this.table.dataset.keep });
      this.sheet = new Sheet(this.table, ["value", "note"], this);
      this.page.guard(this.saving, () => this.toNext());
      this.listen(root);
      const restored = this.saving.restore();
      if (restored) this.page.say("restored", { cells: restored });
      this.count();
    }

    listen(root) {
      const form = this.table.closest("form");
      form.addEventListener("submit", (event) => {
        event.preventDefault(); // each cell goes by itself
        this.saving.flush();
      });
      root.querySelector("[data-grid-again]").addEventListener("click", () => this.saving.again());
      this.page.next.addEventListener("click", () => this.toNext());
      this.table.addEventListener("change", (event) => {
        if (event.target.matches("[data-confirm]")) this.confirm(event.target);
      });
      this.table.addEventListener("click", (event) => {
        if (event.target.closest("[data-open-items]")) this.open(event);
        const choice = event.target.closest("[data-choose]");
        if (choice) this.choose(choice);
      });
      this.dialog = root.querySelector("[data-items-dialog]");
      this.dialog.addEventListener("close", () => this.closed());
      this.dialog.querySelector("textarea").addEventListener("input", () => this.countItems());
      this.find(root);
    }

    // --- What the sheet asks ---

    idOf(input) {
      return { line: input.closest("tr").dataset.line, column: input.closest("[data-column]").dataset.column };
    }

    // What is confirmed is the value: it has no cell of its own.
    cell({ line, column }) {
      return this.rows.get(line)?.querySelector(`[data-column="${column === "confirmed" ? "value" : column}"]`) ?? null;
    }

    field(id) {
      return this.cell(id)?.querySelector(id.column === "confirmed" ? "[data-confirm]" : FIELDS) ?? null;
    }

    textOf(id) {
      const field = this.field(id);
      if (!field) return "";
      return field.type === "checkbox" ? (field.checked ? "1" : "") : field.value;
    }

    write(id, text) {
      this.set(id, text);
      this.saving.put({ ...id, text });
    }

    set(id, text) {
      const field = this.field(id);
      if (!field) return;
      if (field.type === "checkbox") field.checked = text === "1";
      else {
        field.value = text;
        field.defaultValue = text;
      }
      if (id.column === "items") this.numberItems(this.rows.get(id.line));
      if (id.column === "note") this.grow(field);
    }

    reveal(id) {
      const field = this.field(id);
      this.sheet.go(field.matches(Sheet.INPUT) ? field : this.field({ ...id, column: "value" }));
    }

    typed(input) {
      if (this.idOf(input).column === "note") this.grow(input);
      this.saving.typed(input.value === input.defaultValue ? null : { ...this.idOf(input), text: input.value });
    }

    moved(input) {
      if (input.tagName === "TEXTAREA") this.grow(input);
    }

    commit() {
      const input = document.activeElement;
      if (this.table.contains(input) && input.matches(Sheet.INPUT)) this.sheet.commit(input);
    }

    say(...said) {
      this.page.say(...said);
    }

    // --- What saving asks ---

    keyOf({ line, column }) {
      return `${line}\n${column}`;
    }

    seenOf({ line }) {
      return Number(this.rows.get(line)?.dataset.seen ?? 0);
    }

    noted(answer) {
      const row = this.rows.get(answer.line);
      if (row && answer.seen != null) row.dataset.seen = answer.seen;
    }

    take(answer, sent) {
      this.noted(answer);
      const cell = this.cell(answer);
      if (!cell) return;
      const refused = answer.state === "error" || answer.state === "conflict";
      const field = this.field(answer);
      // What is shown is what the server has, unless one goes on typing.
      const ahead = field && field.type !== "checkbox" && field.value !== field.defaultValue;
      if (!refused && field && !ahead) this.rewrite(field, answer);
      this.changed = true;
      const lost = answer.state === "locked" && sent !== undefined && sent !== answer.text;
      const message = lost ? `${answer.message ?? ""} ${this.page.word("notTaken", { text: sent })}` : answer.message;
      this.paint(cell, { ...answer, message });
    }

    rewrite(field, answer) {
      const chosen = document.activeElement === field && field.selectionEnd > field.selectionStart;
      this.set(answer, answer.text);
      if (chosen) field.select();
    }

    show(change, state) {
      const cell = this.cell(change);
      if (cell) this.paint(cell, { ...change, state });
    }

    summed({ left }) {
      if (left != null) this.left = left;
      this.count();
    }

    trouble(kind, said) {
      this.page.trouble(kind, said);
      this.count();
    }

    restored(change) {
      const field = this.field(change);
      if (!field || field.readOnly || this.textOf(change) === change.text) return false;
      this.set(change, change.text);
      return true;
    }

    // --- States ---

    paint(cell, answer) {
      const { state, column } = answer;
      cell.dataset.state = state;
      this.states.set(cell, state);
      const why = this.why(cell);
      const word = part("span", "grid-state", this.page.word(`state${state[0].toUpperCase()}${state.slice(1)}`));
      if (column === "confirmed") why.querySelector(".grid-state")?.replaceWith(word);
      else {
        const more = this.tellings(cell, answer);
        why.replaceChildren(word, ...more);
        why.classList.toggle("is-quiet", !more.length); // the mark says enough to whoever sees it
      }
      const field = cell.querySelector(FIELDS);
      field.setAttribute("aria-describedby", why.id);
      field.toggleAttribute("aria-invalid", state === "error");
      if (state === "locked") field.readOnly = true;
      this.count();
    }

    // What the matter is and what to do, and what one can do about it here.
    tellings(cell, answer) {
      const { state, message = "", next = "" } = answer;
      const told = [];
      if (message) told.push(part("span", "grid-message", message));
      if (next) told.push(" ", part("span", "grid-step", next));
      const confirmed = state === "saved" && cell.querySelector("[data-confirm]:checked")?.parentElement;
      if (state === "question") told.push(this.confirmation(cell));
      else if (confirmed) told.push(confirmed);
      if (state === "conflict") told.push(...this.choices(cell, answer));
      return told;
    }

    why(cell) {
      let why = cell.querySelector(".grid-why");
      if (!why) {
        why = part("p", "grid-why", "");
        this.told = (this.told ?? 0) + 1;
        why.id = `why-${this.told}`;
        cell.append(why);
      }
      return why;
    }

    confirmation(cell) {
      const label = part("label", "grid-confirm", "");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.dataset.confirm = "";
      box.name = `confirmed:${cell.closest("tr").dataset.line}`;
      label.append(box, ` ${this.page.word("confirm")}`);
      return label;
    }

    confirm(box) {
      this.saving.put({ line: box.closest("tr").dataset.line, column: "confirmed", text: box.checked ? "1" : "" });
    }

    // Both values, and whose each is.
    choices(cell, { theirs, text }) {
      const button = (word, choice, value) => {
        const made = part("button", "btn", this.page.word(word, { text: value || this.page.word("nothing") }));
        Object.assign(made.dataset, { choose: choice, text: value });
        made.type = "button";
        return made;
      };
      const own = cell.querySelector(FIELDS).value;
      const said = part("span", "grid-message", this.page.word("theirs", { text: theirs?.text || text || this.page.word("nothing"), by: theirs?.by ?? "" }));
      return [said, button("takeTheirs", "theirs", theirs?.text ?? text ?? ""), button("keepMine", "mine", own)];
    }

    choose(button) {
      const cell = button.closest("[data-column]");
      const id = this.idOf(button);
      if (button.dataset.choose === "mine") {
        this.write(id, cell.querySelector(FIELDS).value);
      } else {
        this.saving.drop(id);
        this.set(id, button.dataset.text);
        this.paint(cell, { ...id, state: "saved" });
      }
      this.reveal(id);
    }

    count() {
      this.counting ??= requestAnimationFrame(() => {
        this.counting = null;
        const counts = { waiting: this.saving.waiting.size, error: 0, conflict: 0, question: 0, words: 0, left: this.left };
        for (const state of this.states.values()) if (ASKING.has(state)) counts[state] += 1;
        this.page.shows(counts, !this.changed);
        this.page.next.hidden = ![...ASKING].some((state) => counts[state]);
      });
    }

    // The next cell that asks for something, from where one stands.
    toNext() {
      const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      const asking = [...this.states.keys()].filter((cell) => ASKING.has(cell.dataset.state));
      if (!asking.length) return;
      asking.sort((one, other) => (follows(one, other) ? -1 : 1));
      const here = document.activeElement;
      const cell = asking.find((each) => !each.contains(here) && follows(here, each)) ?? asking[0];
      cell.closest("tr").hidden = false;
      this.sheet.go(cell.querySelector(Sheet.INPUT) ?? cell.closest("tr").querySelector(Sheet.INPUT));
    }

    grow(field) {
      field.rows = Math.min(6, Math.max(1, field.value.split("\n").length));
    }

    // --- The list behind a number ---

    open(event) {
      event.preventDefault();
      const row = event.target.closest("tr");
      this.listed = row;
      const stored = row.querySelector("[data-column=items] textarea");
      const box = this.dialog.querySelector("textarea");
      this.dialog.querySelector("[data-items-of]").textContent = row.dataset.name;
      box.value = stored.value;
      box.readOnly = stored.readOnly;
      this.dialog.querySelector("[value=apply]").hidden = stored.readOnly;
      this.countItems();
      this.dialog.returnValue = "";
      this.dialog.showModal();
    }

    countItems() {
      const items = linesOf(this.dialog.querySelector("textarea").value);
      const twice = items.find((item, i) => items.indexOf(item) !== i);
      this.dialog.querySelector("[data-items-count]").textContent = this.page.word("items", { count: items.length });
      this.dialog.querySelector("[data-items-twice]").textContent = twice ? this.page.word("twice", { item: twice }) : "";
    }

    // The number follows its list where it was the list's, or was not there.
    closed() {
      const row = this.listed;
      const summary = row.querySelector("[data-open-items]");
      summary.focus();
      if (this.dialog.returnValue !== "apply") return;
      const line = row.dataset.line;
      const before = row.querySelector("[data-column=items] textarea").defaultValue;
      const items = linesOf(this.dialog.querySelector("textarea").value);
      const step = [{ id: { line, column: "items" }, before, after: items.join("\n") }];
      const value = this.field({ line, column: "value" });
      const followed = !value.value || value.value === String(linesOf(before).length);
      if (followed && value.value !== String(items.length)) {
        step.push({ id: { line, column: "value" }, before: value.defaultValue, after: String(items.length) });
      }
      this.sheet.act(step.filter((change) => change.before !== change.after));
    }

    numberItems(row) {
      const count = linesOf(row.querySelector("[data-column=items] textarea").value).length;
      row.querySelector("[data-open-items] [data-count]").textContent = count;
    }

    // --- Long tables ---

    find(root) {
      const tools = root.querySelector("[data-grid-find]");
      if (!tools) return;
      const [box, only] = [tools.querySelector("[type=search]"), tools.querySelector("[type=checkbox]")];
      tools.hidden = false;
      const nothing = root.querySelector("[data-grid-nothing]");
      const sift = () => {
        const wanted = box.value.trim().toLowerCase();
        let found = 0;
        for (const row of this.rows.values()) {
          const named = !wanted || row.dataset.name.toLowerCase().includes(wanted);
          row.hidden = !named || (only.checked && !this.asks(row));
          found += !row.hidden;
        }
        nothing.hidden = found > 0;
      };
      box.addEventListener("input", sift);
      only.addEventListener("change", sift);
    }

    asks(row) {
      if (row.contains(document.activeElement)) return true;
      if ([...row.querySelectorAll("[data-state]")].some((cell) => ASKING.has(cell.dataset.state))) return true;
      const value = this.sheet.at(row, "value");
      return !value.readOnly && !value.value;
    }
  }

  function part(name, kind, text) {
    const made = document.createElement(name);
    made.className = kind;
    made.textContent = text;
    return made;
  }

  document.querySelectorAll("[data-saving=month]").forEach((root) => new Month(root));
})();
