// The tree of RFC 6962: SHA-256 of 0x00 and a leaf, SHA-256 of 0x01 and two nodes.

const HASH_BYTES = 32;
const AT_ONCE = 4096;
const SUBTREE_LEVEL = 4;

/** The hashes of many texts, 32 bytes each, in one array. `prepare(i)` gives the i-th text. */
async function hashes(count, prepare, progress) {
  const all = new Uint8Array(count * HASH_BYTES);
  for (let from = 0; from < count; from += AT_ONCE) {
    const to = Math.min(count, from + AT_ONCE);
    const batch = [];
    for (let i = from; i < to; i++) {
      // The browser copies the text at once: one array serves for all.
      batch.push(crypto.subtle.digest("SHA-256", prepare(i)));
    }
    (await Promise.all(batch)).forEach((hash, i) => {
      all.set(new Uint8Array(hash), (from + i) * HASH_BYTES);
    });
    progress?.(to);
  }
  return all;
}

/** The leaf hash of each entry. */
function leafHashes(entries, progress) {
  const scratch = new Uint8Array(1 + 0xffff);
  const prepare = (i) => {
    const leaf = entries.bytes(i);
    scratch.set(leaf, 1);
    return scratch.subarray(0, 1 + leaf.length);
  };
  return hashes(entries.count, prepare, progress);
}

/** The level above: pairs become nodes, and one that is left over moves up as it is. */
async function levelAbove(level) {
  const count = level.length / HASH_BYTES;
  const pairs = Math.floor(count / 2);
  const scratch = new Uint8Array(1 + 2 * HASH_BYTES);
  scratch[0] = 1;
  const above = await hashes(pairs, (i) => {
    const at = 2 * i * HASH_BYTES;
    scratch.set(level.subarray(at, at + 2 * HASH_BYTES), 1);
    return scratch;
  });
  return count % 2 === 0 ? above : joined(above, level.subarray(-HASH_BYTES));
}

/** The root over leaf hashes, and on the way the roots over each 16 of them. */
async function treeOver(leaves) {
  let level = leaves;
  let subtrees = leaves;
  for (let height = 0; height < SUBTREE_LEVEL || level.length > HASH_BYTES; height++) {
    if (level.length > HASH_BYTES) {
      level = await levelAbove(level);
    }
    if (height === SUBTREE_LEVEL - 1) {
      subtrees = level;
    }
  }
  const root = level.length === 0 ? await sha256(new Uint8Array(0)) : level;
  return { root, subtrees };
}

/** The root over the roots of subtrees of 16 entries. */
async function rootOver(subtrees) {
  let level = subtrees;
  while (level.length > HASH_BYTES) {
    level = await levelAbove(level);
  }
  return level;
}

/** The root that an inclusion proof gives, RFC 9162 section 2.1.3; nothing when it does not fit. */
async function rootByProof(index, size, leafHash, path) {
  if (index >= size) {
    return undefined;
  }
  let node = leafHash;
  let place = index;
  let used = 0;
  for (let last = size - 1; last > 0; last = Math.floor(last / 2)) {
    const onTheLeft = place % 2 === 1;
    if (onTheLeft || place < last) {
      const sibling = path[used++];
      if (sibling === undefined) {
        return undefined;
      }
      node = await (onTheLeft ? nodeOf(sibling, node) : nodeOf(node, sibling));
    }
    place = Math.floor(place / 2);
  }
  return used === path.length ? node : undefined;
}

function nodeOf(left, right) {
  return sha256(joined(Uint8Array.of(1), left, right));
}
