// What somebody typed is not lost when their session has ended: a form that is sent is remembered by its tab, and where the
// answer is the sign-in page this browser keeps it until the form is there again. It never leaves the browser.
(function () {
  "use strict";
  var sent = "debrief-sent", kept = "debrief-kept", out = "debrief-out", days = 7, loaded = Date.now();

  function load(storage, key) {
    try { return JSON.parse(storage().getItem(key)) || []; } catch (e) { return []; }
  }
  function save(storage, key, list) {
    try {
      if (list.length) storage().setItem(key, JSON.stringify(list)); else storage().removeItem(key);
    } catch (e) { /* no room, or not allowed */ }
  }
  function tab() { return window.sessionStorage; }
  function browser() { return window.localStorage; }

  // Nothing is kept for longer than a session lasts, and nothing from a page that was there before somebody signed out, in whichever tab.
  function fresh(draft) {
    return Date.now() - draft.at < days * 86400000 && draft.loaded > (load(browser, out)[0] || 0);
  }

  // A control has an id that no other form's has; a version goes with what was typed, so that a later save is not undone.
  function typed(c) {
    return c.id && c.name && !c.hidden && !c.readOnly && ["hidden", "file", "submit", "button", "fieldset"].indexOf(c.type) < 0;
  }
  function ticks(c) { return c.type === "checkbox" || c.type === "radio"; }
  function values(c) {
    return ticks(c) ? c.checked : c.multiple ? Array.prototype.map.call(c.selectedOptions, function (o) { return o.value; }) : c.value;
  }
  function put(c, value) {
    if (ticks(c)) c.checked = value;
    else if (c.multiple) Array.prototype.forEach.call(c.options, function (o) { o.selected = value.indexOf(o.value) >= 0; });
    else c.value = value;
  }
  // What a form was made of: its version, and the fields as they were then.
  function isVersion(c) {
    return c.type === "hidden" && (c.name === "version" || c.name === "number" || c.name.indexOf("was.") === 0);
  }
  function versions(form) {
    return Array.prototype.filter.call(form.elements, isVersion);
  }
  // What goes with a draft unseen: that, and the place of the words that a comment is about.
  function unseen(form) {
    return Array.prototype.filter.call(form.elements, function (c) { return isVersion(c) || c.type === "hidden" && c.name === "before"; });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, action = form.getAttribute("action");
    if (action === "/sign-out") {
      save(tab, sent, []);
      save(browser, kept, []);
      save(browser, out, [Date.now()]);
    }
    if (event.defaultPrevented || form.method !== "post" || !document.body.dataset.me) return;
    var draft = { me: document.body.dataset.me, at: Date.now(), loaded: loaded, action: action, fields: [], versions: {} };
    Array.prototype.filter.call(form.elements, typed).forEach(function (c) {
      draft.fields.push({ id: c.id, of: ticks(c) ? c.value : "", value: values(c) });
    });
    unseen(form).forEach(function (c) { draft.versions[c.name] = c.value; });
    save(tab, sent, draft.fields.length && fresh(draft) ? [draft] : []);
    if (form.dataset.draft) save(browser, kept, load(browser, kept).filter(function (d) { return String(d.at) !== form.dataset.draft; }));
  });

  function offer(draft) {
    var controls = draft.fields.map(function (f) {
      var c = document.getElementById(f.id);
      return c && c.form && c.form.getAttribute("action") === draft.action && (!ticks(c) || c.value === f.of) ? c : null;
    });
    var form = (controls.filter(Boolean)[0] || {}).form;
    if (!form) return true; // it is on another page
    if (draft.fields.every(function (f, n) { return !controls[n] || JSON.stringify(values(controls[n])) === JSON.stringify(f.value); })) return false;
    var before = unseen(form).map(function (c) { return c.value; });
    draft.fields.forEach(function (f, n) { if (controls[n]) put(controls[n], f.value); });
    unseen(form).forEach(function (c) { if (c.name in draft.versions) c.value = draft.versions[c.name]; });
    form.dataset.draft = draft.at;

    var note = document.createElement("div"), text = document.createElement("p"), drop = document.createElement("button");
    note.className = "alert alert-note";
    note.setAttribute("role", "status");
    text.textContent = "You were signed out before this was saved. Here is what you typed: look at it, then save.";
    drop.type = "button";
    drop.className = "btn btn-plain btn-sm";
    drop.textContent = "Throw it away";
    drop.addEventListener("click", function () {
      save(browser, kept, load(browser, kept).filter(function (d) { return d.at !== draft.at; }));
      delete form.dataset.draft;
      form.reset();
      unseen(form).forEach(function (c, n) { c.value = before[n]; });
      note.remove();
    });
    note.append(text, drop);
    form.prepend(note);
    for (var el = form; el; el = el.parentElement) if (el.tagName === "DETAILS") el.open = true;
    note.scrollIntoView({ block: "center" });
    return true;
  }

  // A browser that goes back puts what was typed into the page as it is now. The version that it was typed on goes with it, or what
  // somebody saved meanwhile would be overwritten unseen.
  function called(form) {
    return Array.prototype.reduce.call(form.elements, function (name, c) {
      return c.type !== "hidden" || isVersion(c) ? name : name + " " + c.value;
    }, form.getAttribute("action"));
  }
  function touched(c) {
    if (!typed(c)) return false;
    if (ticks(c)) return c.checked !== c.defaultChecked;
    if (c.options) return Array.prototype.some.call(c.options, function (o) { return o.selected !== o.defaultSelected; });
    return c.value !== c.defaultValue;
  }
  document.addEventListener("input", function (event) {
    var form = event.target.form, seen = Object.assign({}, (history.state || {}).seen);
    if (!form || form.method !== "post" || !versions(form).length || seen[called(form)]) return;
    seen[called(form)] = versions(form).map(function (c) { return c.value; });
    history.replaceState(Object.assign({}, history.state, { seen: seen }), "");
  });
  window.addEventListener("pageshow", function () {
    var seen = (history.state || {}).seen || {};
    Array.prototype.forEach.call(document.forms, function (form) {
      var before = seen[called(form)];
      if (before && Array.prototype.some.call(form.elements, touched)) versions(form).forEach(function (c, n) { c.value = before[n]; });
    });
  });

  document.addEventListener("DOMContentLoaded", function () {
    var me = document.body.dataset.me, drafts = load(browser, kept).filter(fresh);
    if (me) {
      save(tab, sent, []); // the answer was no sign-in page: it was saved, or stands here
      drafts = drafts.filter(function (d) { return d.me === me; }).filter(offer);
    } else {
      load(tab, sent).filter(fresh).forEach(function (d) {
        drafts = drafts.filter(function (old) { return old.action !== d.action || old.fields[0].id !== d.fields[0].id; }).concat(d);
      });
      save(tab, sent, []);
      var note = drafts.length && document.querySelector("[data-kept]");
      if (note) note.hidden = false;
    }
    save(browser, kept, drafts);
  });
})();
