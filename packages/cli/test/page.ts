import { parseHTML } from "linkedom";

/** A page as the tests look at it. */
export interface Page {
  /** The text of every element that a selector finds. */
  texts(selector: string): string[];
  count(selector: string): number;
}

export function readPage(html: string): Page {
  const { document } = parseHTML(html) as unknown as {
    document: { querySelectorAll(selector: string): Iterable<{ textContent: string }> };
  };
  const texts = (selector: string): string[] =>
    Array.from(document.querySelectorAll(selector), ({ textContent }) => textContent);
  return { texts, count: (selector) => texts(selector).length };
}
