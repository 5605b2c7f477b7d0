// The scoring grid: move with arrows, Enter and Tab, paste cells from Excel, undo. Without it the cells are plain inputs.
(() => {
  "use strict";
  const CELL = "input:not([type=hidden]):not([type=checkbox]), select";
  const rows = (table) => [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => [...row.querySelectorAll(CELL)].filter((cell) => !cell.disabled && !cell.readOnly)).filter((row) => row.length);
  const place = (table, cell) => {
    const grid = rows(table);
    const y = grid.findIndex((row) => row.includes(cell));
    return { grid, y, x: y < 0 ? -1 : grid[y].indexOf(cell) };
  };
  const column = (cell) => cell.closest("td, th").cellIndex;
  const mark = (cell) => {
    const first = cell.tagName === "SELECT" ? ([...cell.options].find((one) => one.defaultSelected) || cell.options[0]).value : cell.defaultValue;
    cell.toggleAttribute("data-changed", cell.value !== first);
  };

  class Grid {
    constructor(table) {
      this.table = table;
      this.past = [];
      table.addEventListener("focusin", (event) => { if (event.target.matches(CELL)) { this.before = event.target.value; if (event.target.select) event.target.select(); } });
      table.addEventListener("change", (event) => { if (event.target.matches(CELL)) { this.past.push([[event.target, this.before]]); this.before = event.target.value; mark(event.target); this.tell(); } });
      table.addEventListener("keydown", (event) => this.key(event));
      table.addEventListener("paste", (event) => this.paste(event));
      const undo = document.querySelector(`[data-grid-undo="${table.id}"]`);
      if (undo) undo.addEventListener("click", () => this.undo());
    }
    step(cell, dy, dx) {
      const { grid, y, x } = place(this.table, cell);
      if (dy) {
        // The same column of the next row that has a cell there.
        for (let next = y + dy; next >= 0 && next < grid.length; next += dy) {
          const found = grid[next].find((other) => column(other) === column(cell)) || grid[next][x];
          if (found) return found.focus();
        }
      } else if (grid[y][x + dx]) grid[y][x + dx].focus();
    }
    key(event) {
      const cell = event.target;
      if (!cell.matches(CELL)) return;
      if ((event.ctrlKey || event.metaKey) && event.key === "z" && this.past.length && cell.value === this.before) { event.preventDefault(); return this.undo(); }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const select = cell.tagName === "SELECT";
      const whole = select || cell.type === "number" || cell.selectionStart === null || (cell.selectionStart === 0 && cell.selectionEnd === cell.value.length);
      const moves = { Enter: [event.shiftKey ? -1 : 1, 0], ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
      const move = moves[event.key];
      if (event.key === "Escape" && this.before !== undefined && !select) { cell.value = this.before; cell.select(); return; }
      if (!move || (select && event.key !== "Enter") || (move[1] && !whole)) return;
      event.preventDefault();
      this.step(cell, ...move);
    }
    paste(event) {
      const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
      if (!event.target.matches(CELL) || !/[\t\n]/.test(text)) return;
      event.preventDefault();
      const { grid, y, x } = place(this.table, event.target);
      const changes = [];
      text.split("\n").forEach((line, down) => line.split("\t").forEach((value, across) => {
        const cell = grid[y + down] && grid[y + down][x + across];
        if (!cell) return;
        changes.push([cell, cell.value]);
        cell.value = value.trim();
        mark(cell);
        cell.dispatchEvent(new Event("input", { bubbles: true }));
      }));
      this.past.push(changes);
      this.before = event.target.value;
      this.tell();
    }
    undo() {
      const last = this.past.pop();
      if (!last) return;
      for (const [cell, value] of last) { cell.value = value; mark(cell); cell.dispatchEvent(new Event("input", { bubbles: true })); }
      last[0][0].focus();
      this.tell();
    }
    // How many cells differ from what the records say; pages may listen to redraw totals from the server.
    tell() {
      const count = this.table.querySelectorAll("[data-changed]").length;
      const words = document.querySelector(`[data-grid-count="${this.table.id}"]`);
      if (words) words.textContent = count ? `${count} ô đã sửa, chưa lưu` : "Chưa sửa ô nào";
      this.table.dispatchEvent(new CustomEvent("ct:grid", { bubbles: true, detail: { count } }));
    }
  }
  const settle = (part) => part.querySelectorAll("table[data-grid]").forEach((table) => { if (!table.dataset.gridReady) { table.dataset.gridReady = "1"; new Grid(table); } });
  document.addEventListener("DOMContentLoaded", () => settle(document));
  document.addEventListener("htmx:load", (event) => settle(event.target));
  addEventListener("beforeunload", (event) => { if (document.querySelector("table[data-grid] [data-changed]") && !document.querySelector("form[data-sent]")) event.preventDefault(); });
})();
