// The year's curve of each indicator, from the numbers that the page carries.
(() => {
  const drawn = new Map();
  const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = (value, places) =>
    value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });

  function option(box, data) {
    const { plan, actual, unit, decimals, level } = data;
    const text = { color: tone("--soft"), fontSize: 12 };
    const space = unit === "%" ? "" : " ";
    const said = (value) => (value == null ? "—" : number(value, decimals) + space + unit);
    const last = actual.reduce((found, value, i) => (value == null ? found : i), -1);
    const behind = plan[last] != null && actual[last] < plan[last];
    const room = ((11 - last) / 12) * box.clientWidth > 110; // for the label, to the right
    const series = (name, values, more) => ({ name, type: "line", data: values, ...more });
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 18, top: 40, bottom: 4, containLabel: true },
      legend: { top: 0, right: 0, itemWidth: 22, itemHeight: 8, icon: "none", textStyle: text, data: [
        { name: box.dataset.plan, icon: "path://M0 4h6v2h-6zM9 4h6v2h-6zM18 4h6v2h-6z" },
        { name: box.dataset.actual, icon: "path://M0 4h8a4 4 0 1 1 0 2H0zM16 4h8v2h-8z" },
      ] },
      tooltip: {
        trigger: "axis", renderMode: "richText", confine: true,
        backgroundColor: tone("--card"), borderColor: tone("--line"),
        textStyle: { color: tone("--ink"), fontSize: 12 },
        formatter: (points) => [points[0].axisValue, ...points.map((p) => `${p.seriesName}  ${said(p.value)}`)].join("\n"),
      },
      xAxis: {
        type: "category", data: box.dataset.months.split("|"), boundaryGap: false,
        axisLine: { lineStyle: { color: tone("--line") } }, axisTick: { show: false },
        axisLabel: { ...text, hideOverlap: true, showMaxLabel: true },
      },
      yAxis: {
        type: "value", splitNumber: 4, scale: level,
        axisLabel: { ...text, formatter: unit === "%" ? "{value}%" : undefined },
        splitLine: { lineStyle: { color: tone("--hair") } },
      },
      series: [
        series(box.dataset.plan, plan, {
          symbol: "none", lineStyle: { type: [6, 5], width: 1.6, color: tone("--plan") },
          itemStyle: { color: tone("--plan") }, z: 2,
        }),
        series(box.dataset.actual, actual, {
          symbol: "circle", symbolSize: 7, showAllSymbol: true,
          lineStyle: { width: 2.4, color: tone("--accent") },
          itemStyle: { color: tone("--accent") },
          areaStyle: { color: tone("--accent"), opacity: 0.07 }, z: 3,
          markPoint: last < 0 ? undefined : {
            symbol: "circle", symbolSize: 1, data: [{ coord: [last, actual[last]] }],
            label: {
              formatter: said(actual[last]), distance: 9,
              position: behind ? "bottom" : "top", align: behind && room ? "left" : "right",
              backgroundColor: tone("--card"), padding: [1, 4], borderRadius: 3,
              color: tone("--ink"), fontWeight: 600, fontSize: 13,
            },
          },
        }),
      ],
    };
  }

  function draw(box) {
    if (!box.clientWidth || typeof echarts === "undefined") return;
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    if (!drawn.has(box)) drawn.set(box, echarts.init(box, null, { renderer: "canvas" }));
    const chart = drawn.get(box);
    chart.resize();
    chart.setOption(option(box, data), true);
  }

  const all = () => document.querySelectorAll("[data-chart]").forEach(draw);
  addEventListener("saima:shown", all);
  document.addEventListener("saima:theme", all);
  addEventListener("resize", all);
  all();
})();
