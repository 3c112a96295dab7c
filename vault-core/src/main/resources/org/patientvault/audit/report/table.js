// A table of any length: a page of rows at a time, found, sorted, and marked by the check.

const PAGE_ROWS = 100;
const NARROW_COLUMNS = 3;
const SEARCHABLE_ROWS = 10;
const MOST_PRINTED_ROWS = 3000;
const TYPING_MILLIS = 150;

class TableView {
  constructor(table, number, check) {
    this.table = table;
    this.number = number;
    this.check = check;
    const entry = table.columns.map((column) => column.kind === "ENTRY");
    /** What a row is proven by stands first, so that no narrow window cuts it off. */
    this.places = [...entry.keys()].sort((one, other) => entry[other] - entry[one] || one - other);
    this.isProvable = entry.includes(true);
    this.order = table.rows.map((_, row) => row);
    this.sorted = { column: -1, down: false };
    this.first = 0;
    this.shown = PAGE_ROWS;
    this.#build();
    this.#fill();
  }

  /** Shows what the check found meanwhile. */
  refresh() {
    this.#fill();
  }

  print(printing) {
    this.shown = printing ? MOST_PRINTED_ROWS : PAGE_ROWS;
    this.keptFirst = printing ? this.first : this.keptFirst;
    this.first = printing ? 0 : this.keptFirst;
    this.#fill();
  }

  #build() {
    const id = `table-${this.number}`;
    this.title = element("h2", { id }, visible(this.table.title));
    this.count = element("p", { class: "count", role: "status" });
    this.body = element("tbody", { role: "rowgroup" });
    const narrow = this.table.columns.length <= NARROW_COLUMNS ? "narrow" : undefined;
    const attributes = { role: "table", class: narrow, "aria-labelledby": id };
    const grid = element("table", attributes, this.#head(), this.body);
    this.pane = element("div", { class: "pane" }, grid);
    new ResizeObserver(() => this.#fit(grid, id)).observe(this.pane);
    this.pager = element("nav", { "aria-label": say("table.pages", visible(this.table.title)) });
    const tools = element("div", { class: "tools" }, this.#filter(), this.count);
    this.printed = element("p", { class: "note printed" });
    this.section = element("section", { class: "table" }, this.title, this.#note(), tools);
    this.section.append(this.pane, this.pager, this.printed);
  }

  /** A table that is wider than the page scrolls by itself, and can be reached by the keyboard. */
  #fit(grid, id) {
    const wide = grid.scrollWidth > this.pane.clientWidth + 1;
    this.pane.classList.toggle("wide", wide);
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-labelledby", id]]) {
      wide ? this.pane.setAttribute(name, value) : this.pane.removeAttribute(name);
    }
  }

  #note() {
    return this.isProvable || this.table.rows.length === 0
      ? undefined
      : element("p", { class: "note" }, say("table.unproven"));
  }

