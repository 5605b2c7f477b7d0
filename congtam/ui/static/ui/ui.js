// Small comforts on top of pages that work without them.
(() => {
  "use strict";
  const root = document.documentElement;

  // Light or dark at once; the form still works by itself.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-theme-switch]")) return;
    event.preventDefault();
    const chosen = event.submitter ? event.submitter.value : "";
    const year = 365 * 24 * 3600;
    document.cookie = `ct_theme=${chosen}; path=/; max-age=${chosen ? year : 0}; SameSite=Lax`;
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    form.closest("details").open = false;
    document.dispatchEvent(new Event("ct:theme"));
  });

  // A press twice must not act twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form && event.target.tagName === "SELECT") form.requestSubmit();
  });

  // Empty filters stay out of the address.
  document.addEventListener("formdata", (event) => {
    if (event.target.method !== "get") return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });

  // Long lists of boxes: what does not hold the words is put aside; what is ticked stays in sight.
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-narrow]")) return;
    const words = plain(event.target.value).split(/\s+/).filter(Boolean);
    let left = 0;
    for (const option of document.getElementById(event.target.dataset.narrow).children) {
      const text = plain(option.textContent);
      option.hidden = !option.querySelector("input").checked && !words.every((word) => text.includes(word));
      left += option.hidden ? 0 : 1;
    }
    const count = event.target.parentElement.querySelector("[data-narrow-count]");
    count.textContent = words.length ? `Còn ${left} mục` : "";
  });

  const folding = "details.ct-menu, details.ct-confirm";
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      const box = event.target.closest("details");
      box.open = false;
      box.querySelector("summary").focus();
    }
    for (const box of document.querySelectorAll(folding)) if (box.open && !box.contains(event.target)) box.open = false;
  });
  document.addEventListener("keydown", (event) => {
    // Enter while looking for a box is not yet the answer to the form.
    if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
    if (event.key === "Escape") {
      const open = event.target.closest(folding) || document.querySelector(`:is(${folding})[open]`);
      if (open && open.open) {
        open.open = false;
        open.querySelector("summary").focus();
      } else if (location.hash === "#ct-menu") location.hash = "#content";
      return;
    }
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      event.preventDefault();
      search.focus();
      search.select();
    }
  });
  document.addEventListener("toggle", (event) => {
    const box = event.target;
    if (box.matches("details.ct-confirm") && box.open) {
      const first = box.querySelector("form :is(textarea, select, input:not([type=hidden]), button)");
      if (first) first.focus();
    }
    if (box.dataset.remember) {
      try { localStorage.setItem(`ct-${box.dataset.remember}`, box.open ? "open" : "shut"); } catch { /* a browser may forbid keeping; nothing is lost */ }
    }
  }, true);

  const settle = (part) => {
    // The open tab is in sight, however many there are.
    for (const tab of part.querySelectorAll(".ct-tabs [aria-current]")) tab.closest(".ct-tabs").scrollLeft = tab.offsetLeft - 48;
    for (const box of part.querySelectorAll("details[data-remember]")) {
      let kept = null;
      try { kept = localStorage.getItem(`ct-${box.dataset.remember}`); } catch { /* as above */ }
      if (kept === "shut" && !box.querySelector("[aria-current]")) box.open = false;
    }
    // Cells of card-tables take their label from the column's head when the page gave none.
    for (const table of part.querySelectorAll(".ct-cards .ct-table")) {
      const heads = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
      for (const row of table.querySelectorAll("tbody tr"))
        [...row.children].forEach((cell, place) => {
          if (cell.tagName === "TD" && !("label" in cell.dataset) && cell.colSpan === 1 && heads[place] && place) cell.dataset.label = heads[place];
        });
    }
    const complaint = part.querySelector("[data-focus]");
    if (complaint) complaint.focus();
  };
  document.addEventListener("DOMContentLoaded", () => settle(document));
  document.addEventListener("htmx:load", (event) => settle(event.target));
})();
