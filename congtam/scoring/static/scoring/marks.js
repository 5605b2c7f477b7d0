// Quick buttons and live totals of the general criteria. Without it the boxes are plain inputs and the server adds them up.
(() => {
  "use strict";
  const form = document.querySelector(".ct-marks");
  if (!form) return;
  const boxes = [...form.querySelectorAll("input.ct-mark")];
  // Whole hundredths, never fractions of a binary number.
  const read = (text) => {
    const found = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
    return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : null;
  };
  const write = (hundredths) => {
    const rest = hundredths % 100;
    const decimals = String(rest).padStart(2, "0").replace(/0+$/, "");
    return String((hundredths - rest) / 100) + (decimals ? "," + decimals : "");
  };
  const fixed = (hundredths) => String((hundredths - hundredths % 100) / 100) + "," + String(hundredths % 100).padStart(2, "0");
  const tell = () => {
    const given = boxes.map((box) => read(box.value));
    const whole = given.every((mark) => mark !== null);
    const sum = given.reduce((total, mark) => total + (mark || 0), 0);
    for (const place of form.querySelectorAll("[data-general]")) place.textContent = fixed(sum);
    for (const place of form.querySelectorAll("[data-total]")) place.textContent = whole ? fixed(sum + Number(form.dataset.task)) : "chưa chấm đủ";
  };
  form.addEventListener("input", tell);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (!button) return;
    const box = document.getElementById(button.dataset.for);
    const step = button.dataset.mark;
    const most = read(form.querySelector(`[data-for="${box.id}"]`).dataset.mark);
    const now = read(box.value);
    box.value = write(step.startsWith("-") ? Math.max(0, (now === null ? most : now) - read(step.slice(1))) : read(step));
    tell();
  });
  tell();
})();
