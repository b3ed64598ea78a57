// The plan of a year: subjects down, the year and its months across, one indicator at a
// time, and what still lacks, live. The contract is in templates/grids/_plan.html.
(() => {
  const { COLUMNS, Gaps, MONTHS, Page, PlanTable, Saving, Sheet } = window.saimaGrid;
  const ASKING = new Set(["error", "conflict", "question"]);

  class Plan {
    constructor(root) {
      this.root = root;
      this.page = new Page(root);
      this.data = JSON.parse(document.getElementById(root.dataset.source).textContent);
      this.indicators = new Map(this.data.indicators.map((indicator) => [indicator.code, indicator]));
      this.subjects = new Map(this.data.subjects.map((subject) => [subject.code, subject]));
      this.states = new Map();
      this.changed = false;
      this.saving = new Saving(this, { url: this.data.save, keep: root.dataset.keep });
      this.table = new PlanTable(this, root.querySelector("[data-plan-grid]"));
      this.sheet = new Sheet(this.table.node, COLUMNS, this);
      this.gaps = new Map(this.data.indicators.map((indicator) => [indicator.code, this.gapsOf(indicator)]));
      this.tabs();
      this.listen();
      this.page.guard(this.saving, () => this.toNext());
      const first = this.data.indicators.find(({ code }) => `#${code}` === decodeURIComponent(location.hash));
      this.choose((first ?? this.data.indicators[0]).code);
      const restored = this.saving.restore();
      if (restored) this.page.say("restored", { cells: restored });
      for (const code of this.indicators.keys()) this.recount(code);
    }

    listen() {
      const on = (name, handle) => this.root.querySelector(name).addEventListener("click", handle);
      on("[data-grid-again]", () => this.saving.again());
      on("[data-grid-next]", () => this.toNext());
      on("[data-fold-all]", () => this.table.foldAll(true));
      on("[data-unfold-all]", () => this.table.foldAll(false));
      this.dialog = this.root.querySelector("[data-phase-dialog]");
      const list = this.dialog.querySelector("[data-phasings]");
      for (const { code, name } of this.data.phasings) {
        const button = this.table.made("button", "btn", name);
        button.value = code;
        list.append(button);
      }
      this.dialog.addEventListener("close", () => this.phased());
      this.problems = this.root.querySelector("[data-problems]");
      this.problems.addEventListener("click", (event) => {
        const key = event.target.closest("[data-key]")?.dataset.key;
        const choice = event.target.closest("[data-choose]")?.dataset.choose;
        if (!key || !event.target.closest("button")) return;
        const { id } = this.states.get(key);
        if (choice) this.settle(key, choice);
        this.reveal(id);
      });
    }

    // --- Cells ---

    cell({ indicator, subject }) {
      const cells = (this.data.cells[indicator] ??= {});
      return (cells[subject] ??= { year: "", months: null, seen: 0 });
    }

    textOf({ indicator, subject, column }) {
      const cell = this.data.cells[indicator]?.[subject];
      return (column === "year" ? cell?.year : cell?.months?.[column - 1]) ?? "";
    }

    locked({ indicator, subject }) {
      const cell = this.data.cells[indicator]?.[subject];
      return Boolean(this.data.readonly || cell?.readonly || cell?.na);
    }

    set(id, text) {
      const cell = this.cell(id);
      if (id.column === "year") cell.year = text;
      else (cell.months ??= Array(12).fill(null))[id.column - 1] = text;
      if (id.indicator === this.current) this.table.show(id, text);
      this.recount(id.indicator);
    }

    // --- What the sheet asks ---

    idOf(input) {
      return { indicator: this.current, subject: input.closest("tr").dataset.line, column: input.closest("[data-column]").dataset.column };
    }

    write(id, text) {
      this.typing = null;
      this.set(id, text);
      this.saving.put({ ...id, text });
    }

    reveal(id) {
      if (id.indicator !== this.current) this.choose(id.indicator);
      this.table.unfold(id.subject);
      this.sheet.go(this.table.input(id));
    }

    typed(input) {
      const id = this.idOf(input);
      this.saving.typed(input.value === input.defaultValue ? null : { ...id, text: input.value });
      // The gap follows each digit; the text counts as the cell's once it is left.
      this.typing = { key: this.keyOf(id), text: input.value };
      this.recount(id.indicator);
    }

    moved() {
      this.typing = null;
    }

    commit() {
      const input = document.activeElement;
      if (this.table.node.contains(input) && input.matches(Sheet.INPUT)) this.sheet.commit(input);
    }

    say(...said) {
      this.page.say(...said);
    }

    // --- What saving asks ---

    keyOf({ indicator, subject, column }) {
      return [indicator, subject, column].join("\n"); // codes may hold blanks
    }

    seenOf(id) {
      return this.cell(id).seen ?? 0;
    }

    noted(answer) {
      if (answer.seen != null) this.cell(answer).seen = answer.seen;
    }

    take(answer, sent) {
      if (!this.indicators.has(answer.indicator) || !this.subjects.has(answer.subject)) return;
      this.noted(answer);
      this.changed = true;
      const refused = answer.state === "error" || answer.state === "conflict";
      const lost = answer.state === "locked" && sent !== undefined && sent !== answer.text;
      if (answer.state === "locked") this.cell(answer).readonly = true;
      if (!refused && !this.ahead(answer)) this.set(answer, answer.text ?? "");
      const message = lost ? `${answer.message ?? ""} ${this.page.word("notTaken", { text: sent })}` : answer.message;
      this.mark(answer, { ...answer, message });
    }

    // Whether one is typing in that very cell.
    ahead(id) {
      const input = id.indicator === this.current && this.table.input(id);
      return Boolean(input) && input.value !== input.defaultValue;
    }

    show(change, state) {
      this.mark(change, { state });
    }

    summed() {
      this.count();
    }

    trouble(kind, said) {
      this.page.trouble(kind, said);
      this.count();
    }

    restored(change) {
      if (!this.indicators.has(change.indicator) || !this.subjects.has(change.subject)) return false;
      if (this.locked(change) || this.textOf(change) === change.text) return false;
      this.set(change, change.text);
      return true;
    }

    // --- States ---

    mark({ indicator, subject, column }, told) {
      const id = { indicator, subject, column };
      this.states.set(this.keyOf(id), { ...told, id });
      if (indicator === this.current) this.table.paint(id, told);
      this.count();
    }

    stateOf(id) {
      return this.states.get(this.keyOf(id));
    }

    settle(key, choice) {
      const { id, theirs, text } = this.states.get(key);
      if (choice === "mine") {
        this.write(id, this.textOf(id));
        return;
      }
      this.saving.drop(id);
      this.set(id, theirs?.text ?? text ?? "");
      this.mark(id, { state: "saved" });
    }

    asking() {
      return [...this.states].filter(([, { state }]) => ASKING.has(state));
    }

    count() {
      this.counting ??= requestAnimationFrame(() => {
        this.counting = null;
        const asking = this.asking();
        const number = (state) => asking.filter(([, told]) => told.state === state).length;
        const gaps = [...this.open?.values() ?? []].reduce((sum, open) => sum + open, 0);
        this.page.shows({ waiting: this.saving.waiting.size, error: number("error"), conflict: number("conflict"), question: number("question"), gaps }, !this.changed);
        this.page.next.hidden = !asking.length;
        this.table.problems(this.problems, asking);
      });
    }

    toNext() {
      const asking = this.asking();
      if (!asking.length) return;
      const here = document.activeElement.matches?.(Sheet.INPUT) ? this.keyOf(this.idOf(document.activeElement)) : "";
      const at = asking.findIndex(([key]) => key === here);
      this.reveal(asking[(at + 1) % asking.length][1].id);
    }

    // --- Gaps ---

    gapsOf(indicator) {
      const text = (subject, column) => {
        const id = { indicator: indicator.code, subject, column };
        return this.typing?.key === this.keyOf(id) ? this.typing.text : this.textOf(id);
      };
      const cell = (subject) => this.data.cells[indicator.code]?.[subject];
      const has = (subject) => Boolean(cell(subject));
      return new Gaps(this.data.subjects, indicator, { text, has, applies: (subject) => !cell(subject)?.na });
    }

    recount(code) {
      this.stale ??= new Set();
      this.stale.add(code);
      this.recounting ??= requestAnimationFrame(() => {
        this.recounting = null;
        this.open ??= new Map();
        for (const each of this.stale) {
          const found = this.gaps.get(each).all();
          this.open.set(each, found.open);
          this.tab(each, found.open);
          if (each === this.current) this.table.gaps(found);
        }
        this.stale.clear();
        this.count();
      });
    }

    // --- One indicator at a time ---

    tabs() {
      this.list = this.root.querySelector("[role=tablist]");
      for (const [i, { code, name }] of this.data.indicators.entries()) {
        const tab = this.table.made("button", "", name);
        Object.assign(tab, { type: "button", id: `plan-tab-${i}`, tabIndex: -1 });
        tab.setAttribute("role", "tab");
        tab.setAttribute("aria-controls", "plan-panel");
        tab.dataset.code = code;
        tab.append(this.table.made("span", "tab-alert", ""));
        this.list.append(tab);
      }
      this.list.addEventListener("click", (event) => {
        const tab = event.target.closest("[role=tab]");
        if (tab) this.choose(tab.dataset.code);
      });
      this.list.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const tabs = [...this.list.children];
        const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
        this.choose(next.dataset.code);
        next.focus();
      });
    }

    tab(code, open) {
      const badge = this.list.querySelector(`[data-code="${CSS.escape(code)}"] span`);
      badge.className = open ? "tab-alert" : "tab-tied";
      badge.textContent = open || "✓";
      const word = this.page.word(open ? "countGaps" : "noGaps", { count: open });
      badge.parentElement.setAttribute("aria-label", `${this.indicators.get(code).name}${this.page.word("comma")}${word}`);
    }

    choose(code) {
      this.commit();
      this.sheet.mark(null);
      this.current = code;
      for (const tab of this.list.children) {
        const chosen = tab.dataset.code === code;
        tab.setAttribute("aria-selected", String(chosen));
        tab.tabIndex = chosen ? 0 : -1;
        if (!chosen) continue;
        tab.scrollIntoView({ block: "nearest", inline: "nearest" });
        this.root.querySelector("#plan-panel").setAttribute("aria-labelledby", tab.id);
      }
      history.replaceState(null, "", `#${encodeURIComponent(code)}`);
      this.table.fill(this.indicators.get(code));
      this.recount(code);
    }

    // --- A year spread over its months ---

    spread(subject) {
      this.commit();
      this.phasing = { indicator: this.current, subject };
      const filled = MONTHS.some((column) => this.textOf({ ...this.phasing, column }));
      this.dialog.querySelector("[data-phase-of]").textContent = `${this.subjects.get(subject).name} · ${this.indicators.get(this.current).name}`;
      this.dialog.querySelector("[data-phase-over]").hidden = !filled;
      this.dialog.returnValue = "";
      this.dialog.showModal();
    }

    phased() {
      const { indicator, subject } = this.phasing;
      this.table.phaseButton(subject)?.focus();
      const template = this.dialog.returnValue;
      if (!template) return;
      const columns = new Map(COLUMNS.map((column) => [column, this.textOf({ indicator, subject, column })]));
      const body = () => ({ phase: { subject, indicator, template, seen: this.seenOf({ indicator, subject }) } });
      this.saving.ask(body, ({ cells }) => {
        const step = cells
          .filter((cell) => cell.subject === subject && cell.indicator === indicator && cell.state === "saved")
          .map(({ column, text }) => ({ id: { indicator, subject, column }, before: columns.get(column), after: text }))
          .filter(({ before, after }) => before !== after);
        if (step.length) this.sheet.done.push(step);
      });
    }
  }

  document.querySelectorAll("[data-saving=plan]").forEach((root) => new Plan(root));
})();
