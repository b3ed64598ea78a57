// Set the theme before anything is drawn: as chosen here, else as the system has it.
(() => {
  document.documentElement.classList.add("scripted");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("saima-theme"); } catch { return null; }
  };
  const apply = () => {
    const theme = chosen() || (dark.matches ? "dark" : "light");
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.dispatchEvent(new CustomEvent("saima:theme"));
  };
  const turn = () => {
    const now = document.documentElement.getAttribute("data-bs-theme");
    try { localStorage.setItem("saima-theme", now === "dark" ? "light" : "dark"); } catch { /* not kept */ }
    apply();
  };
  apply();
  // Paper is white.
  addEventListener("beforeprint", () => {
    document.documentElement.setAttribute("data-bs-theme", "light");
    document.dispatchEvent(new CustomEvent("saima:theme"));
  });
  addEventListener("afterprint", apply);
  dark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = false;
      button.addEventListener("click", turn);
    }
  });
})();
