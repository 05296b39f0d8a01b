import { expect, it } from "vitest";
import { html, Markup } from "./markup.ts";

it("escapes text, also in attributes, and takes markup as it is", () => {
  const { text } =
    html`<p title="${'"><script>'}">${"a & b"}${new Markup("<b>c</b>")}${[html`<i>${"<"}</i>`, 3]}${undefined}</p>`;
  expect(text).toBe('<p title="&quot;&gt;&lt;script&gt;">a &amp; b<b>c</b><i>&lt;</i>3</p>');
});
