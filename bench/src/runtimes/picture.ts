/** A curve over powers of ten: the part solved at each. */
export interface Curve {
  readonly name: string;
  readonly exponents: readonly number[];
  readonly solved: readonly number[];
  /** Dashed: somebody else's. */
  readonly published: boolean;
}

const [width, height] = [640, 400];
const [left, right, top, bottom] = [48, 190, 28, 40];
const colours = [
  "#1b6ca8",
  "#c2452d",
  "#2e8b57",
  "#8e5aa8",
  "#b8860b",
  "#d6498f",
  "#4f5d75",
  "#17a2a2",
  "#7a4b2a",
  "#6b8e23",
  "#000",
  "#999",
];

/**
 * Curves of runtimes as an SVG picture (a string): the part solved over log10 of the evaluations for each variable, names
 * at the right in the order in which the curves end.
 */
export function runtimePicture(title: string, curves: readonly Curve[]): string {
  const last = Math.max(1, ...curves.flatMap(({ exponents }) => exponents));
  const x = (exponent: number) => left + (exponent / last) * (width - left - right);
  const y = (part: number) => height - bottom - part * (height - top - bottom);
  const parts: string[] = [text(left, top - 10, title, "start", 13)];
  for (let k = 0; k <= 10; k += 2) {
    parts.push(line(left, y(k / 10), width - right, y(k / 10)), text(left - 6, y(k / 10) + 4, String(k / 10), "end"));
  }
  for (let exponent = 0; exponent <= last; exponent++) {
    parts.push(line(x(exponent), y(0), x(exponent), y(1)), text(x(exponent), y(0) + 16, `1e${exponent}`, "middle"));
  }
  parts.push(text((left + width - right) / 2, height - 8, "evaluations / dimension", "middle"));
  const labels = labelPlaces(curves.map(({ solved }) => y(solved[solved.length - 1] ?? 0)));
  curves.forEach(({ name, exponents, solved, published }, k) => {
    const colour = colours[k % colours.length];
    const points = exponents.map((exponent, j) => `${round(x(exponent))},${round(y(solved[j]))}`).join(" ");
    const stroke = published ? 'stroke-width="1.2" stroke-dasharray="5 3"' : 'stroke-width="2.2"';
    parts.push(`<polyline points="${points}" fill="none" stroke="${colour}" ${stroke}/>`);
    parts.push(`<g fill="${colour}">${text(width - right + 8, labels[k] + 4, name, "start")}</g>`);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif">\n<rect width="${width}" height="${height}" fill="#fff"/>\n${parts.join("\n")}\n</svg>\n`;
}

/** Where the labels of curves that end at these heights stand without covering each other. */
function labelPlaces(ends: readonly number[]): number[] {
  const spacing = 14;
  const places = ends.slice();
  const fromBelow = ends.map((_, k) => k).toSorted((a, b) => ends[b] - ends[a]);
  let above = height - bottom + spacing;
  for (const k of fromBelow) {
    places[k] = Math.min(ends[k], above - spacing);
    above = places[k];
  }
  return places;
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="#ddd"/>`;
}

function text(x: number, y: number, content: string, anchor: string, size = 11): string {
  const escaped = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${size}">${escaped}</text>`;
}

function round(coordinate: number): number {
  return Math.round(coordinate * 10) / 10;
}
