/** The page's language, such as `uk`. */
export const locale = document.documentElement.lang || "en";

const texts = new Map(
  [...(document.getElementById("texts")?.content.querySelectorAll("data") ?? [])].map((entry) => [entry.value, entry.textContent]),
);
const forms = new Intl.PluralRules(locale);

/** The text under this key of the catalogue, with its `{parameters}` filled in. */
export function text(key, parameters = {}) {
  return (texts.get(key) ?? "").replace(/\{(\w+)\}/g, (_, name) => parameters[name] ?? "");
}

/** The form of the text that the language wants for this number. */
export function plural(key, count) {
  const form = `${key}.${forms.select(count)}`;
  return text(texts.get(form) ? form : `${key}.other`, { count });
}

/** Whether the catalogue gave the page such a text. */
export const hasText = (key) => Boolean(texts.get(key));
