// Bars and timelines, drawn; the same in words and numbers for whoever does not see them.

const ROW_HEIGHT = 28;
const BAR_HEIGHT = 16;
const TIMELINE_HEIGHT = 200;
const LEAST_COLUMN = 3;
const THICKEST_COLUMN = 48;
const LETTER = 6.6;
const DAY = { day: "numeric", month: "short" };
const MONTH = { month: "short", year: "numeric" };

class ChartView {
  constructor(chart, number) {
    this.chart = chart;
    this.counts = chart.points.map(([, count]) => count);
    const id = `chart-${number}`;
    this.place = element("div", { class: "drawing" });
    this.grouped = element("p", { class: "note" });
    const total = this.counts.reduce((sum, count) => sum + count, 0);
    const caption = element(
      "figcaption",
      {},
      element("h2", { id }, visible(chart.title)),
      element("p", { class: "count" }, say("chart.total", total)),
    );
    this.figure = element("figure", { class: chart.kind.toLowerCase() }, caption, this.place);
    this.figure.append(this.grouped, this.#numbers(id));
    this.summary = this.#inWords(total);
    new ResizeObserver(() => this.#draw(this.place.clientWidth)).observe(this.place);
  }

  #inWords(total) {
    if (this.counts.length === 0) {
      return say("chart.nothing");
    }
    const most = this.counts.indexOf(this.counts.reduce((one, other) => Math.max(one, other)));
    const fewest = this.counts.indexOf(this.counts.reduce((one, other) => Math.min(one, other)));
    const values = [most, fewest].flatMap((at) => [this.#label(at), this.counts[at]]);
    return `${visible(this.chart.title)}. ${say("chart.summary", total, ...values)}`;
  }

  #label(at) {
    const label = this.chart.points[at][0];
    return this.chart.kind === "TIMELINE" ? sayMoment(label) : visible(label);
  }

  #numbers(id) {
    const rows = this.chart.points.map(([, count], at) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, this.#label(at)),
        element("td", { class: "number" }, numbers.format(count)),
      ),
    );
    const head = element(
      "tr",
      {},
      element("th", { scope: "col" }, say("chart.label")),
      element("th", { scope: "col", class: "number" }, say("chart.count")),
    );
    const grid = element(
      "table",
      { "aria-labelledby": id },
      element("thead", {}, head),
      element("tbody", {}, ...rows),
    );
    return element(
      "details",
      { class: "numbers" },
      element("summary", {}, say("chart.numbers")),
      element("div", { class: "pane", tabindex: "0" }, grid),
    );
  }

