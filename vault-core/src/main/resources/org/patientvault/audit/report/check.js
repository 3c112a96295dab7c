// The check in its steps. Each step adds a line; nothing is verified when one of them is not "ok".

/** What the check found. `steps` are { state: "ok" | "bad" | "open", text, left } in order. */
class Check {
  constructor(onProgress) {
    this.onProgress = onProgress;
    this.steps = [];
    this.head = undefined;
    this.keys = [];
    this.entries = undefined;
    this.rows = undefined;
    this.signatureHolds = false;
    this.done = false;
    this.badEntries = new Set();
    /** In a whole log, entries from here on are not proven. */
    this.provenBelow = 0;
  }

  /** Reads the words first, for without them nothing can be said. */
  begin() {
    const block = plainBlock("words");
    words = block.value;
    this.wordBytes = block.bytes;
  }

  /** Reads the report; what is shown is exactly what is checked. */
  async readReport() {
    this.reportBytes = await packedBlock("report");
    const report = JSON.parse(text.decode(this.reportBytes));
    if (report.version !== 1) {
      throw new Refused(say("bad.version"));
    }
    this.report = report;
    return report;
  }

  async run() {
    const proof = plainBlock("proof");
    this.whole = proof.value.kind === "whole";
    if (proof.value.version !== 1 || !(this.whole || proof.value.kind === "extract")) {
      throw new Refused(say("bad.version"));
    }
    await this.#step("note", () => this.#readNote(proof.value));
    await this.#step("signature", () => this.#checkSignature(proof.value));
    const entries = await packedBlock("entries");
    const subtrees = await packedBlock("subtrees");
    await this.#step("entries", () => this.#checkEntries(entries, subtrees));
    await this.#checkRows();
    await this.#step("data", () => this.#checkDigests(proof.bytes, entries, subtrees));
    this.#sayWhatIsLeft();
  }

  /** "verified" only when each step is; "empty" when nothing but the signature could be. */
  get state() {
    if (this.steps.some(({ state }) => state === "bad")) {
      return "failed";
    }
    if (this.steps.some(({ state, left }) => state === "open" && !left)) {
      return "partial";
    }
    if (this.entries.count === 0) {
      return "empty";
    }
    return this.steps.filter(({ state }) => state === "ok").length >= 5 ? "verified" : "partial";
  }

