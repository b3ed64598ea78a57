// The rules as a form: lines come and go without the page being loaded anew, weights are
// added up while they are typed. Without this every button sends the form.
(() => {
  const form = () => document.getElementById("rules-form");
  if (!form()) return;
  let dirty = "typed" in form().dataset;
  let leaving = false; // the whole form is on its way

  const note = () => {
    for (const one of document.querySelectorAll("[data-unsaved]")) one.hidden = !dirty;
  };

  // What was typed stays on the page when nobody answers, or somebody has to sign in again.
  const unanswered = (so) => {
    for (const one of document.querySelectorAll("[data-unanswered]")) one.hidden = !so;
  };

  // --- Sums: whole numbers of 10⁻⁸, since floats do not add up ---

  function exact(text) {
    const found = /^\s*(\d+)(?:\.(\d{1,8}))?\s*$/.exec(text);
    return found ? BigInt(found[1] + (found[2] || "").padEnd(8, "0")) : null;
  }

  function shown(number) {
    const text = String(number).padStart(9, "0");
    return `${text.slice(0, -8)}.${text.slice(-8)}`.replace(/\.?0+$/, "");
  }

  function add(list) {
    const weights = [...list.querySelectorAll("input[name$='.weight']")].filter(
      (input) => input.closest("[data-items]") === list && !/^\s*$/.test(input.value)
    );
    const numbers = weights.map((input) => exact(input.value));
    const sum = [...list.children].find((one) => "sum" in one.dataset);
    if (!sum || numbers.includes(null)) return; // what is no plain number the server adds
    const total = numbers.reduce((one, other) => one + other, 0n);
    const own = list.closest(".form-knot")?.querySelector(":scope > .form-line input[name$='.weight']");
    const whole = own ? own.value.trim() : sum.dataset.whole;
    sum.querySelector("[data-total]").textContent = shown(total);
    sum.querySelector("[data-of]").textContent = whole || "–";
    sum.classList.toggle("form-sum-off", exact(whole) !== total);
  }

  const sums = () => document.querySelectorAll("[data-items]").forEach(add);

  // --- Lines that come and go ---

  // Every field by its name, and by its number among those of that name.
  function fields(root) {
    const seen = new Map();
    const found = new Map();
    for (const one of root.elements) {
      if (!one.name || one.type === "hidden" || one.type === "submit") continue;
      const number = seen.get(one.name) || 0;
      seen.set(one.name, number + 1);
      found.set(`${one.name} ${number}`, one);
    }
    return found;
  }

  const said = (one) => (one.type === "checkbox" ? one.checked : one.value);
  const keyOf = (all, one) => [...all].find(([, other]) => other === one)?.[0];

  async function quick(deed, target) {
    const before = form();
    const open = new Set([...before.querySelectorAll("details[open]")].map(mark));
    const own = fields(before);
    const sent = new Map([...own].map(([key, one]) => [key, said(one)]));
    const from = document.activeElement;
    const data = new URLSearchParams(new FormData(before));
    data.set("do", deed);
    before.setAttribute("aria-busy", "true");
    before.inert = deed.startsWith("remove:"); // lines behind it get other numbers
    const answer = await fetch(before.action, { method: "POST", body: data, redirect: "error" });
    if (leaving) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const after = document.adoptNode(page.getElementById("rules-form"));
    if (!answer.ok || !after) throw new Error(String(answer.status));
    const fresh = fields(after);
    const at = document.activeElement;
    const place = at !== from && before.contains(at) ? keyOf(own, at) : null;
    // What was typed while the answer was on its way.
    for (const [key, one] of own) {
      const other = fresh.get(key);
      if (!other || said(one) === sent.get(key)) continue;
      if (one.type === "checkbox") other.checked = one.checked;
      else other.value = one.value;
    }
    before.replaceWith(after);
    for (const one of after.querySelectorAll("details")) if (open.has(mark(one))) one.open = true;
    dirty = true;
    note();
    unanswered(false);
    sums();
    if (fresh.has(place)) fresh.get(place).focus({ preventScroll: true });
    else focus(deed, target);
  }

  const mark = (one) => `${one.className} ${one.closest("[id]")?.id}`;

  function focus(deed, target) {
    const list = document.getElementById(target);
    if (!list) return;
    const inputs = list.querySelectorAll("input:not([type=hidden]), select");
    if (deed.startsWith("add:")) {
      const rows = list.querySelectorAll(":scope > fieldset, :scope > .form-row, :scope > .form-item, :scope > .card");
      const last = rows[rows.length - 1];
      last?.querySelector("input:not([type=hidden]), select")?.focus();
    } else {
      (list.matches("select") ? list : inputs[0])?.focus({ preventScroll: true });
    }
  }

  let working = Promise.resolve(); // one after the other

  function send(deed, target) {
    leaving = false;
    working = working.then(() => quick(deed, target)).catch(() => {
      form().inert = false;
      form().removeAttribute("aria-busy");
      unanswered(!leaving);
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#rules-form button[data-quick]");
    if (!button) return;
    event.preventDefault();
    const target = new URL(button.formAction).hash.slice(1).replace(/-end$/, "");
    send(button.value, target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("#rules-form select[data-quick]")) send("show", event.target.id);
  });
  document.addEventListener("input", (event) => {
    if (!event.target.closest("#rules-form")) return;
    dirty = true;
    note();
    sums();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    dirty = false;
    leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  note();
})();
