// What makes the pages nicer. Every page works without it.
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-theme-toggle]")) window.debriefToggleTheme();
    var copy = event.target.closest("[data-copy]");
    if (copy) {
      var from = document.getElementById(copy.getAttribute("data-copy"));
      navigator.clipboard.writeText(from.value).then(function () { copy.textContent = "Copied"; });
    }
    var place = event.target.closest("[data-select]");
    if (place) select(document.getElementById(place.dataset.select), Number(place.dataset.from), Number(place.dataset.to));
  });

  // Selects a place in a text that is being written, and scrolls there: browsers do the first only.
  function select(field, from, to) {
    var twin = field.cloneNode();
    twin.removeAttribute("id");
    twin.removeAttribute("name");
    twin.style.cssText = "position:absolute;visibility:hidden;min-height:0;height:0;width:" + field.offsetWidth + "px";
    twin.value = field.value.slice(0, from);
    field.after(twin);
    var above = twin.scrollHeight;
    twin.remove();
    field.focus({ preventScroll: true });
    field.setSelectionRange(from, to);
    field.scrollTop = Math.max(0, above - field.clientHeight / 3);
    var box = field.getBoundingClientRect();
    if (box.top < 0 || box.bottom > window.innerHeight) field.scrollIntoView({ block: "nearest" });
  }

  // A text that is not saved is not left by accident.
  var changed = new Set();
  document.addEventListener("input", function (event) {
    var form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });
  window.addEventListener("beforeunload", function (event) { if (changed.size) event.preventDefault(); });

  // While somebody writes, the check may be out of reach; what is written stays.
  document.addEventListener("htmx:afterRequest", function (event) {
    var note = document.querySelector("[data-unasked]");
    if (!note) return;
    note.hidden = event.detail.successful;
    note.textContent = event.detail.xhr.status === 401 ? "You are signed out. Sign in in another tab before you save." : "The check cannot be asked just now; this is what it found last.";
  });

  // A link to something inside a closed part opens that part.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var at = id && document.getElementById(id);
    if (!at) return;
    for (var el = at; el; el = el.parentElement) if (el.tagName === "DETAILS") el.open = true;
    var inner = at.querySelector(":scope > details");
    if (inner) inner.open = true;
    at.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);

  // One press, one request.
  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
    changed.delete(event.target);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (f) { delete f.dataset.sent; });
  });

  // The report's table as stacked bars. The table stays; it is the source.
  var chart;
  function draw() {
    var table = document.querySelector("table[data-chart]");
    var canvas = document.getElementById("chart");
    if (!table || !canvas || !window.Chart) return;
    var css = getComputedStyle(document.documentElement);
    function color(name) { return css.getPropertyValue(name).trim(); }
    var rows = Array.prototype.slice.call(table.querySelectorAll("tbody tr[data-name]"));
    if (!rows.length) return;
    canvas.closest("[data-chart-box]").hidden = false;
    var dark = document.documentElement.getAttribute("data-bs-theme") === "dark";
    var ink = dark ? "#cbd5e1" : "#475569", line = dark ? "#33415599" : "#e2e8f0";
    var series = [["done", "Done", "--chart-done"], ["open", "Open, in time", "--chart-open"], ["overdue", "Overdue", "--chart-overdue"],
      ["rejected", "Rejected", "--chart-rejected"]];
    if (chart) chart.destroy();
    chart = new window.Chart(canvas, {
      type: "bar",
      data: {
        labels: rows.map(function (r) { return r.dataset.name.length > 28 ? r.dataset.name.slice(0, 27) + "…" : r.dataset.name; }),
        datasets: series.map(function (s) {
          return { label: s[1], backgroundColor: color(s[2]), maxBarThickness: 44, borderRadius: 3,
            data: rows.map(function (r) { return Number(r.dataset[s[0]]); }) };
        }),
      },
      options: {
        animation: false, responsive: true, maintainAspectRatio: false,
        scales: {
          x: { stacked: true, grid: { display: false }, ticks: { color: ink } },
          y: { stacked: true, beginAtZero: true, ticks: { color: ink, precision: 0 }, grid: { color: line } },
        },
        plugins: { legend: { position: "bottom", labels: { color: ink, boxWidth: 12, boxHeight: 12 } } },
      },
    });
  }
  document.addEventListener("debrief:theme", draw);
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll('form[data-guard="changed"]').forEach(function (f) { changed.add(f); });
    reveal();
    draw();
  });
})();
