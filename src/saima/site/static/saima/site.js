// Tabs, the search box and what is folded on phones. Without this every part is shown.
(() => {
  const phone = matchMedia("(max-width: 767px)");

  function tabs(section) {
    const list = section.querySelector("[role=tablist]");
    if (!list) return;
    const buttons = [...list.querySelectorAll("[role=tab]")];
    const panels = buttons.map((b) => document.getElementById(b.getAttribute("aria-controls")));
    const show = (index) => {
      buttons.forEach((button, i) => {
        button.setAttribute("aria-selected", String(i === index));
        button.tabIndex = i === index ? 0 : -1;
        panels[i].hidden = i !== index;
      });
      panels[index].dispatchEvent(new CustomEvent("saima:shown", { bubbles: true }));
    };
    const named = () => panels.findIndex((panel) => `#${panel.id}` === location.hash);
    panels.forEach((panel, i) => {
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", buttons[i].id);
    });
    buttons.forEach((button, i) => {
      button.addEventListener("click", () => {
        show(i);
        history.replaceState(null, "", `#${panels[i].id}`);
        carry();
      });
      button.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = (i + step + buttons.length) % buttons.length;
        buttons[next].click();
        buttons[next].focus();
      });
    });
    addEventListener("hashchange", () => {
      if (named() >= 0) show(named());
    });
    list.hidden = false;
    section.classList.add("has-tabs");
    show(Math.max(named(), 0));
  }

  // The month links keep to the tab that is open.
  function carry() {
    for (const link of document.querySelectorAll("[data-keep-tab] a")) link.hash = location.hash;
  }

  function find(section) {
    const box = section.querySelector("[data-find]");
    if (!box) return;
    const rows = [...section.querySelectorAll("tr[data-name]")];
    const nothing = section.querySelector("[data-nothing]");
    const elsewhere = [...section.querySelectorAll("[data-elsewhere]")];
    box.parentElement.hidden = rows.length < 2;
    box.addEventListener("input", () => {
      const wanted = box.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.dataset.name.toLowerCase().includes(wanted);
      const found = rows.filter((row) => !row.hidden);
      nothing.hidden = found.length > 0;
      for (const button of elsewhere) {
        const panel = document.getElementById(button.dataset.elsewhere);
        // A unit stands in the table and among those who kept something up: once is enough.
        const inside = found.filter((row) => panel.contains(row));
        const count = new Set(inside.map((row) => row.dataset.name)).size;
        button.hidden = !wanted || !count || !panel.hidden;
        button.querySelector("[data-count]").textContent = count;
      }
    });
    for (const button of elsewhere) {
      button.addEventListener("click", () => {
        section.querySelector(`[aria-controls="${button.dataset.elsewhere}"]`).click();
        box.focus();
      });
    }
    section.addEventListener("saima:shown", () => box.dispatchEvent(new Event("input")));
  }

  // A row of the table is its unit's link.
  function rows() {
    document.addEventListener("click", (event) => {
      const row = event.target.closest("tr[data-name]");
      const busy = event.target.closest("a, button") || String(getSelection());
      if (row && !busy) row.querySelector("a").click();
    });
  }

  function fold() {
    for (const part of document.querySelectorAll("[data-closed-on-phones]")) part.open = !phone.matches;
  }

  document.querySelectorAll("[data-tabs]").forEach((section) => {
    find(section);
    tabs(section);
  });
  for (const part of document.querySelectorAll("[data-closed-at-start]")) part.open = false;
  carry();
  rows();
  fold();
  phone.addEventListener("change", fold);
  // On paper the working is shown.
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll(".groups details, .curve details")) part.open = true;
  });
})();