  async #step(name, step) {
    try {
      const [kind, ...values] = await step();
      this.#add("ok", say(`step.${kind}.ok`, ...values));
    } catch (error) {
      if (error instanceof Unknown) {
        this.#add("open", say(`step.${name}.unknown`, error.message));
      } else if (error instanceof Refused) {
        this.#add("bad", say(`step.${name}.bad`, error.message));
      } else {
        throw error;
      }
    }
  }

  #add(state, text, left = false) {
    this.steps.push({ state, text, left });
  }

  #readNote({ note }) {
    this.head = parseNote(note);
    this.note = note;
    return ["note", this.head.size];
  }

  async #checkSignature({ policy }) {
    if (!this.head) {
      throw new Refused(say("bad.note"));
    }
    this.keys = await parsePolicy(policy);
    this.key = this.keys.find(({ name, type }) => name === this.head.origin && type === ED25519);
    await checkSignatures(this.head, this.keys);
    this.signatureHolds = true;
    return ["signature"];
  }

  async #checkEntries(block, subtrees) {
    this.entries = new Entries(block, this.whole);
    if (!this.head) {
      throw new Unknown();
    }
    this.leaves = await leafHashes(this.entries, (done) =>
      this.onProgress(done, this.entries.count),
    );
    return this.whole ? this.#checkWhole(subtrees) : this.#checkExtract();
  }

  async #checkWhole(claimed) {
    const { root, subtrees } = await treeOver(this.leaves);
    const problems = [];
    if (this.entries.count !== this.head.size) {
      problems.push(say("bad.count", this.entries.count, this.head.size));
    }
    if (!sameBytes(root, this.head.root)) {
      problems.push(...(await this.#whereItDiffers(subtrees, claimed)));
    }
    if (problems.length > 0) {
      throw new Refused(listed(problems));
    }
    this.provenBelow = Infinity;
    return ["entries.whole", this.entries.count];
  }

  /** Claimed roots of subtrees that give the signed root are as good as signed. */
  async #whereItDiffers(subtrees, claimed) {
    if (claimed.length === 0 || !sameBytes(await rootOver(claimed), this.head.root)) {
      return [say("bad.root")];
    }
    const differing = [];
    for (let at = 0; at < Math.max(subtrees.length, claimed.length); at += HASH_BYTES) {
      const one = subtrees.subarray(at, at + HASH_BYTES);
      if (!sameBytes(one, claimed.subarray(at, at + HASH_BYTES))) {
        differing.push(at / HASH_BYTES);
      }
    }
    return this.#ranges(differing);
  }

  #ranges(differing) {
    const width = 2 ** SUBTREE_LEVEL;
    if (this.entries.count !== this.head.size) {
      this.provenBelow = differing[0] * width;
      return [say("bad.shifted", this.provenBelow)];
    }
    this.provenBelow = Infinity;
    return differing.map((subtree) => {
      const last = Math.min(this.head.size, (subtree + 1) * width) - 1;
      for (let i = subtree * width; i <= last; i++) {
        this.badEntries.add(i);
      }
      return say("bad.range", subtree * width, last);
    });
  }

  async #checkExtract() {
    const problems = [];
    for (let place = 0; place < this.entries.count; place++) {
      const index = this.entries.index(place);
      const leaf = this.leaves.slice(place * HASH_BYTES, (place + 1) * HASH_BYTES);
      const root = await rootByProof(index, this.head.size, leaf, this.entries.paths[place]);
      if (!root || !sameBytes(root, this.head.root)) {
        this.badEntries.add(index);
        problems.push(say("bad.entry", index));
      }
    }
    if (problems.length > 0) {
      throw new Refused(listed(problems));
    }
    return this.entries.count === 0
      ? ["entries.empty"]
      : ["entries.extract", this.entries.count];
  }

  /** True when the entry is one that the log signed. */
  isProven(index) {
    if (this.badEntries.has(index) || !this.head) {
      return false;
    }
    return !this.whole || index < this.provenBelow;
  }

  async #checkRows() {
    if (!this.entries) {
      return;
    }
    this.rows = new RowCheck(this.report.tables, this.entries, (index) => this.isProven(index));
    await this.rows.run();
    const unnamed = this.rows.unnamed();
    if (this.rows.wrong > 0) {
      this.#add("bad", say("step.rows.bad", this.rows.wrong, this.rows.describe()));
    } else if (this.rows.agreeing > 0) {
      this.#add("ok", say("step.rows.ok", this.rows.agreeing));
    } else {
      this.#add("ok", say("step.rows.none"));
    }
    if (unnamed !== undefined) {
      this.#add("bad", `${capital(say("bad.unnamed", unnamed))}.`);
    }
  }

  async #checkDigests(proof, entries, subtrees) {
    const claimed = plainBlock("end").value;
    const blocks = { words: this.wordBytes, proof, report: this.reportBytes, entries, subtrees };
    const changed = [];
    for (const [block, bytes] of Object.entries(blocks)) {
      if (hex(await sha256(bytes)) !== claimed[block]) {
        changed.push(say("bad.digest", blockName(block)));
      }
    }
    if (changed.length > 0) {
      throw new Refused(changed.join("; "));
    }
    return ["data"];
  }

  #sayWhatIsLeft() {
    if (this.rows?.blank > 0) {
      this.#add("open", say("step.rows.blank", this.rows.blank), true);
    }
    if (this.keys.some(({ type }) => type === ML_DSA_44)) {
      this.#add("open", say("step.post.open"), true);
    }
    if (this.keys.some(({ name, witness }) => witness && name !== this.head?.origin)) {
      this.#add("open", say("step.witness.open"), true);
    }
  }
}
