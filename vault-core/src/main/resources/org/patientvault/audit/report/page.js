// Puts the page together: shows the report, runs the check, says what came of it.

const banner = document.getElementById("check");
const verdict = document.getElementById("verdict");
const reason = document.getElementById("reason");
const progress = document.getElementById("progress");

function announce(state, head, sentence) {
  banner.dataset.state = state;
  verdict.textContent = head;
  reason.textContent = sentence;
}

function showProgress(done, all) {
  progress.hidden = done >= all;
  progress.textContent = say("checking.count", done, all);
}

function showReport(report, check) {
  document.title = visible(report.title);
  document.getElementById("title").textContent = visible(report.title);
  const summary = report.summary.map((sentence) => element("p", {}, visible(sentence)));
  document.getElementById("summary").replaceChildren(...summary);
  const charts = report.charts.map((chart, number) => new ChartView(chart, number));
  const tables = report.tables.map((table, number) => new TableView(table, number, check));
  widen(charts);
  const main = document.getElementById("report");
  if (charts.length > 0) {
    main.append(element("div", { class: "charts" }, ...charts.map(({ figure }) => figure)));
  }
  main.append(...tables.map(({ section }) => section));
  addEventListener("beforeprint", () => tables.forEach((table) => table.print(true)));
  addEventListener("afterprint", () => tables.forEach((table) => table.print(false)));
  return tables;
}

/** Timelines take the whole width, and so does a bar chart that has no other beside it. */
function widen(charts) {
  let open;
  for (const { chart, figure } of charts) {
    const wide = chart.kind === "TIMELINE";
    figure.classList.toggle("wide", wide);
    if (wide || open) {
      open?.classList.toggle("wide", wide);
      open = undefined;
    } else {
      open = figure;
    }
  }
  open?.classList.add("wide");
}

function showResult(check) {
  const { state } = check;
  const kind = check.whole ? "whole" : "extract";
  const sentence =
    state === "verified"
      ? `${say(`verified.${kind}`, check.entries.count, check.head.size)} ${say("verified.paper")}`
      : say(`${state}.text`);
  announce(state, say(`${state}.head`), sentence);
  showSteps(check.steps, state);
}

function today() {
  return say("steps.when", times.format(new Date()));
}

function showSteps(steps, state) {
  const items = steps.map((step) => element("li", { class: `mark ${step.state}` }, ...stepText(step)));
  const list = element("ul", { class: "steps" }, ...items);
  const open = state !== "verified";
  const details = element("details", { open }, element("summary", {}, say("steps.title")), list);
  details.append(element("p", { class: "note when" }, today()));
  const checked = document.getElementById("checked");
  checked.replaceChildren(details);
  checked.hidden = false;
  addEventListener("beforeprint", () => (details.open = true));
}

/** Only the program's own sentences have commands in them; what is wrong may quote a stranger. */
function stepText({ state, text }) {
  return state === "open" ? sentence(text) : [text];
}

function showMeaning(check) {
  const meaning = document.getElementById("meaning");
  const kind = check.whole ? "whole" : "extract";
  const list = (...keys) => element("ul", {}, ...keys.map((key) => element("li", {}, ...sentence(say(key)))));
  const part = (key, ...content) => element("div", {}, element("h3", {}, say(key)), ...content);
  const hidden = ["names", "sums", "missing", "end", "page"].map((key) => `meaning.hides.${key}`);
  meaning.replaceChildren(
    element("h2", {}, say("meaning.title")),
    element(
      "div",
      { class: "columns" },
      element(
        "div",
        {},
        part("meaning.shows", list(`meaning.shows.${kind}`, "meaning.shows.rows")),
        part("meaning.key", element("p", {}, say("meaning.key.text")), keyFacts(check)),
      ),
      element(
        "div",
        {},
        part("meaning.hides", list(...(check.whole ? [] : ["meaning.hides.extract"]), ...hidden)),
        part("meaning.second", list("meaning.second.digest", "meaning.second.verify")),
      ),
    ),
    element(
      "details",
      { class: "note-text" },
      element("summary", {}, say("meaning.note")),
      element("pre", { tabindex: "0" }, visible(check.note ?? "").replaceAll("\u27e8U+000A\u27e9", "\n")),
    ),
  );
  meaning.hidden = false;
}

function keyFacts({ head, key }) {
  const facts = [
    ["meaning.key.fingerprint", key && element("code", { class: "print" }, inFours(key.fingerprint))],
    ["meaning.log", head && visible(head.origin)],
    ["meaning.size", head && numbers.format(head.size)],
    ["meaning.root", head && element("code", {}, hex(head.root))],
  ];
  const list = element("dl", { class: "facts" });
  for (const [name, fact] of facts.filter((each) => each[1] !== undefined)) {
    list.append(element("dt", {}, say(name)), element("dd", {}, fact));
  }
  return list;
}

function inFours(digits) {
  return digits.match(/.{1,4}/g).join(" ");
}

async function main() {
  const check = new Check(showProgress);
  try {
    check.begin();
    announce("checking", say("checking.head"), say("checking.text"));
    const tables = globalThis.DecompressionStream && showReport(await check.readReport(), check);
    if (!tables || !globalThis.crypto?.subtle) {
      announce("partial", say("crypto.head"), say("crypto.text"));
      return;
    }
    await breathe();
    await check.run();
    check.done = true;
    progress.hidden = true;
    tables.forEach((table) => table.refresh());
    document.getElementById("origin").textContent = check.head ? visible(check.head.origin) : "";
    showMeaning(check);
    showResult(check);
  } catch (error) {
    progress.hidden = true;
    const why = error instanceof Refused ? capital(error.message) : String(error);
    announce("failed", say("failed.head"), say("crashed.text", why));
  }
}

main();
