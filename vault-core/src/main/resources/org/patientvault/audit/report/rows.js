// Holds the rows of the tables against the entries that they name.

const CHECKED_AT_ONCE = 5000;
const MOST_NAMED = 3;

/**
 * Which columns of a table speak of which entry. A column of kind ENTRY with the key "entry" goes
 * with "time" and "event"; one with the key "review_entry" goes with "review_time" and
 * "review_event".
 */
function entryColumns(table) {
  const column = (key) => table.columns.findIndex((each) => each.key === key);
  return table.columns.flatMap(({ kind, key }, at) => {
    if (kind !== "ENTRY") {
      return [];
    }
    const prefix = key.endsWith("entry") ? key.slice(0, -"entry".length) : `${key}_`;
    return [{ at, time: column(`${prefix}time`), event: column(`${prefix}event`) }];
  });
}

/** Checks every row; keeps what is wrong with which. */
class RowCheck {
  constructor(tables, entries, isProven) {
    this.tables = tables;
    this.entries = entries;
    this.isProven = isProven;
    this.named = new Set();
    this.agreeing = 0;
    this.blank = 0;
    /** For each table, what is wrong with a row. */
    this.problems = tables.map(() => new Map());
  }

  async run() {
    for (const [number, table] of this.tables.entries()) {
      const columns = entryColumns(table);
      for (let row = 0; columns.length > 0 && row < table.rows.length; row++) {
        this.#check(number, row, columns);
        if (row % CHECKED_AT_ONCE === CHECKED_AT_ONCE - 1) {
          await breathe();
        }
      }
    }
  }

  #check(number, row, columns) {
    const cells = this.tables[number].rows[row];
    const naming = columns.filter(({ at }) => cells[at] !== "");
    const problem = naming.map((column) => this.#problem(cells, column)).find((each) => each);
    if (problem) {
      this.problems[number].set(row, problem);
    } else if (naming.length > 0) {
      this.agreeing++;
    } else {
      this.blank++;
    }
  }

  #problem(cells, { at, time, event }) {
    if (!/^(0|[1-9][0-9]{0,15})$/.test(cells[at])) {
      return say("row.number", visible(cells[at]));
    }
    const index = Number(cells[at]);
    const place = this.entries.place(index);
    if (place === undefined) {
      return say("row.absent", index);
    }
    this.named.add(index);
    const members = this.entries.parsed(place);
    if (!members) {
      return say("bad.leaf", index);
    }
    if (time >= 0 && !sameTime(cells[time], members.t)) {
      return say("row.time", visible(cells[time]), visible(String(members.t)));
    }
    if (event >= 0 && !meansEvent(cells[event], members.e)) {
      return say("row.event", visible(cells[event]), visible(String(members.e)));
    }
    return this.isProven(index) ? undefined : say("row.unproven", index);
  }

  get wrong() {
    return this.problems.reduce((sum, each) => sum + each.size, 0);
  }

  /** The first rows that are wrong, and why. */
  describe() {
    const all = this.problems.flatMap((problems, number) =>
      [...problems]
        .slice(0, MOST_NAMED + 1)
        .map(([row, why]) => say("bad.row", row + 1, visible(this.tables[number].title), why)),
    );
    return listed(all);
  }

  /** An entry of an extract that no row shows; nothing when each has its row. */
  unnamed() {
    if (this.entries.whole || !this.tables.some((table) => entryColumns(table).length > 0)) {
      return undefined;
    }
    return this.entries.indexes.find((index) => !this.named.has(index));
  }
}

/** True for the same moment; a time without a fraction is on the second. */
function sameTime(cell, time) {
  return cell === time || (/^[0-9T:-]{19}Z$/.test(cell) && cell.replace("Z", ".000Z") === time);
}

/** True for the event's code and for its name in the words of this page. */
function meansEvent(cell, code) {
  return cell === code || cell === words[`event.${code}`];
}

function listed(problems) {
  const first = problems.slice(0, MOST_NAMED).join("; ");
  return problems.length > MOST_NAMED ? say("bad.more", first) : first;
}
