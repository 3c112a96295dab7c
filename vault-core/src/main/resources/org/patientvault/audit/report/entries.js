// The entries that the page holds: the whole log, or an extract with proofs.

/** Where each entry stands in the block's bytes. */
class Entries {
  constructor(block, whole) {
    this.block = block;
    this.whole = whole;
    this.starts = [];
    this.lengths = [];
    this.indexes = [];
    this.paths = [];
    this.places = new Map();
    this.#read();
  }

  get count() {
    return this.starts.length;
  }

  /** The place on this page of the entry with an index of the log; nothing when it is not here. */
  place(index) {
    if (this.whole) {
      return index < this.count ? index : undefined;
    }
    return this.places.get(index);
  }

  index(place) {
    return this.whole ? place : this.indexes[place];
  }

  bytes(place) {
    return this.block.subarray(this.starts[place], this.starts[place] + this.lengths[place]);
  }

  /** An entry's members; nothing when it is not spelled as entries are. */
  parsed(place) {
    try {
      const line = text.decode(this.bytes(place));
      const members = JSON.parse(line);
      return JSON.stringify(members) === line && members.v === 1 ? members : undefined;
    } catch {
      return undefined;
    }
  }

  #read() {
    const view = new DataView(this.block.buffer, this.block.byteOffset, this.block.byteLength);
    let at = 0;
    try {
      while (at < this.block.length) {
        at = this.whole ? this.#readLeaf(view, at) : this.#readProof(view, at);
      }
    } catch {
      throw new Refused(say("bad.frame"));
    }
    if (at !== this.block.length) {
      throw new Refused(say("bad.frame"));
    }
  }

  #readLeaf(view, at) {
    const length = view.getUint16(at);
    this.starts.push(at + 2);
    this.lengths.push(length);
    return at + 2 + length;
  }

  #readProof(view, at) {
    const index = Number(view.getBigUint64(at));
    const last = this.indexes.at(-1) ?? -1;
    if (index <= last) {
      throw new Refused(say("bad.order", index));
    }
    this.places.set(index, this.count);
    this.indexes.push(index);
    const behind = this.#readLeaf(view, at + 8);
    const count = view.getUint8(behind);
    const path = [];
    for (let i = 0; i < count; i++) {
      const from = behind + 1 + i * HASH_BYTES;
      path.push(this.block.subarray(from, from + HASH_BYTES));
    }
    this.paths.push(path);
    return behind + 1 + count * HASH_BYTES;
  }
}
