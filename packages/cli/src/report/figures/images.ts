import type { Images } from "../../job/figure.ts";
import { html, Markup } from "../markup.ts";
import { framed } from "./svg.ts";

/** Small grey pictures that a job gave, each scaled from its least to its largest value. */
export function images({ title, width, images: given }: Images): Markup {
  return framed(html`<div class="images">${given.map((image) => tile(width, image))}</div>`, { title });
}

function tile(width: number, { caption, values }: Images["images"][number]): Markup {
  const pixels = Array.from(values);
  const least = Math.min(...pixels);
  const span = Math.max(...pixels) - least || 1;
  const shapes = pixels.map((value, index) => {
    const opacity = Number(((value - least) / span).toFixed(3));
    if (opacity === 0) return "";
    return `<rect x="${index % width}" y="${Math.floor(index / width)}" width="1.02" height="1.02" fill-opacity="${opacity}"/>`;
  });
  const height = Math.ceil(pixels.length / width);
  return html`<div><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${caption}" fill="currentColor">${new Markup(shapes.join(""))}</svg>${caption}</div>`;
}
