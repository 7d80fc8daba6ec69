// Runs before the page is drawn, so that the chosen appearance never flashes. A classic script: modules come too late.
(() => {
  const root = document.documentElement;
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode: lasts for the page */ } };

  const apply = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-choice] button")) {
      button.setAttribute("aria-pressed", String(button.value === (choice ?? "auto")));
    }
  };

  root.dataset.js = "";
  if (stored("answerback-dock") === "closed") root.dataset.dock = "closed";
  apply(stored("answerback-theme"));

  document.addEventListener("DOMContentLoaded", () => apply(stored("answerback-theme")));
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-choice] button");
    if (!button) return;
    store("answerback-theme", button.value);
    apply(button.value);
  });
})();
