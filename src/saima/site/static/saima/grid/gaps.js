// What a plan still lacks: the year against its months, and a whole against its parts.
// The same rules as saima.core.breakdown: parts are the nearest below that have a target,
// a level is not added up, and what is not filled in is no zero.
(() => {
  const { numbers } = window.saimaGrid;
  const MONTHS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];
  const COLUMNS = ["year", ...MONTHS];
  const NONE = { kind: "none" };

  // A whole, what it is made of, and how many of them are not filled in.
  function between(whole, parts) {
    const given = parts.filter((part) => part !== null);
    if (whole === undefined || given.includes(undefined)) return { kind: "unread" };
    if (whole === null || !given.length) return NONE;
    const gap = given.reduce((rest, part) => rest - part, whole);
    return { kind: gap === 0n ? "tie" : "gap", gap, lacking: parts.length - given.length };
  }

  class Gaps {
    // `text(subject, column)` is what a cell holds; `has(subject)` whether the subject has
    // a target at all, be it empty; `applies(subject)` whether it may have one.
    constructor(subjects, indicator, { text, has, applies }) {
      this.indicator = indicator;
      this.text = text;
      this.has = has;
      this.applies = applies;
      this.children = new Map(subjects.map(({ code }) => [code, []]));
      for (const { code, parent } of subjects) this.children.get(parent)?.push(code);
      this.read = new Map();
    }

    number(subject, column) {
      const text = this.text(subject, column);
      if (!this.read.has(text)) this.read.set(text, numbers.read(text));
      return this.read.get(text);
    }

    get adds() {
      return this.indicator.parts ?? !this.indicator.level;
    }

    holds(subject) {
      return this.applies(subject) && COLUMNS.some((column) => this.text(subject, column).trim());
    }

    parts(subject) {
      return this.children.get(subject).flatMap((child) => {
        if (this.holds(child)) return [child];
        return this.has(child) ? [] : this.parts(child);
      });
    }

    // The year less its months.
    months(subject) {
      if (this.indicator.level || !this.applies(subject)) return NONE;
      const gap = between(this.number(subject, "year"), MONTHS.map((month) => this.number(subject, month)));
      return gap.kind === "tie" && gap.lacking ? { ...gap, kind: "short" } : gap;
    }

    // The whole less its parts, column by column. A month ties when all parts have it;
    // before, what is apart is shown but counted as no gap.
    below(subject) {
      const parts = this.adds && this.applies(subject) ? this.parts(subject) : [];
      return COLUMNS.map((column) => {
        if (!parts.length || (this.indicator.level && column !== "year")) return NONE;
        const gap = between(this.number(subject, column), parts.map((part) => this.number(part, column)));
        return gap.kind === "gap" && gap.lacking && column !== "year" ? { ...gap, kind: "partial" } : gap;
      });
    }

    // All at once, and how many are open.
    all() {
      const found = { months: new Map(), below: new Map(), open: 0 };
      const open = ({ kind }) => kind === "gap" || kind === "short";
      for (const [subject, children] of this.children) {
        found.months.set(subject, this.months(subject));
        found.open += open(found.months.get(subject));
        if (!children.length) continue;
        found.below.set(subject, this.below(subject));
        found.open += found.below.get(subject).filter(open).length;
      }
      return found;
    }
  }

  window.saimaGrid = { ...window.saimaGrid, Gaps, COLUMNS, MONTHS };
})();
