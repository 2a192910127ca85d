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
  const ROW = 28;
  const DAY = 864e5; // ms
  place.style.blockSize = `${data.lines.length * ROW + 92}px`;

  const day = (text) => Date.parse(`${text}T00:00:00Z`);
  const first = day(data.first) - 40 * DAY;
  const last = day(data.last);
  const along = (moment) => (rtl ? first + last - moment : moment); // time runs with the page (inverse loses bounds)

  // The first days of years, or of months where the whole is short: at most `most` of them.
  function ticks(most) {
    const months = (last - first) / (30.44 * DAY);
    const step = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((one) => months / one <= most) ?? 600;
    const found = [];
    const start = new Date(first).getUTCFullYear();
    for (let month = 0; ; month += step) {
      const at = Date.UTC(start, month, 1);
      if (at > last) return { step, found };
      if (at >= first) found.push(along(at));
    }
  }

  function colour(name) {
    const probe = document.createElement("span");
    probe.style.color = `var(--${name})`;
    place.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  function bar(params, api) {
    const from = api.coord([api.value(1), api.value(0)]);
    const to = api.coord([api.value(2), api.value(0)]);
    const world = data.lines[api.value(0)].clock === "world";
    const height = world ? 14 : 6;
    return {
      type: "rect",
      shape: { x: Math.min(from[0], to[0]), y: from[1] - height / 2, width: Math.max(3, Math.abs(to[0] - from[0])), height, r: world ? 3 : 2 },
      style: api.style(),
    };
  }

  const told = (one) => {
    const line = data.lines[one.line];
    const span = `\u2066${one.from || data.unknown} – ${one.to || data.open}\u2069`;
    return [line.label, data.clocks[line.clock] + (one.word ? ` · ${one.word}` : ""), span].join("\n");
  };

  function draw() {
    const [text, muted, line, surface, accent] = ["text", "muted", "line", "surface", "accent"].map(colour);
    const narrow = place.clientWidth < 560;
    const size = narrow ? 11 : 13;
    const { step, found } = ticks(narrow ? 4 : 8);
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 12, right: 12, top: 30, bottom: 12, containLabel: true },
      tooltip: {
        renderMode: "richText", confine: true, backgroundColor: surface, borderColor: line, padding: 12,
        textStyle: { color: text, align: rtl ? "right" : "left", lineHeight: 20 },
        formatter: ({ dataIndex }) => told(data.bars[dataIndex]),
      },
      xAxis: {
        type: "value", min: first, max: last,
        axisLine: { lineStyle: { color: line } }, axisTick: { show: false, customValues: found },
        axisLabel: { color: muted, fontSize: 12, hideOverlap: true, customValues: found, formatter: (at) => new Date(along(at)).toISOString().slice(0, step < 12 ? 7 : 4) },
        splitLine: { show: true, lineStyle: { color: line, opacity: 0.6 } },
      },
      yAxis: {
        type: "category", inverse: true, position: rtl ? "right" : "left", data: data.lines.map((one) => one.label),
        axisTick: { show: false }, axisLine: { show: false },
        axisLabel: {
          interval: 0, color: (_, row) => (data.lines[row].clock === "world" ? text : muted), fontSize: size,
          width: Math.min(300, place.clientWidth * 0.36), overflow: "truncate", align: rtl ? "left" : "right", margin: 12,
        },
      },
      series: [{
        type: "custom", renderItem: bar, encode: { x: [1, 2], y: 0 }, clip: true,
        data: data.bars.map((one) => ({
          value: [one.line, along(one.from ? day(one.from) : first), along(one.to ? day(one.to) : last)],
          itemStyle: { color: colour(one.tone), opacity: one.from ? 1 : 0.45 },
        })),
        markLine: {
          symbol: "none", silent: true, lineStyle: { color: accent, type: "dashed", width: 1.5 },
          label: { formatter: `${data.asOf} \u2066${data.on}\u2069`, color: accent, position: "start", fontSize: 12, align: rtl ? "left" : "right" },
          data: [{ xAxis: along(day(data.on)) }],
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
