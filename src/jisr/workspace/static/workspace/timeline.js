// The two clocks of a party, drawn: listings as true in the world on top, records as this node held them beneath.
// Labels come isolated (U+2068 … U+2069) from the server; the chart box is left to right, time runs with the page.
(() => {
  "use strict";
  const place = document.getElementById("timeline");
  const source = document.getElementById("timeline-data");
  if (!place || !source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  if (!data.bars) return;
  const rtl = document.documentElement.dir === "rtl";
  const ROW = 30;
  place.style.blockSize = `${data.bars.length * ROW + 86}px`;

  function colour(name) {
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    place.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  const day = (text) => Date.parse(`${text}T00:00:00Z`);
  const last = day(data.last);

  function bar(params, api) {
    const row = api.value(0);
    const [a] = api.coord([api.value(1), row]);
    const [b] = api.coord([api.value(2), row]);
    const at = api.coord([api.value(1), row])[1];
    const world = data.bars[row].clock === "world";
    const height = world ? 14 : 8;
    const x = Math.min(a, b);
    const width = Math.max(3, Math.abs(b - a));
    return { type: "rect", shape: { x, y: at - height / 2, width, height, r: 2 }, style: api.style() };
  }

  function draw() {
    const dark = { text: colour("text"), muted: colour("muted"), line: colour("line"), surface: colour("surface") };
    const fill = (one) => (one.clock === "node" ? colour("control") : colour(one.tone));
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: rtl ? 16 : 8, right: rtl ? 8 : 16, top: 28, bottom: 28, containLabel: true },
      tooltip: {
        renderMode: "richText", confine: true, backgroundColor: dark.surface, borderColor: dark.line,
        textStyle: { color: dark.text, align: rtl ? "right" : "left" },
        formatter: ({ dataIndex }) => {
          const one = data.bars[dataIndex];
          return `${one.label}\n${one.clock === "world" ? data.world : data.node}${one.word ? ` · ${one.word}` : ""}\n\u2066${one.from} – ${one.to || data.open}\u2069`;
        },
      },
      xAxis: {
        type: "time", min: day(data.first) - 864e5 * 20, max: last, inverse: rtl,
        axisLine: { lineStyle: { color: dark.line } }, axisLabel: { color: dark.muted, hideOverlap: true, formatter: { year: "{yyyy}", month: "{yyyy}-{MM}", day: "{yyyy}-{MM}-{dd}" } },
        splitLine: { show: true, lineStyle: { color: dark.line, opacity: 0.5 } },
      },
      yAxis: {
        type: "category", inverse: true, position: rtl ? "right" : "left", data: data.bars.map((one) => one.label),
        axisTick: { show: false }, axisLine: { show: false },
        axisLabel: { color: dark.text, width: Math.min(260, place.clientWidth * 0.36), overflow: "truncate", align: rtl ? "left" : "right" },
      },
      series: [{
        type: "custom", renderItem: bar, encode: { x: [1, 2], y: 0 },
        data: data.bars.map((one, row) => ({ value: [row, day(one.from), one.to ? day(one.to) : last], itemStyle: { color: fill(one), opacity: one.clock === "node" ? 0.7 : 1 } })),
        markLine: {
          symbol: "none", silent: true, lineStyle: { color: colour("accent"), type: "dashed", width: 1.5 },
          label: { formatter: `${data.today} \u2066${data.on}\u2069`, color: colour("accent"), position: "end" },
          data: [{ xAxis: day(data.on) }],
        },
      }],
    }, true);
  }

  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  draw();
  new ResizeObserver(() => { chart.resize(); draw(); }).observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  document.fonts?.ready.then(draw);
})();
