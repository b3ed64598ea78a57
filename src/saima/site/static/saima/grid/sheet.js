// A table of inputs that is used like a sheet: keys, blocks, undo. It knows rows, columns
// and texts; what they mean is known to its owner, the grid.
//
// The text that a cell holds, typed and left, is its input's `defaultValue`; while one
// types, `value` is ahead of it. Keys are left alone while an input method composes.
(() => {
  const { blocks } = window.saimaGrid;
  const ROW = "tr[data-line]";
  const INPUT = "input.grid-input, textarea.grid-input";
  const MOST_STEPS = 200;

  const rowOf = (input) => input.closest(ROW);
  const columnOf = (input) => input.closest("[data-column]").dataset.column;
  const all = (input) => input.selectionStart === 0 && input.selectionEnd === input.value.length;

  class Sheet {
    // `grid` knows: idOf(input), textOf(id), write(id, text), reveal(id), typed(input),
    // moved(input), say(word, places). `columns` are those that a block may fill.
    constructor(table, columns, grid) {
      this.table = table;
      this.columns = columns;
      this.grid = grid;
      this.done = [];
      this.undone = [];
      const on = (name, handle) => table.addEventListener(name, (event) => {
        if (event.target.matches?.(INPUT)) handle.call(this, event);
      });
      on("keydown", this.key);
      on("focusin", this.entered);
      on("focusout", (event) => this.commit(event.target));
      on("input", (event) => {
        this.mark(null);
        grid.typed(event.target);
      });
      on("mousedown", this.pressed);
      on("mouseover", this.dragged);
      on("mouseup", this.released);
      on("copy", this.copy);
      on("cut", this.copy);
      on("paste", this.paste);
    }

    // --- Places ---

    at(row, column) {
      // In two steps: asked at once, a browser looks further than the row.
      return row?.querySelector(`[data-column="${column}"]`)?.querySelector(INPUT) ?? null;
    }

    // The next row in sight; what is folded or not found is stepped over.
    next(row, step) {
      let other = row;
      do other = step > 0 ? this.after(other) : this.before(other);
      while (other && (other.hidden || !other.matches(ROW)));
      return other;
    }

    // A table may have several bodies.
    after(row) {
      return row.nextElementSibling ?? row.parentElement.nextElementSibling?.rows?.[0] ?? null;
    }

    before(row) {
      return row.previousElementSibling ?? [...(row.parentElement.previousElementSibling?.rows ?? [])].at(-1) ?? null;
    }

    beside(input, step) {
      for (let i = this.columns.indexOf(columnOf(input)) + step; i >= 0 && i < this.columns.length; i += step) {
        const other = this.at(rowOf(input), this.columns[i]);
        if (other) return other;
      }
      return null;
    }

    above(input, step) {
      let row = rowOf(input);
      while ((row = this.next(row, step))) {
        const other = this.at(row, columnOf(input));
        if (other) return other;
      }
      return null;
    }

    go(input) {
      if (!input) return;
      input.focus();
      if (input.tagName === "INPUT") input.select();
      else input.setSelectionRange(input.value.length, input.value.length);
      input.scrollIntoView({ block: "nearest", inline: "nearest" });
    }

    // --- Keys ---

    key(event) {
      if (event.isComposing || event.keyCode === 229) return;
      const input = event.target;
      const command = event.ctrlKey || event.metaKey;
      const stop = (acted) => acted !== false && event.preventDefault();
      if (command && !event.altKey) {
        const key = event.key.toLowerCase();
        if (key === "z" && !event.shiftKey) stop(this.undo(input));
        else if (key === "y" || key === "z") stop(this.redo(input));
        return;
      }
      const keys = {
        Enter: () => this.enter(input, event),
        Escape: () => this.escape(input),
        F2: () => input.setSelectionRange(input.value.length, input.value.length),
        ArrowUp: () => this.arrow(input, event, 0, -1),
        ArrowDown: () => this.arrow(input, event, 0, 1),
        ArrowLeft: () => this.arrow(input, event, -1, 0),
        ArrowRight: () => this.arrow(input, event, 1, 0),
        Delete: () => this.empty(),
        Backspace: () => this.empty(),
      };
      if (Object.hasOwn(keys, event.key)) stop(keys[event.key]());
    }

    enter(input, event) {
      if (event.altKey) {
        if (input.tagName === "TEXTAREA" && !input.readOnly) {
          input.setRangeText("\n", input.selectionStart, input.selectionEnd, "end");
          this.grid.typed(input);
        }
        return true;
      }
      this.commit(input);
      this.go(this.above(input, event.shiftKey ? -1 : 1) ?? input);
      return true;
    }

    // The text before it was touched; a second time, the block is let go.
    escape(input) {
      if (input.value === input.defaultValue) {
        const had = this.block;
        this.mark(null);
        return Boolean(had);
      }
      input.value = input.defaultValue;
      input.select();
      this.grid.typed(input);
      return true;
    }

    arrow(input, event, across, down) {
      if (event.altKey) return false;
      if (event.shiftKey) return this.extend(input, across, down);
      if (!this.leaves(input, across, down)) return false;
      this.go(across ? this.beside(input, across) : this.above(input, down));
      return true;
    }

    // Whether an arrow leads out of the cell: from the edge of its text, or when the
    // text is chosen as a whole, as it is when one has come by keys.
    leaves(input, across, down) {
      const { selectionStart: start, selectionEnd: end, value } = input;
      const several = input.tagName === "TEXTAREA" && value.includes("\n");
      if (down) return !several || (down > 0 ? !value.slice(end).includes("\n") : !value.slice(0, start).includes("\n"));
      if (all(input)) return true;
      return start === end && start === (across > 0 ? value.length : 0);
    }

    // --- Blocks ---

    extend(input, across, down) {
      if (across && !this.block && !all(input)) return false; // choosing letters
      const { row, column } = this.block?.head ?? { row: rowOf(input), column: columnOf(input) };
      const head = {
        row: (down && this.next(row, down)) || row,
        column: this.columns[this.columns.indexOf(column) + across] ?? column,
      };
      this.mark({ anchor: this.block?.anchor ?? { row: rowOf(input), column: columnOf(input) }, head });
      this.at(head.row, head.column)?.scrollIntoView({ block: "nearest", inline: "nearest" });
      return true;
    }

    rows() {
      if (!this.block) return [];
      const { anchor, head } = this.block;
      const down = anchor.row.compareDocumentPosition(head.row) & Node.DOCUMENT_POSITION_PRECEDING ? -1 : 1;
      const rows = [anchor.row];
      while (rows.at(-1) !== head.row) {
        const next = this.next(rows.at(-1), down);
        if (!next) break;
        rows.push(next);
      }
      return down < 0 ? rows.reverse() : rows;
    }

    // The inputs of the block, row by row; null where a cell has none.
    cells() {
      if (!this.block) return [];
      const [from, to] = [this.block.anchor, this.block.head].map((end) => this.columns.indexOf(end.column)).sort((a, b) => a - b);
      const columns = this.columns.slice(from, to + 1);
      return this.rows().map((row) => columns.map((column) => this.at(row, column)));
    }

    mark(block) {
      for (const input of this.marked ?? []) input.closest("td").classList.remove("in-block");
      const one = block && block.anchor.row === block.head.row && block.anchor.column === block.head.column;
      this.block = one ? null : block;
      this.table.classList.toggle("has-block", Boolean(this.block));
      const cells = this.cells();
      this.marked = cells.flat().filter(Boolean);
      for (const input of this.marked) input.closest("td").classList.add("in-block");
      if (this.block) this.grid.say("block", { rows: cells.length, columns: cells[0].length });
    }

    pressed(event) {
      if (event.button !== 0) return;
      const input = event.target;
      const here = { row: rowOf(input), column: columnOf(input) };
      if (event.shiftKey && this.table.contains(document.activeElement) && document.activeElement.matches(INPUT)) {
        const start = document.activeElement;
        this.mark({ anchor: this.block?.anchor ?? { row: rowOf(start), column: columnOf(start) }, head: here });
        event.preventDefault();
        return;
      }
      this.mark(null);
      this.press = here;
      this.fresh = document.activeElement !== input;
    }

    dragged(event) {
      if (!this.press) return;
      if (!(event.buttons & 1)) {
        this.press = null;
        return;
      }
      const here = { row: rowOf(event.target), column: columnOf(event.target) };
      if (!this.block && here.row === this.press.row && here.column === this.press.column) return;
      this.mark({ anchor: this.press, head: here });
    }

    // The first click chooses the number as a whole, as in a sheet; the next one is put
    // between its digits.
    released(event) {
      const input = event.target;
      if (this.fresh && !this.block && input.tagName === "INPUT" && input.selectionStart === input.selectionEnd) input.select();
      this.fresh = false;
      this.press = null;
    }

    entered(event) {
      if (this.block && !this.marked.includes(event.target)) this.mark(null);
      this.grid.moved(event.target);
    }

    copy(event) {
      const input = event.target;
      const one = [[input]];
      if (!this.block && input.selectionStart !== input.selectionEnd) return; // letters: the browser's
      const cells = this.block ? this.cells() : one;
      const texts = cells.map((row) => row.map((each) => each?.value ?? ""));
      event.clipboardData.setData("text/plain", blocks.write(texts));
      event.preventDefault();
      if (event.type === "cut") this.put(cells.flat().filter(Boolean).map((each) => [each, ""]));
      else this.grid.say("copied", { cells: texts.flat().length });
    }

    empty() {
      if (!this.block) return false;
      this.put(this.marked.map((input) => [input, ""]));
      return true;
    }

    paste(event) {
      const input = event.target;
      const rows = blocks.read(event.clipboardData.getData("text/plain"));
      if (rows.length === 1 && rows[0].length === 1 && !this.block) {
        this.pasteWords(event, input, rows[0][0]);
        return;
      }
      event.preventDefault();
      input.value = input.defaultValue; // what was half typed gives way to the block
      if (this.block) this.pasteOver(rows);
      else this.pasteFrom(input, rows);
    }

    pasteWords(event, input, text) {
      if (text === event.clipboardData.getData("text/plain")) return; // the browser's
      event.preventDefault();
      if (input.readOnly) return;
      const words = input.tagName === "INPUT" ? text.replaceAll("\n", " ") : text;
      input.setRangeText(words, input.selectionStart, input.selectionEnd, "end");
      this.grid.typed(input);
    }

    // Over a marked block: one value fills it, several fill it from its first cell on.
    pasteOver(rows) {
      const cells = this.cells();
      if (rows.length > 1 || rows[0].length > 1) {
        const { anchor, head } = this.block;
        const first = anchor.row.compareDocumentPosition(head.row) & Node.DOCUMENT_POSITION_PRECEDING ? head.row : anchor.row;
        const column = Math.min(this.columns.indexOf(anchor.column), this.columns.indexOf(head.column));
        this.spread(first, column, rows);
        return;
      }
      const inputs = cells.flat();
      this.pasted(inputs.filter(Boolean).map((each) => [each, rows[0][0]]), { locked: inputs.filter((each) => !each).length });
    }

    pasteFrom(input, rows) {
      this.spread(rowOf(input), this.columns.indexOf(columnOf(input)), rows);
    }

    spread(first, column, rows) {
      const wide = Math.max(...rows.map((row) => row.length));
      const over = { columns: Math.max(0, column + wide - this.columns.length), rows: 0, locked: 0 };
      const texts = [];
      let row = first;
      for (const [i, cells] of rows.entries()) {
        if (!row) {
          over.rows = rows.length - i;
          break;
        }
        for (const [j, text] of cells.entries()) {
          const name = this.columns[column + j];
          const input = name && this.at(row, name);
          if (input) texts.push([input, text]);
          else if (name) over.locked += 1;
        }
        row = this.next(row, 1);
      }
      this.pasted(texts, over);
    }

    pasted(texts, { rows = 0, columns = 0, locked = 0 }) {
      const open = texts.filter(([input]) => !input.readOnly);
      const skipped = locked + texts.length - open.length;
      this.put(open);
      const more = [];
      if (skipped) more.push(["skipped", { cells: skipped }]);
      if (rows) more.push(["cutRows", { rows }]);
      if (columns) more.push(["cutColumns", { columns }]);
      this.grid.say("pasted", { cells: open.length }, ...more);
    }

    // --- Changes, and taking them back ---

    // Several cells at once, as one step.
    put(texts) {
      const step = [];
      for (const [input, text] of texts) {
        if (input.readOnly) continue;
        const words = input.tagName === "INPUT" ? text.replaceAll("\n", " ").trim() : text;
        if (words === input.defaultValue) {
          input.value = words; // a blank was typed, no more
          continue;
        }
        step.push({ id: this.grid.idOf(input), before: input.defaultValue, after: words });
      }
      this.act(step);
    }

    act(step) {
      if (!step.length) return;
      this.done.push(step);
      if (this.done.length > MOST_STEPS) this.done.shift();
      this.undone = [];
      for (const { id, after } of step) this.grid.write(id, after);
    }

    commit(input) {
      if (input && input.value !== input.defaultValue) this.put([[input, input.value]]);
    }

    // While one types, taking back is the browser's: letter by letter.
    undo(input) {
      if (input && input.value !== input.defaultValue) return false;
      this.turn(this.done, this.undone, "before", "undone");
      return true;
    }

    redo(input) {
      if (input && input.value !== input.defaultValue) return false;
      this.turn(this.undone, this.done, "after", "redone");
      return true;
    }

    turn(from, to, text, word) {
      const step = from.pop();
      if (!step) {
        this.grid.say("nothingBack");
        return;
      }
      to.push(step);
      for (const change of step) this.grid.write(change.id, change[text]);
      this.grid.reveal(step[0].id);
      this.grid.say(word, { cells: step.length });
    }
  }

  Sheet.INPUT = INPUT;
  window.saimaGrid = { ...window.saimaGrid, Sheet };
})();
