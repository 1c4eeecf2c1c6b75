/* The charts of the steps: what was seen in the last minutes, drawn by uPlot. */

const SPAN_SECONDS = 300;
const LEAST_SECONDS = 60; // a young pipeline's charts are not squeezed
const GAP_SECONDS = 3; // no look for so long: the line is broken
const SERIES = {
  rate: ["itemsPerSecond"],
  queued: ["queued"],
  times: ["medianMillis", "percentile99Millis"],
};
const FIELDS = Object.values(SERIES).flat();

const short = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

function sizeOf(place) {
  return { width: place.clientWidth, height: place.clientHeight };
}

/** A round number that is not below: 1, 2 or 5 with zeros. */
function top(most) {
  if (!(most > 0)) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(most));
  return power * [1, 2, 5, 10].find((step) => step * power >= most);
}

export class Charts {
  #at = []; // seconds
  #steps = []; // name, and for each field a list as long as #at
  #drawn = new Map(); // element to its chart
  #visible = new Set();
  #seen = new IntersectionObserver((entries) => this.#look(entries));
  #sized = new ResizeObserver((entries) => entries.forEach(({ target }) => this.#resize(target)));

  constructor() {
    // The colours are those of the style sheet, which follow the mode.
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#redraw());
  }

  /** The newest look that is known, in milliseconds; 0 if none is. */
  get newestMillis() {
    return this.#at.length === 0 ? 0 : Math.round(this.#at.at(-1) * 1_000);
  }

  /** Takes looks that came after those that are known. */
  add({ atMillis, steps }) {
    if (atMillis.length === 0) {
      return;
    }
    this.#steps = steps.map(({ name }, i) =>
      this.#steps[i]?.name === name ? this.#steps[i] : this.#unknown(name),
    );
    if (atMillis[0] / 1_000 - (this.#at.at(-1) ?? Infinity) > GAP_SECONDS) {
      this.#push(this.#at.at(-1) + 1, () => null);
    }
    atMillis.forEach((at, k) => this.#push(at / 1_000, (i, field) => steps[i][field][k]));
    this.#forgetOld();
  }

  #unknown(name) {
    return { name, ...Object.fromEntries(FIELDS.map((field) => [field, this.#at.map(() => null)])) };
  }

  #push(at, value) {
    this.#at.push(at);
    this.#steps.forEach((step, i) => FIELDS.forEach((field) => step[field].push(value(i, field))));
  }

  #forgetOld() {
    const old = this.#at.findIndex((at) => at >= this.#at.at(-1) - SPAN_SECONDS);
    this.#at.splice(0, old);
    this.#steps.forEach((step) => FIELDS.forEach((field) => step[field].splice(0, old)));
  }

  /** Draws the charts of the page that can be seen. */
  draw() {
    const places = new Set(document.querySelectorAll(".chart"));
    for (const place of this.#drawn.keys()) {
      if (!places.has(place)) {
        this.#remove(place);
      }
    }
    for (const place of places) {
      if (!this.#drawn.has(place)) {
        this.#drawn.set(place, this.#made(place));
        this.#seen.observe(place);
        this.#sized.observe(place);
      }
      this.#tell(place);
      if (this.#visible.has(place)) {
        this.#fill(place);
      }
    }
  }

  #remove(place) {
    this.#seen.unobserve(place);
    this.#sized.unobserve(place);
    this.#visible.delete(place);
    this.#drawn.get(place).destroy();
    this.#drawn.delete(place);
  }

  #redraw() {
    [...this.#drawn.keys()].forEach((place) => this.#remove(place));
    this.draw();
  }

  #look(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) {
        this.#visible.delete(target);
      } else if (this.#drawn.has(target)) {
        this.#visible.add(target);
        this.#fill(target);
      }
    }
  }

  #resize(place) {
    this.#drawn.get(place)?.setSize(sizeOf(place));
  }

  #lists(place) {
    const step = this.#steps[Number(place.dataset.step)];
    return SERIES[place.dataset.chart].map((field) => step?.[field] ?? this.#at.map(() => null));
  }

  #fill(place) {
    this.#drawn.get(place).setData([this.#at, ...this.#lists(place)]);
  }

  /** Says in the label what the picture shows. */
  #tell(place) {
    const words = this.#lists(place).map((list) => {
      const known = list.filter((value) => value !== null);
      return known.length === 0
        ? "nothing yet"
        : `now ${short.format(known.at(-1))}, most ${short.format(Math.max(...known))}`;
    });
    const [first, second] = words;
    place.ariaLabel =
      `${place.dataset.label}, in the last 5 minutes: ` +
      (second === undefined ? first : `half ${first}; 99 % ${second}`);
  }

  #made(place) {
    const colour = (name) => getComputedStyle(place).getPropertyValue(name).trim();
    const line = { width: 1.5, points: { show: false }, stroke: colour("--line") };
    const first = { ...line, fill: colour("--area") };
    const second = { ...line, stroke: colour("--line-2"), dash: [4, 3] };
    return new uPlot(
      {
        ...sizeOf(place),
        padding: [7, 1, 7, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { time: false, range: (_, oldest, newest) => [Math.min(oldest, newest - LEAST_SECONDS), newest] },
          y: { range: (_, __, most) => [0, top(most)] },
        },
        axes: [
          { show: false },
          {
            size: 34,
            gap: 4,
            font: "11px system-ui, sans-serif",
            stroke: colour("--quiet"),
            ticks: { show: false },
            grid: { stroke: colour("--grid"), width: 1 },
            splits: (_, __, ___, most) => [0, most],
            values: (_, splits) => splits.map((value) => short.format(value)),
          },
        ],
        series: [{}, first, ...(place.dataset.chart === "times" ? [second] : [])],
      },
      [[], [], []].slice(0, SERIES[place.dataset.chart].length + 1),
      place,
    );
  }
}
