// What both grids have on their page: sentences in the reader's language, the bar that
// says how saving goes, and forms that wait until everything is saved.
(() => {
  class Page {
    constructor(root) {
      this.root = root;
      this.words = root.querySelector("[data-grid-words]").dataset;
      this.bar = root.querySelector("[data-grid-bar]");
      this.banner = root.querySelector("[data-grid-banner]");
      this.next = root.querySelector("[data-grid-next]");
      this.heard = root.querySelector("[data-grid-heard]");
    }

    // A sentence with its places filled in.
    word(name, places = {}) {
      return (this.words[name] ?? name).replace(/\{(\w+)\}/g, (_, place) => places[place] ?? "");
    }

    // Said aloud to whoever does not see the page, and shown in the bar.
    say(name, places, ...more) {
      const said = [[name, places], ...more].map(([each, its]) => this.word(each, its)).join(" ");
      this.heard.textContent = said;
    }

    trouble(kind, said) {
      this.banner.hidden = !kind;
      if (!kind) return;
      const [text, next] = said?.message ? [said.message, said.next ?? ""] : [this.word(kind), this.word(`${kind}Next`)];
      this.banner.querySelector("[data-text]").textContent = text;
      this.banner.querySelector("[data-next]").textContent = next;
    }

    // The bar: everything is saved, or what is not, each with its number.
    shows(counts, clean) {
      const state = counts.waiting ? "waiting" : counts.error || counts.conflict ? "error" : "saved";
      this.bar.dataset.state = clean ? "clean" : state;
      const parts = Object.entries(counts).filter(([, count]) => count).map(([name, count]) => {
        const part = document.createElement("span");
        part.className = `grid-count grid-count-${name}`;
        part.textContent = this.word(`count${name[0].toUpperCase()}${name.slice(1)}`, { count });
        return part;
      });
      const rest = counts.waiting || counts.error || counts.conflict ? [] : [this.word(clean ? "clean" : "allSaved")];
      this.bar.querySelector("[data-counts]").replaceChildren(...rest, ...parts);
    }

    // Forms of the page that need what is typed: they go when it is saved.
    guard(saving, faulty) {
      for (const form of document.querySelectorAll("form[data-after-saving]")) {
        form.addEventListener("submit", async (event) => {
          if (form.dataset.ready) return;
          event.preventDefault();
          const saved = await saving.settled();
          if (!saved || saving.unsaved) {
            this.say("notYet");
            this.bar.querySelector("[data-counts]").append(` ${this.word("notYet")}`);
            faulty();
            return;
          }
          form.dataset.ready = "yes";
          // Not before this event is over: until then a browser passes over a second one.
          setTimeout(() => {
            form.requestSubmit(event.submitter);
            delete form.dataset.ready; // one may come back to this page
          });
        });
      }
    }
  }

  window.saimaGrid = { ...window.saimaGrid, Page };
})();
