// Words, numbers, times, and how text of strangers is shown.

const language = document.documentElement.lang;
/** Day before month, and 24 hours: nobody takes one time for another. */
const locale = language === "en" ? "en-GB" : language;
const numbers = new Intl.NumberFormat(locale);
const plurals = new Intl.PluralRules(locale);
const times = new Intl.DateTimeFormat(locale, {
  dateStyle: "medium",
  timeStyle: "medium",
  timeZone: "UTC",
});

let words = {};

/** The words for a key; {0} is filled in, and a bar parts "one" from any other number. */
function say(key, ...values) {
  const forms = (words[key] ?? key).split("|");
  const form = forms.length > 1 && plurals.select(Number(values[0])) !== "one" ? 1 : 0;
  return forms[form].replace(/\{(\d)\}/g, (place, index) => {
    const value = values[index];
    return typeof value === "number" ? numbers.format(value) : String(value ?? place);
  });
}

/** A UTC time such as 2026-01-15T08:31:07.044Z for people; anything else as it stands. */
function sayTime(text) {
  const known = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(text);
  const time = known ? new Date(text) : new Date(Number.NaN);
  return Number.isNaN(time.getTime()) ? visible(text) : times.format(time);
}

/** Controls and overrides of the writing direction, spelled out: nobody hides by turning text round. */
function visible(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (unseen) => {
    const code = unseen.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `\u27e8U+${code}\u27e9`;
  });
}

function capital(sentence) {
  return sentence.charAt(0).toLocaleUpperCase(locale) + sentence.slice(1);
}

/** An element with attributes and children; a string child is text, never markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  return furnish(made, attributes, children);
}

/** The same for a drawing. */
function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  return furnish(made, attributes, children);
}

function furnish(made, attributes, children) {
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      made.setAttribute(attribute, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A sentence with commands in it, between backticks. */
function sentence(text) {
  const parts = text.split("`");
  return parts.map((part, at) => (at % 2 === 1 ? element("code", {}, part) : part));
}

/** Lets the browser paint and answer. */
function breathe() {
  return new Promise((resolve) => setTimeout(resolve));
}
