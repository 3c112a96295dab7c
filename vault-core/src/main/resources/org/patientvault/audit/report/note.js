// The signed head and the trust policy: C2SP signed note, tlog-checkpoint, tlog-policy.

const ED25519 = 1;
const ED25519_COSIGNATURE = 4;
const ML_DSA_44 = 6;
const ML_DSA_44_LABEL = "ML-DSA-44";
const DASH = "\u2014 ";

/** A note taken apart: its text, what the text claims, and its signature lines. */
function parseNote(note) {
  const found = /^(([^\n]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/=]+)\n)\n((?:[^\n]+\n)+)$/.exec(note);
  if (!found) {
    throw new Refused(say("bad.note"));
  }
  const [, body, origin, size, root, lines] = found;
  const head = { body, origin, size: Number(size), root: decoded(root, "bad.note") };
  if (head.root.length !== HASH_BYTES || !Number.isSafeInteger(head.size)) {
    throw new Refused(say("bad.note"));
  }
  return { ...head, signatures: lines.slice(0, -1).split("\n").map(parseSignature) };
}

function parseSignature(line) {
  const space = line.indexOf(" ", DASH.length);
  if (!line.startsWith(DASH) || space < 0) {
    throw new Refused(say("bad.note"));
  }
  const value = decoded(line.slice(space + 1), "bad.note");
  return {
    name: line.slice(DASH.length, space),
    id: hex(value.subarray(0, 4)),
    signature: value.subarray(4),
  };
}

/** The keys that a policy names, each with its fingerprint. */
async function parsePolicy(policy) {
  const keys = [];
  for (const line of policy.split("\n")) {
    const items = line.trim().split(/[ \t]+/);
    if (items[0] === "log") {
      keys.push(await parseKey(items[1], false));
    } else if (items[0] === "witness") {
      keys.push(await parseKey(items[2], true));
    }
  }
  return keys;
}

async function parseKey(vkey, witness) {
  const [name, id, ...rest] = (vkey ?? "").split("+");
  const typed = decoded(rest.join("+"), "bad.policy");
  const named = new TextEncoder().encode(`${name}\n`);
  const fingerprint = hex(await sha256(joined(named, typed)));
  if (!name || typed.length === 0 || !fingerprint.startsWith(id) || id.length !== 8) {
    throw new Refused(say("bad.key-id", visible(name)));
  }
  return { name, id, fingerprint, witness, type: typed[0], key: typed.subarray(1) };
}

function decoded(encoded, otherwise) {
  try {
    return strictBase64(encoded);
  } catch {
    throw new Refused(say(otherwise));
  }
}

/** Checks every signature that a browser can check. A known key's bad signature is refused. */
async function checkSignatures(head, keys) {
  const own = keys.find((key) => key.name === head.origin && key.type === ED25519);
  if (!own) {
    throw new Refused(say("bad.no-key", visible(head.origin)));
  }
  for (const key of keys.filter(({ name, type }) => name === head.origin && type === ML_DSA_44)) {
    if (linesOf(head, key).length === 0) {
      throw new Refused(say("bad.stripped", ML_DSA_44_LABEL));
    }
  }
  if (linesOf(head, own).length === 0) {
    throw new Refused(say("bad.no-signature", visible(own.name)));
  }
  for (const key of keys) {
    for (const line of linesOf(head, key)) {
      await checkSignature(head, key, line);
    }
  }
  return own;
}

function linesOf(head, key) {
  return head.signatures.filter((line) => line.name === key.name && line.id === key.id);
}

async function checkSignature(head, key, line) {
  const [signature, message] = signedBy(head, key, line);
  if (!message) {
    return;
  }
  const imported = await imports(key.key);
  if (!(await crypto.subtle.verify("Ed25519", imported, signature, message))) {
    throw new Refused(say("bad.signature", visible(key.name)));
  }
}

/** The signature, and the message that it covers; no message for a type that browsers lack. */
function signedBy(head, key, { signature }) {
  const utf8 = new TextEncoder();
  if (key.type === ED25519) {
    return [signature, utf8.encode(head.body)];
  }
  if (key.type === ED25519_COSIGNATURE && signature.length > 8) {
    const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
    return [signature.subarray(8), utf8.encode(`cosignature/v1\ntime ${time}\n${head.body}`)];
  }
  return [signature, undefined];
}

/** A browser without Ed25519 says so itself; that is no bad signature. */
class Unknown extends Error {}

async function imports(key) {
  try {
    return await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    if (error.name === "NotSupportedError") {
      throw new Unknown(say("unknown.ed25519"));
    }
    throw new Refused(say("bad.policy"));
  }
}
