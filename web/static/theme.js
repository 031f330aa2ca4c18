// Runs before the page is drawn, so that nothing flashes: the person's choice, else what the system prefers.
(function () {
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  function chosen() {
    try { return localStorage.getItem("debrief-theme"); } catch (e) { return null; }
  }
  function apply() {
    var theme = chosen() || (system.matches ? "dark" : "light");
    document.documentElement.setAttribute("data-bs-theme", theme);
  }
  apply();
  system.addEventListener("change", apply);
  window.debriefToggleTheme = function () {
    var next = document.documentElement.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    try { localStorage.setItem("debrief-theme", next); } catch (e) { /* only for this page then */ }
    document.documentElement.setAttribute("data-bs-theme", next);
    document.dispatchEvent(new CustomEvent("debrief:theme"));
  };
})();
