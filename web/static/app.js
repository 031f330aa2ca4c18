// What makes the pages nicer. Every page works without it.
(function () {
  "use strict";

  // What changes out of sight of a screen reader is said; the same words are not said again.
  var said = document.getElementById("say");
  function say(text) {
    text = text.replace(/\s+/g, " ").trim();
    if (said && said.textContent !== text) said.textContent = text;
  }
  document.addEventListener("htmx:load", function (event) { // what came with the page is read with the page
    var at = event.target;
    reach(at);
    var told = at !== document.body && (at.matches("[data-say]") ? at : at.querySelector("[data-say]"));
    if (told) say(told.textContent);
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-theme-toggle]")) {
      window.debriefToggleTheme();
      say(document.documentElement.dataset.bsTheme === "dark" ? "The dark theme is on." : "The light theme is on.");
    }
    var copy = event.target.closest("[data-copy]");
    if (copy) {
      var from = document.getElementById(copy.getAttribute("data-copy"));
      navigator.clipboard.writeText(from.value).then(function () {
        copy.textContent = "Copied";
        say("Copied");
      });
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
    var at = field.getBoundingClientRect().top + above - field.scrollTop;
    if (at < 80 || at > window.innerHeight - 20) window.scrollBy(0, at - window.innerHeight / 3); // 80: what sticks to the top
  }

  // Words that are selected in a document are offered to be commented on; the Tab key comes to the button first.
  var offer = document.createElement("button");
  offer.type = "button";
  offer.className = "btn btn-primary btn-sm offer";
  offer.textContent = "Comment on this";
  offer.addEventListener("mousedown", function (event) { event.preventDefault(); }); // the selection stays
  offer.addEventListener("click", function () {
    var form = offer.dataset.form, words = offer.dataset.words, before = textBefore(chosen);
    offer.remove();
    window.getSelection().removeAllRanges();
    document.getElementById(form + "-quote").value = words;
    document.getElementById(form + "-before").value = before;
    document.getElementById(form + "-body").focus();
  });
  function inDocument(node) {
    return node && (node.nodeType === 1 ? node : node.parentElement).closest("[data-quoted]");
  }
  // Words may stand in a document more than once: the end of the text before them tells where.
  var chosen = null;
  function textBefore(range) {
    var ahead = document.createRange();
    ahead.setStart(inDocument(range.startContainer), 0);
    ahead.setEnd(range.startContainer, range.startOffset);
    var text = ahead.cloneContents();
    text.querySelectorAll(".to-remark, .offer").forEach(function (el) { el.remove(); }); // ours, none of the document
    return Array.from(text.textContent.replace(/\s+/g, " ").trim()).slice(-40).join("").trim();
  }
  document.addEventListener("input", function (event) { // other words stand elsewhere
    if (event.target.name === "quote") event.target.form.elements.before.value = "";
  });
  document.addEventListener("selectionchange", function () {
    var selection = window.getSelection();
    var words = selection.toString().replace(/\s+/g, " ").trim();
    var range = words && words.length <= 10000 && selection.getRangeAt(0);
    var text = range && inDocument(range.startContainer);
    var end = text && (inDocument(range.endContainer) === text ? range.endContainer : range.endOffset === 0 && text.lastElementChild); // as a triple click leaves it
    var rects = end && end !== text ? range.getClientRects() : [];
    if (!rects.length) {
      if (document.activeElement !== offer) offer.remove();
      return;
    }
    while (end.parentElement !== text) end = end.parentElement;
    if (offer.previousSibling !== end) end.after(offer);
    offer.dataset.form = text.dataset.quoted;
    offer.dataset.words = words;
    chosen = range.cloneRange();
    var last = rects[rects.length - 1], box = text.getBoundingClientRect();
    offer.style.top = last.bottom - box.top + text.scrollTop + 6 + "px";
    offer.style.left = Math.max(0, Math.min(last.right - box.left, text.clientWidth - offer.offsetWidth)) + "px";
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") offer.remove();
    var next = event.key === "Tab" && !event.shiftKey && offer.isConnected && document.activeElement !== offer;
    if (!next || !document.activeElement.contains(offer)) return;
    event.preventDefault();
    offer.focus({ preventScroll: true });
  });

  // A text that is not saved is not left by accident. The form that is sent may leave; if it does not, it is guarded again.
  function unsaved(form) {
    return form.dataset.guard === "changed" || Array.prototype.some.call(form.querySelectorAll("textarea:not([readonly])"), function (t) { return t.value !== t.defaultValue; });
  }
  var leaving = null;
  window.addEventListener("beforeunload", function (event) {
    var stays = Array.prototype.some.call(document.querySelectorAll("form[data-guard]"), function (f) { return f !== leaving && unsaved(f); });
    leaving = null;
    if (!stays) return;
    event.preventDefault();
    document.querySelectorAll("form[data-sent]").forEach(function (f) { delete f.dataset.sent; });
  });

  // The check reads what is written: as the page comes up, whatever the browser has put back into it, and as a part is opened.
  function read(root) {
    root.querySelectorAll("[data-reads]").forEach(function (el) {
      if (!el.closest("details:not([open])")) htmx.trigger(el, "check");
    });
  }
  document.addEventListener("toggle", function (event) { if (event.target.open) read(event.target); }, true);

  // While somebody writes, the check may be out of reach; what is written stays.
  function unasked(event) {
    var form = event.target.closest && event.target.closest("form[data-guard]");
    var note = form && form.querySelector("[data-unasked]");
    if (!note) return;
    var status = event.type === "htmx:responseError" ? event.detail.xhr.status : 0;
    note.hidden = false;
    note.textContent = status === 401 ? "You are signed out. Sign in in another tab, then save." :
      status >= 400 && status < 500 ? "This cannot be saved any more. Keep a copy of your text, and load the page again." : "The check cannot be asked just now. What stands here may be of an earlier text.";
    form.dataset.out = status === 401 ? "yes" : "";
  }
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) { document.addEventListener(name, unasked); });
  document.addEventListener("htmx:afterRequest", function (event) {
    var form = event.detail.successful && event.target.closest("form[data-guard]");
    if (!form) return;
    form.querySelector("[data-unasked]").hidden = true;
    var again = form.dataset.out === "again";
    delete form.dataset.out;
    if (again) form.requestSubmit();
  });
  document.addEventListener("input", function (event) {
    if (event.target.closest("form[data-guard]") && document.getElementById("preview")) document.getElementById("preview").replaceChildren(); // it shows another text
  });

  // What is wider than its place, and has nothing to come to by keyboard, is come to itself: or nobody scrolls it without a mouse.
  function reach(root) {
    root.querySelectorAll(".table-box, .document :is(table, pre)").forEach(function (el) {
      if (el.scrollWidth > el.clientWidth && !el.querySelector("a, button, input, select, summary")) el.tabIndex = 0;
      else el.removeAttribute("tabindex");
    });
  }
  window.addEventListener("resize", function () { reach(document); });

  // The guide's rules are filtered as somebody types.
  function filter(form) {
    var words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean), all = 0;
    var groups = new Map();
    document.querySelectorAll(form.dataset.filters).forEach(function (rule) {
      rule.hidden = !words.every(function (w) { return rule.dataset.words.includes(w); });
      groups.set(rule.parentElement, (groups.get(rule.parentElement) || 0) + !rule.hidden);
    });
    groups.forEach(function (shown, group) {
      group.hidden = !shown;
      document.querySelector('a[href="#' + group.id + '"] .count').textContent = shown;
      all += shown;
    });
    var none = document.getElementById("no-rule");
    none.hidden = all > 0;
    say(all ? all + (all === 1 ? " rule" : " rules") : none.textContent);
  }
  ["input", "submit"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var form = event.target.closest("form[data-filters]");
      if (!form) return;
      event.preventDefault();
      filter(form);
    });
  });

  // A link to something inside a closed part opens that part, and one to a rule that is filtered away brings all of them back.
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var at = id && document.getElementById(id);
    if (!at) return;
    var form = at.closest("[hidden]") && document.querySelector("form[data-filters]");
    if (form) {
      form.elements.q.value = "";
      filter(form);
    }
    for (var el = at; el; el = el.parentElement) if (el.tagName === "DETAILS") el.open = true;
    var inner = at.querySelector(":scope > details");
    if (inner) inner.open = true;
    at.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);

  // One press, one request: until the answer is there, or ought to be.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.out) { // whoever is signed out would lose the text: ask again, and save if the answer is good
      event.preventDefault();
      form.dataset.out = "again";
      read(form);
      return;
    }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    setTimeout(function () { delete form.dataset.sent; }, 10000);
    leaving = form;
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (f) { delete f.dataset.sent; });
    setTimeout(function () { read(document); });
  });

  // The strip of a page's parts marks the one that is in view: the first that crosses the upper part of the window, or the one just asked for.
  var strip = document.querySelector(".tabs");
  if (strip) {
    var links = Array.prototype.slice.call(strip.querySelectorAll('a[href^="#"]'));
    var crossing = new Set(), asked = null;
    var mark = function () {
      var now = asked || links.find(function (a) { return crossing.has(a.hash.slice(1)); });
      links.forEach(function (a) {
        if (a !== now) a.removeAttribute("aria-current");
        else if (!a.hasAttribute("aria-current")) {
          a.setAttribute("aria-current", "location");
          strip.scrollLeft = a.offsetLeft - (strip.clientWidth - a.offsetWidth) / 2;
        }
      });
    };
    var seen = new IntersectionObserver(function (entries) {
      entries.forEach(function (e) { crossing[e.isIntersecting ? "add" : "delete"](e.target.id); });
      mark();
    }, { rootMargin: "-15% 0px -75% 0px" });
    links.forEach(function (a) { seen.observe(document.getElementById(a.hash.slice(1))); });
    var ask = function () {
      asked = links.find(function (a) { return a.hash === location.hash; }) || null;
      mark();
    };
    window.addEventListener("hashchange", ask);
    strip.addEventListener("click", function (event) { if (event.target.closest("a")) setTimeout(ask); }); // also where the address has it already
    ["wheel", "touchmove", "keydown"].forEach(function (name) { window.addEventListener(name, function () { asked = null; }, { passive: true }); });
    ask();
  }

  // A screen reader says what changes on a page, and not what came with it.
  var news = document.querySelector(".told [role=status]");
  if (news) setTimeout(function () { say(news.textContent); }, 500);

  // Good news goes by itself after some seconds in sight, and not while somebody is at it.
  var told = document.querySelector(".told[data-goes]");
  var left = 8;
  var tick = told && setInterval(function () {
    if (document.hidden || told.matches(":hover, :focus-within") || --left > 0) return;
    clearInterval(tick);
    told.classList.add("gone");
  }, 1000);

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
    var names = table.dataset.chart.split("|"), series = ["done", "open", "overdue", "rejected"];
    if (chart) chart.destroy();
    chart = new window.Chart(canvas, {
      type: "bar",
      data: {
        labels: rows.map(function (r) { return r.dataset.name.length > 28 ? r.dataset.name.slice(0, 27) + "…" : r.dataset.name; }),
        datasets: series.map(function (s, n) {
          return { label: names[n], backgroundColor: color("--chart-" + s), maxBarThickness: 44, borderRadius: 3,
            data: rows.map(function (r) { return Number(r.dataset[s]); }) };
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
  document.addEventListener("DOMContentLoaded", function () { reveal(); draw(); });
})();
