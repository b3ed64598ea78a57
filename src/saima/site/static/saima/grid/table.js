// The table of a plan: one row a subject, and under each that has parts a row with what
// the whole and its parts are apart. The rows are made once; an indicator fills them.
(() => {
  const { COLUMNS, MONTHS, numbers } = window.saimaGrid;
  const NARROWEST = 6; // digits

  const made = (name, kind, text) => {
    const node = document.createElement(name);
    if (kind) node.className = kind;
    if (text) node.textContent = text;
    return node;
  };

  class PlanTable {
    constructor(plan, node) {
      this.plan = plan;
      this.node = node;
      this.made = made;
      this.rows = new Map(); // subject → { row, inputs, gap, below }
      this.folded = new Set();
      this.parents = new Set(plan.data.subjects.map(({ parent }) => parent));
      const body = node.tBodies[0];
      for (const subject of plan.data.subjects) body.append(...this.rowsOf(subject));
      this.head();
      node.addEventListener("click", (event) => this.clicked(event));
    }

    word(...said) {
      return this.plan.page.word(...said);
    }

    head() {
      const row = this.node.tHead.rows[0];
      this.names = new Map([["year", this.word("year")], ...MONTHS.map((month) => [month, this.word("month", { number: month })])]);
      for (const column of COLUMNS) row.lastElementChild.before(Object.assign(made("th", "r", this.names.get(column)), { scope: "col" }));
    }

    rowsOf({ code, name, depth }) {
      const row = made("tr");
      row.dataset.line = code;
      const inputs = new Map();
      row.append(this.heading(depth, this.naming(code, name), this.phaser(name)));
      for (const column of COLUMNS) {
        const cell = made("td", column === "year" ? "grid-cell plan-year" : "grid-cell");
        const input = made("input", "grid-input num");
        Object.assign(input, { inputMode: "decimal", maxLength: 60, autocomplete: "off" });
        cell.dataset.column = column;
        cell.append(input);
        row.append(cell);
        inputs.set(column, input);
      }
      const gap = made("td", "grid-gap num");
      row.append(gap);
      const below = this.parents.has(code) ? this.gapRow(code, name) : null;
      this.rows.set(code, { row, inputs, gap, below });
      return below ? [row, below] : [row];
    }

    heading(depth, ...parts) {
      const head = made("th", `plan-name depth-${Math.min(depth, 6)}`);
      head.scope = "row";
      head.append(made("span", "plan-label"));
      head.firstChild.append(...parts);
      head.title = head.querySelector(".plan-leaf, .plan-fold")?.textContent ?? "";
      return head;
    }

    naming(code, name) {
      if (!this.parents.has(code)) return made("span", "plan-leaf", name);
      const button = made("button", "plan-fold", name);
      button.type = "button";
      button.dataset.fold = "";
      button.setAttribute("aria-expanded", "true");
      return button;
    }

    phaser(name) {
      const button = made("button", "plan-phase", this.word("phase"));
      button.type = "button";
      button.dataset.phase = "";
      button.setAttribute("aria-label", this.word("phaseOf", { subject: name }));
      return button;
    }

    gapRow(code, name) {
      const row = made("tr", "gap-row");
      row.dataset.gapOf = code;
      const { depth } = this.plan.subjects.get(code);
      row.append(this.heading(depth, this.word("below"), made("span", "visually-hidden", ` ${name}`)), ...COLUMNS.map(() => made("td", "grid-gap num")), made("td"));
      return row;
    }

    // --- One indicator's numbers ---

    fill(indicator) {
      this.unit(indicator);
      const { plan } = this;
      for (const [subject, { row, inputs }] of this.rows) {
        const cell = plan.data.cells[indicator.code]?.[subject];
        const locked = plan.locked({ indicator: indicator.code, subject });
        row.classList.toggle("is-na", Boolean(cell?.na));
        row.querySelector("[data-phase]").hidden = locked || indicator.level || !plan.data.phasings.length;
        for (const [column, input] of inputs) {
          const id = { indicator: indicator.code, subject, column };
          input.value = input.defaultValue = plan.textOf(id);
          input.readOnly = locked;
          input.placeholder = cell?.na && column === "year" ? this.word("na") : "";
          input.setAttribute("aria-label", this.named(id));
          this.paint(id, plan.stateOf(id));
        }
      }
      this.widen(indicator);
    }

    unit({ name, unit }) {
      this.plan.root.querySelector("[data-plan-unit]").textContent = this.word("unit", { unit });
      this.node.caption.textContent = `${this.plan.data.year} ${name} (${unit})`;
    }

    named({ indicator, subject, column }) {
      const { indicators, subjects } = this.plan;
      return `${subjects.get(subject).name} ${indicators.get(indicator).name} ${this.names.get(column)}`;
    }

    // All months are as wide as the longest number needs.
    widen({ code }) {
      const cells = Object.values(this.plan.data.cells[code] ?? {});
      const longest = cells.flatMap(({ year, months }) => [year, ...(months ?? [])]).reduce((most, text) => Math.max(most, text?.length ?? 0), NARROWEST);
      this.node.style.setProperty("--digits", `${Math.min(longest, 16)}ch`);
    }

    input({ subject, column }) {
      return this.rows.get(subject)?.inputs.get(column) ?? null;
    }

    phaseButton(subject) {
      return this.rows.get(subject)?.row.querySelector("[data-phase]");
    }

    show(id, text) {
      const input = this.input(id);
      const chosen = document.activeElement === input && input.selectionEnd > input.selectionStart;
      input.value = input.defaultValue = text;
      if (chosen) input.select();
    }

    paint(id, told) {
      const input = this.input(id);
      const cell = input.parentElement;
      const state = told?.state ?? (this.plan.locked(id) ? "locked" : "");
      if (state) cell.dataset.state = state;
      else delete cell.dataset.state;
      if (state === "locked") input.readOnly = true;
      const said = state ? [this.word(`state${state[0].toUpperCase()}${state.slice(1)}`), told?.message].filter(Boolean).join(this.word("colon")) : "";
      if (said) input.setAttribute("aria-description", said);
      else input.removeAttribute("aria-description");
      cell.title = told?.message ? said : "";
      input.toggleAttribute("aria-invalid", state === "error");
    }

    // --- Gaps ---

    gaps({ months, below }) {
      for (const [subject, gap] of months) this.gap(this.rows.get(subject).gap, gap);
      for (const [subject, gaps] of below) {
        const row = this.rows.get(subject).below;
        gaps.forEach((gap, i) => this.gap(row.cells[i + 1], gap));
        // Nothing moves under the hands of whoever is typing.
        if (!this.plan.typing) row.classList.toggle("is-flat", gaps.every(({ kind }) => kind === "none"));
      }
    }

    gap(cell, { kind, gap, lacking }) {
      const text = { none: "", tie: "✓", unread: "…", short: () => this.word("lacking", { count: lacking }), gap: () => numbers.print(gap), partial: () => numbers.print(gap) }[kind];
      const said = typeof text === "function" ? text() : text;
      if (cell.textContent === said && cell.dataset.gap === kind) return;
      cell.textContent = said;
      cell.dataset.gap = kind;
      const why = { tie: "tied", gap: gap > 0n ? "gapLess" : "gapMore", unread: "unread", partial: "partial" }[kind];
      cell.title = why ? this.word(why, { count: lacking }) : "";
      if (kind === "tie") cell.setAttribute("aria-label", this.word("tied"));
      else cell.removeAttribute("aria-label");
    }

    // --- What is wrong, in words ---

    problems(list, asking) {
      list.replaceChildren(...asking.map(([key, told]) => this.problem(key, told)));
      list.parentElement.hidden = !asking.length;
    }

    problem(key, { id, state, message, next, theirs, text }) {
      const item = made("li", "plan-problem");
      item.dataset.key = key;
      item.dataset.state = state;
      const place = made("button", "plan-place", this.named(id));
      place.type = "button";
      const word = made("span", "grid-state", this.word(`state${state[0].toUpperCase()}${state.slice(1)}`));
      item.append(place, word, made("span", "grid-message", message), made("span", "grid-step", next));
      if (state === "conflict") item.append(...this.choices(id, theirs?.text ?? text ?? "", theirs?.by ?? ""));
      return item;
    }

    choices(id, theirs, by) {
      const button = (word, choice, text) => {
        const node = made("button", "btn", this.word(word, { text: text || this.word("nothing") }));
        node.type = "button";
        node.dataset.choose = choice;
        return node;
      };
      return [
        made("span", "grid-message", this.word("theirs", { text: theirs || this.word("nothing"), by })),
        button("takeTheirs", "theirs", theirs),
        button("keepMine", "mine", this.plan.textOf(id)),
      ];
    }

    // --- Folding ---

    clicked({ target }) {
      const subject = target.closest("tr")?.dataset.line;
      if (target.closest("[data-phase]")) this.plan.spread(subject);
      if (!target.closest("[data-fold]")) return;
      if (!this.folded.delete(subject)) this.folded.add(subject);
      this.folds();
    }

    foldAll(folded) {
      this.folded = new Set(folded ? [...this.parents].filter((code) => this.rows.has(code)) : []);
      this.folds();
    }

    unfold(subject) {
      for (let above = this.plan.subjects.get(subject).parent; above; above = this.plan.subjects.get(above)?.parent) this.folded.delete(above);
      this.folds();
    }

    folds() {
      this.plan.sheet.mark(null);
      for (const [code, { row, below }] of this.rows) {
        const { parent } = this.plan.subjects.get(code);
        const above = this.rows.get(parent);
        row.hidden = Boolean(above) && (above.row.hidden || this.folded.has(parent));
        if (!below) continue;
        below.hidden = row.hidden;
        row.querySelector("[data-fold]").setAttribute("aria-expanded", String(!this.folded.has(code)));
      }
    }
  }

  window.saimaGrid = { ...window.saimaGrid, PlanTable };
})();