  #filter() {
    if (this.table.rows.length <= SEARCHABLE_ROWS) {
      return undefined;
    }
    const id = `find-${this.number}`;
    const box = element("input", { type: "search", id, autocomplete: "off", spellcheck: "false" });
    let waiting;
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.#find(box.value), TYPING_MILLIS);
    });
    return element("div", { class: "find" }, element("label", { for: id }, say("table.filter")), box);
  }

  #head() {
    this.heads = this.places.map((at) => {
      const column = this.table.columns[at];
      const heading =
        capital(visible(column.heading)) + (column.kind === "TIME" ? ` (${say("table.utc")})` : "");
      const button = element(
        "button",
        { type: "button", title: say("table.sort", visible(column.heading)) },
        heading,
        element("span", { class: "arrow", "aria-hidden": "true" }),
      );
      button.addEventListener("click", () => this.#sort(at));
      // Browsers leave buttons out of a heading that is repeated on the next sheet.
      const onPaper = element("span", { class: "paper" }, heading);
      const attributes = { scope: "col", role: "columnheader", class: kindOf(column) };
      return element("th", attributes, button, onPaper);
    });
    const row = element("tr", { role: "row" }, ...this.heads);
    return element("thead", { role: "rowgroup" }, row);
  }

  #find(wanted) {
    const needle = plain(wanted);
    this.texts ??= this.table.rows.map((row) => plain(row.join("\n")));
    this.order = [];
    this.texts.forEach((each, row) => {
      if (each.includes(needle)) {
        this.order.push(row);
      }
    });
    this.#arrange();
  }

  #sort(column) {
    this.sorted = { column, down: this.sorted.column === column && !this.sorted.down };
    this.heads.forEach((head, place) => {
      head.removeAttribute("aria-sort");
      if (this.places[place] === column) {
        head.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
      }
    });
    this.#arrange();
  }

  #arrange() {
    const { column, down } = this.sorted;
    this.order.sort((one, other) => one - other);
    if (column >= 0) {
      const compare = comparison(this.table.columns[column].kind);
      const rows = this.table.rows;
      const sign = down ? -1 : 1;
      this.order.sort((one, other) => sign * compare(rows[one][column], rows[other][column]));
    }
    this.#go(0);
  }

  #go(first) {
    this.first = Math.max(0, Math.min(first, this.order.length - 1));
    this.#fill();
    this.pane.scrollTop = 0;
  }

  #fill() {
    const rows = this.order.slice(this.first, this.first + this.shown);
    this.body.replaceChildren(...rows.flatMap((row) => this.#row(row)));
    if (rows.length === 0) {
      const key = this.table.rows.length === 0 ? "table.empty" : "table.none";
      const cell = element("td", { role: "cell", colspan: this.heads.length, class: "none" }, say(key));
      this.body.append(element("tr", { role: "row" }, cell));
    }
    const all = this.table.rows.length;
    this.count.textContent =
      this.order.length === all ? say("table.rows", all) : say("table.found", this.order.length, all);
    this.printed.textContent =
      this.order.length > MOST_PRINTED_ROWS
        ? say("table.printed", MOST_PRINTED_ROWS, this.order.length)
        : "";
    this.#fillPager(rows.length);
  }

  /** A row; where it is wrong, a second one says why. */
  #row(row) {
    const problem = this.check.rows?.problems[this.number].get(row);
    const cells = this.places.map((at) => this.#cell(row, this.table.columns[at], at));
    const line = element("tr", { role: "row", class: problem ? "bad" : undefined }, ...cells);
    if (!problem) {
      return [line];
    }
    const why = element("td", { role: "cell", colspan: this.heads.length }, capital(problem));
    return [line, element("tr", { role: "row", class: "why" }, why)];
  }

  #cell(row, column, at) {
    const value = this.table.rows[row][at];
    const content = value === "" ? this.#nothing(column) : this.#content(row, column, value);
    return element(
      "td",
      { role: "cell", class: kindOf(column), "data-label": capital(visible(column.heading)) },
      content,
    );
  }

  /** Where an entry could be named and is not, the reader sees that the row is not proven. */
  #nothing(column) {
    return column.kind === "ENTRY"
      ? element("span", { class: "mark open" }, say("state.blank"))
      : undefined;
  }

  #content(row, column, value) {
    switch (column.kind) {
      case "ENTRY":
        return this.#entry(row, value);
      case "TIME":
        return element("time", { title: visible(value) }, sayTime(value));
      case "NUMBER":
        return /^-?\d{1,15}$/.test(value) ? numbers.format(Number(value)) : visible(value);
      default:
        return element("bdi", {}, ...breakable(visible(wordFor(column, value))));
    }
  }

  #entry(row, value) {
    const index = /^\d{1,16}$/.test(value) ? Number(value) : undefined;
    const problem = this.check.rows?.problems[this.number].has(row);
    const state = !this.check.done ? "open" : problem ? "bad" : stateOfEntry(this.check, index);
    const shown = index === undefined ? visible(value) : numbers.format(index);
    const button = element(
      "button",
      { type: "button", class: `mark ${state}`, title: capital(say(`state.${state}`)) },
      shown,
      element("span", { class: "unseen" }, `, ${say(`state.${state}`)}`),
    );
    button.addEventListener("click", () => showEntry(this.check, index));
    return button;
  }

  #fillPager(count) {
    this.pager.hidden = this.order.length <= this.shown;
    const lastPage = Math.floor((this.order.length - 1) / PAGE_ROWS) * PAGE_ROWS;
    const step = (key, first, possible) => {
      const button = element("button", { type: "button", disabled: !possible }, say(key));
      button.addEventListener("click", () => this.#turn(key, first));
      button.dataset.step = key;
      return button;
    };
    const place = say("table.page", this.first + 1, this.first + count, this.order.length);
    this.pager.replaceChildren(
      step("table.first", 0, this.first > 0),
      step("table.previous", this.first - PAGE_ROWS, this.first > 0),
      element("span", { class: "place", role: "status" }, place),
      step("table.next", this.first + PAGE_ROWS, this.first < lastPage),
      step("table.last", lastPage, this.first < lastPage),
    );
  }

  /** Turns the page and keeps the keyboard where it was. */
  #turn(key, first) {
    this.#go(first);
    const same = this.pager.querySelector(`[data-step="${key}"]:not(:disabled)`);
    (same ?? this.pager.querySelector("button:not(:disabled)"))?.focus();
    this.title.scrollIntoView({ block: "nearest" });
  }
}

function kindOf(column) {
  return column.kind.toLowerCase();
}

/** Codes of events in plain words; the check holds the code itself against the entry. */
function wordFor(column, value) {
  return column.key.endsWith("event") ? (words[`event.${value}`] ?? value) : value;
}

/** A word without a gap, such as a pseudonym, may be broken rather than push other columns out. */
function breakable(value) {
  const tokens = value.split(/(\S{18,})/u);
  return tokens.flatMap((word, at) =>
    at % 2 === 0 ? [word] : word.match(/.{1,11}/gu).flatMap((part) => [part, element("wbr")]),
  );
}

/** Without capitals and accents, for finding. */
function plain(value) {
  return value.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase(language);
}

function comparison(kind) {
  if (kind === "NUMBER" || kind === "ENTRY") {
    return (one, other) => Number(one) - Number(other);
  }
  if (kind === "TIME") {
    return (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  }
  return new Intl.Collator(language, { numeric: true }).compare;
}
