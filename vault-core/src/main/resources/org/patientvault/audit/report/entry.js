// One entry, as it was signed, in a dialog.

const dialog = document.getElementById("entry");

/** What the members of an entry mean, in plain words beside the code. */
function meaningOf(member, value) {
  const shown = typeof value === "string" ? visible(value) : JSON.stringify(value);
  if (member === "t") {
    return `${sayTime(String(value))} (${shown})`;
  }
  const word = { e: words[`event.${value}`], o: words[`outcome.${value}`] }[member];
  return word ? `${word} (${shown})` : shown;
}

function showEntry(check, index) {
  const place = check.entries?.place(index);
  if (place === undefined) {
    return;
  }
  const state = stateOfEntry(check, index);
  const title = element("h2", { id: "entry-title" }, say("entry.title", index));
  const close = element("button", { type: "button", class: "close" }, say("entry.close"));
  close.addEventListener("click", () => dialog.close());
  const top = element("div", { class: "top" }, title, close);
  const mark = element("p", { class: `mark ${state}` }, capital(say(`state.${state}`)));
  dialog.replaceChildren(top, mark, members(check, place), ...evidence(check, place));
  dialog.showModal();
}

function members(check, place) {
  const list = element("dl");
  for (const [member, value] of Object.entries(check.entries.parsed(place) ?? {})) {
    list.append(
      element("dt", {}, words[`leaf.${member}`] ?? visible(member)),
      element("dd", {}, meaningOf(member, value)),
    );
  }
  return list;
}

function evidence(check, place) {
  const line = new TextDecoder().decode(check.entries.bytes(place));
  const hash = check.leaves?.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
  const path = check.entries.paths[place];
  return [
    element("h3", {}, say("entry.raw")),
    element("pre", {}, visible(line)),
    hash && element("h3", {}, say("entry.hash")),
    hash && element("pre", {}, hex(hash)),
    path && element("p", {}, say("entry.path", path.length)),
  ].filter((part) => part);
}

/** "open" until the check is over; then by what it found. */
function stateOfEntry(check, index) {
  if (!check.done) {
    return "open";
  }
  return check.isProven(index) && check.signatureHolds ? "ok" : "bad";
}
