// Draws the charts of a page from their data, in the page's colours, again when these change.
(() => {
  "use strict";
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--ct-${name}`).trim();
  const TONES = { excellent: "c1", good: "c2", completed: "c3", not_completed: "c4", red: "fill-red", amber: "fill-amber", green: "fill-green", blue: "fill-blue" };
  const shown = (value, least = 0) => (value === null || value === undefined || value === "" ? "–" : Number(value).toLocaleString("vi-VN", { minimumFractionDigits: least, maximumFractionDigits: 2 }));
  const drawn = new Map();

  const common = () => ({
    animation: false,
    color: ["c1", "c2", "c3", "c4", "c5", "c6"].map(token),
    textStyle: { fontFamily: "Be Vietnam Pro, sans-serif", color: token("ink"), fontSize: 13 },
    tooltip: { confine: true, renderMode: "richText", backgroundColor: token("paper"), borderColor: token("line-strong"), textStyle: { color: token("ink"), fontSize: 13 }, valueFormatter: (value) => shown(value) },
    legend: { bottom: 0, icon: "rect", itemWidth: 12, itemHeight: 12, itemGap: 16, textStyle: { color: token("ink") } },
    aria: { enabled: false },
  });
  const axis = (more) => ({
    axisLine: { lineStyle: { color: token("line-strong") } }, axisTick: { show: false },
    axisLabel: { color: token("ink-2"), fontSize: 12, formatter: more.type === "value" ? (value) => shown(value) : undefined, ...more.label },
    splitLine: { lineStyle: { color: token("line") } }, ...more,
  });

  const round = (data) => ({
    ...common(), tooltip: { ...common().tooltip, trigger: "item" },
    series: data.series.map((one) => ({
      type: data.kind, name: one.name, left: data.kind === "funnel" ? "24%" : "center", width: data.kind === "funnel" ? "52%" : undefined, top: 8, bottom: 36,
      radius: ["48%", "74%"], sort: "none", gap: 2, minSize: "6%",
      itemStyle: { borderColor: token("paper"), borderWidth: 1 },
      label: { color: data.kind === "funnel" ? token("ink") : token("ink"), position: data.kind === "funnel" ? "right" : "outside", formatter: (item) => `${item.name}: ${shown(item.value)}` },
      data: one.values.map((value, place) => ({ name: data.labels[place], value: Number(value), itemStyle: data.tones ? { color: token(TONES[data.tones[place]] || "c1") } : undefined })),
    })),
    legend: { show: false },
  });
  const heat = (data) => {
    const values = data.series[0].values.map(([x, y, value]) => [x, y, value === null ? "-" : Number(value)]);
    const numbers = values.map((cell) => cell[2]).filter((value) => value !== "-");
    return {
      ...common(), tooltip: { ...common().tooltip, formatter: (cell) => `${data.rows[cell.value[1]]}, ${data.labels[cell.value[0]]}: ${shown(cell.value[2])}` },
      grid: { left: 8, right: 8, top: 8, bottom: 48, containLabel: true }, legend: { show: false },
      xAxis: axis({ type: "category", data: data.labels, splitLine: { show: false } }), yAxis: axis({ type: "category", data: data.rows, inverse: true, splitLine: { show: false } }),
      visualMap: { min: Math.min(...numbers), max: Math.max(...numbers), calculable: false, text: [shown(Math.max(...numbers)), shown(Math.min(...numbers))], orient: "horizontal", left: "center", bottom: 0, itemHeight: 160, itemWidth: 12, formatter: (value) => shown(value), textStyle: { color: token("ink-2") }, inRange: { color: [token("level-3"), token("c2"), token("c1")] } },
      series: [{ type: "heatmap", data: values, itemStyle: { borderColor: token("paper"), borderWidth: 2 }, label: { show: data.labels.length <= 12, color: token("ink"), textBorderColor: token("paper"), textBorderWidth: 2, fontSize: 12, formatter: (cell) => shown(cell.value[2]) } }],
    };
  };
  const longest = (data) => Math.max(...data.labels.map((label) => String(label).length));
  const isLying = (data) => data.kind === "row" || data.kind === "stacked";
  const nameWidth = (width) => (width > 640 ? 240 : 128);
  // How many lines the names of the series take under the picture.
  const legendLines = (data, width) => (data.series.length < 2 ? 0 : Math.max(1, Math.ceil(data.series.reduce((sum, one) => sum + one.name.length * 7.2 + 34, 0) / (width - 16))));
  const nameLines = (data, width) => Math.max(1, ...data.labels.map((label) => Math.ceil((String(label).length * 7) / nameWidth(width) * 1.15)));
  const straight = (data, width) => {
    const lying = isLying(data);
    const tight = !lying && width / data.labels.length < 60;
    const isWhole = data.series.every((one) => one.values.every((value) => Number.isInteger(Number(value))));
    const names = axis({ type: "category", data: data.labels, inverse: lying, splitLine: { show: false }, label: lying ? { width: nameWidth(width), overflow: "break", lineHeight: 15, interval: 0 } : { interval: data.labels.length <= 12 ? 0 : "auto", rotate: data.labels.length <= 12 && longest(data) * 7 + 8 > (width - 48) / data.labels.length ? 40 : 0 } });
    const numbers = axis({ type: "value", axisLine: { show: false }, min: data.min, max: data.max, minInterval: isWhole ? 1 : undefined });
    return {
      ...common(), tooltip: { ...common().tooltip, trigger: "axis", axisPointer: { type: data.kind === "line" ? "line" : "shadow" } },
      grid: { left: 4, right: 20, top: 16, bottom: legendLines(data, width) ? 18 + 24 * legendLines(data, width) : 8, containLabel: true },
      legend: { ...common().legend, show: data.series.length > 1 },
      xAxis: lying ? numbers : names, yAxis: lying ? names : numbers,
      series: data.series.map((one) => ({
        type: data.kind === "line" ? "line" : "bar", name: one.name, stack: data.kind === "stacked" ? "all" : undefined, barMaxWidth: lying ? 18 : 36, symbolSize: 7, lineStyle: { width: 2.5 },
        itemStyle: { ...(one.tone ? { color: token(TONES[one.tone] || one.tone) } : {}), ...(data.kind === "stacked" ? { borderColor: token("paper"), borderWidth: 1 } : {}) },
        label: { show: data.kind !== "line" && data.series.length === 1, position: lying ? "right" : tight ? "insideTop" : "top", color: token(tight ? "on-chart" : "ink"), formatter: (item) => shown(item.value, isWhole ? 0 : 2), ...(tight ? { rotate: 90, align: "right", verticalAlign: "middle", distance: 8 } : {}) },
        data: one.values.map((value) => (value === null ? null : Number(value))),
      })),
    };
  };
  const option = (data, width) => (data.kind === "heat" ? heat(data) : data.kind === "pie" || data.kind === "funnel" ? round(data) : straight(data, width));

  const draw = (place) => {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    if (!data.series.some((one) => one.values.flat().some((value) => Number(value)))) {
      place.classList.add("ct-chart-empty");
      place.textContent = "Chưa có số liệu để vẽ.";
      return;
    }
    const width = place.clientWidth;
    // Lying bars need room for their names, however many there are.
    if (isLying(data)) place.style.height = `${Math.max(140, Math.max(34, 15 * nameLines(data, width) + 12) * data.labels.length + 56 + 24 * legendLines(data, width))}px`;
    const chart = drawn.get(place) || echarts.init(place, null, { renderer: "canvas", locale: "VI" });
    drawn.set(place, chart);
    chart.resize();
    chart.setOption(option(data, width), true);
  };
  const all = () => document.querySelectorAll("[data-chart]").forEach(draw);
  document.addEventListener("DOMContentLoaded", () => { document.fonts.ready.then(all); });
  document.addEventListener("htmx:load", (event) => event.target.querySelectorAll("[data-chart]").forEach(draw));
  document.addEventListener("ct:theme", all);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  addEventListener("resize", all);
  // Paper is white and narrow; afterwards the picture is as it was.
  let theme;
  const paper = (width) => { document.querySelectorAll("[data-chart]").forEach((place) => { place.style.width = width; draw(place); }); };
  addEventListener("beforeprint", () => {
    document.querySelectorAll(".ct-chart-table").forEach((box) => { box.open = true; });
    theme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    paper("660px");
  });
  addEventListener("afterprint", () => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    paper("");
  });
})();
