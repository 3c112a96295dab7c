// The data blocks of the page: script elements that no browser runs.

const MOST_BYTES = 2 ** 30;
const text = new TextDecoder("utf-8", { fatal: true });

/** Something on the page is not as it must be; the message is for people. */
class Refused extends Error {}

function elementsOf(block) {
  return [...document.querySelectorAll(`script[data-block="${block}"]`)];
}

/** A block of JSON: its bytes and its value. */
function plainBlock(block) {
  const found = elementsOf(block);
  if (found.length !== 1) {
    throw new Refused(block === "end" ? say("bad.no-end") : say("bad.block", blockName(block)));
  }
  const source = found[0].textContent;
  try {
    return { bytes: new TextEncoder().encode(source), value: JSON.parse(source) };
  } catch {
    throw new Refused(say("bad.block", blockName(block)));
  }
}

/** A packed block's bytes. Its elements are dropped: the page need not keep both forms. */
async function packedBlock(block) {
  const found = elementsOf(block);
  try {
    const packed = new Blob(found.map((each) => bytesOfBase64(each.textContent)));
    const bytes = await unpacked(packed);
    found.forEach((each) => each.remove());
    return bytes;
  } catch {
    throw new Refused(say("bad.block", blockName(block)));
  }
}

async function unpacked(packed) {
  const reader = packed.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  const parts = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    length += next.value.length;
    if (length > MOST_BYTES) {
      throw new Refused("too long");
    }
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function blockName(block) {
  return say(`block.${block}`);
}

/** The bytes of standard base 64; one spelling for one value. */
function bytesOfBase64(encoded) {
  const octets = atob(encoded);
  const bytes = new Uint8Array(octets.length);
  for (let i = 0; i < octets.length; i++) {
    bytes[i] = octets.charCodeAt(i);
  }
  return bytes;
}

function strictBase64(encoded) {
  const octets = atob(encoded);
  if (btoa(octets) !== encoded) {
    throw new Refused("base 64");
  }
  return bytesOfBase64(encoded);
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