  #draw(width) {
    if (width === 0 || width === this.width) {
      return;
    }
    this.width = width;
    if (this.counts.length === 0) {
      this.place.replaceChildren(element("p", {}, this.summary));
      return;
    }
    const drawing = this.chart.kind === "BARS" ? this.#bars(width) : this.#timeline(width);
    this.place.replaceChildren(drawing);
  }

  #canvas(width, height, ...parts) {
    return drawn(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": this.summary },
      ...parts,
    );
  }

  #bars(width) {
    const most = Math.max(1, ...this.counts);
    const longest = Math.max(...this.chart.points.map(([label]) => label.length)) * LETTER;
    const left = Math.min(longest + 12, width * 0.4);
    const right = numbers.format(most).length * LETTER + 12;
    const room = width - left - right;
    const rows = this.counts.map((count, at) => {
      const top = at * ROW_HEIGHT;
      const middle = top + ROW_HEIGHT / 2 + 4;
      const length = count === 0 ? 0 : Math.max(2, (count / most) * room);
      const label = shortened(this.#label(at), (left - 12) / LETTER);
      return drawn(
        "g",
        {},
        drawn("title", {}, `${this.#label(at)}: ${numbers.format(count)}`),
        drawn("text", { x: left - 10, y: middle, "text-anchor": "end" }, label),
        drawn("rect", {
          class: "bar",
          x: left,
          y: top + (ROW_HEIGHT - BAR_HEIGHT) / 2,
          width: length,
          height: BAR_HEIGHT,
          rx: 2,
        }),
        drawn("text", { class: "value", x: left + length + 6, y: middle }, numbers.format(count)),
      );
    });
    const axis = drawn("line", {
      class: "axis",
      x1: left,
      x2: left,
      y1: 0,
      y2: this.counts.length * ROW_HEIGHT,
    });
    return this.#canvas(width, this.counts.length * ROW_HEIGHT, ...rows, axis);
  }

  #timeline(width) {
    const group = Math.ceil((this.counts.length * LEAST_COLUMN) / width);
    this.grouped.textContent = group > 1 ? say("chart.grouped", group) : "";
    const columns = grouped(this.counts, group);
    const ticks = ticksUpTo(Math.max(1, ...columns));
    const left = numbers.format(ticks.at(-1)).length * LETTER + 12;
    const bottom = TIMELINE_HEIGHT - 24;
    const step = (width - left) / columns.length;
    const scale = (count) => bottom - (count / ticks.at(-1)) * (bottom - 10);
    const thick = Math.min(step * 0.8, THICKEST_COLUMN);
    const marks = columns.map((count, at) =>
      drawn(
        "rect",
        {
          class: "bar",
          x: left + (at + 0.5) * step - thick / 2,
          y: scale(count),
          width: thick,
          height: bottom - scale(count),
        },
        drawn("title", {}, `${this.#label(at * group)}: ${numbers.format(count)}`),
      ),
    );
    const lines = ticks.map((tick) => this.#gridLine(tick, scale(tick), left, width));
    const dates = this.#dates(columns.length, group, left, step, width);
    return this.#canvas(width, TIMELINE_HEIGHT, ...lines, ...marks, ...dates);
  }

  #gridLine(tick, y, left, width) {
    return drawn(
      "g",
      {},
      drawn("line", { class: tick === 0 ? "axis" : "grid", x1: left, x2: width, y1: y, y2: y }),
      drawn("text", { x: left - 8, y: y + 4, "text-anchor": "end" }, numbers.format(tick)),
    );
  }

  #dates(count, group, left, step, width) {
    const years = [0, count - 1].map((at) => this.chart.points[at * group][0].slice(0, 4));
    const format = years[0] === years[1] ? DAY : MONTH;
    const label = (at) => sayMoment(this.chart.points[at * group][0], format);
    const room = Math.max(...[0, count - 1].map((at) => label(at).length)) * LETTER + 24;
    const every = Math.max(1, Math.ceil(room / step));
    const dates = [];
    for (let at = 0; at < count; at += every) {
      const x = left + (at + 0.5) * step;
      const spread = (label(at).length * LETTER) / 2;
      if (x + spread <= width) {
        const start = x - spread < left;
        dates.push(
          drawn(
            "text",
            {
              x: start ? left : x,
              y: TIMELINE_HEIGHT - 6,
              "text-anchor": start ? "start" : "middle",
            },
            label(at),
          ),
        );
      }
    }
    return dates;
  }
}

/** A date or an hour in the words of the page. */
function sayMoment(label, format = { dateStyle: "medium" }) {
  const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::00(?::00(?:\.000)?)?)?Z?)?$/.exec(label);
  const time = found && new Date(`${found[1]}T${found[2] ?? "00"}:00:00Z`);
  if (!time || Number.isNaN(time.getTime())) {
    return visible(label);
  }
  const date = new Intl.DateTimeFormat(locale, { ...format, timeZone: "UTC" }).format(time);
  return found[2] === undefined ? date : `${date}, ${found[2]}:00`;
}

function grouped(counts, size) {
  const sums = [];
  for (let at = 0; at < counts.length; at += size) {
    sums.push(counts.slice(at, at + size).reduce((sum, count) => sum + count, 0));
  }
  return sums;
}

/** Round numbers from 0 to at least the highest, three to six of them. */
function ticksUpTo(highest) {
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const ticks = [0];
  while (ticks.at(-1) < highest) {
    ticks.push(ticks.at(-1) + step);
  }
  return ticks;
}

function shortened(label, letters) {
  return label.length <= letters ? label : `${label.slice(0, Math.max(1, letters - 1))}…`;
}
