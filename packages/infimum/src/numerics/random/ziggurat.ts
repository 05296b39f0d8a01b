/**
 * The ziggurat under f(x) = exp(-x^2 / 2), x >= 0: 256 layers of one area. Layer i >= 1 is the rectangle of width
 * `widths[i]` between the heights f(widths[i]) and f(widths[i + 1]); layer 0 is the base strip with the tail beyond
 * `tailStart`, as wide as a rectangle of its area and height would be. A point of layer i left of `widths[i + 1]` lies
 * under f.
 *
 * @reference G. Marsaglia, W. W. Tsang, "The ziggurat method for generating random variables", Journal of Statistical
 * Software 5(8), 2000, doi:10.18637/jss.v005.i08
 */

const layers = 256;

/** Where the tail begins: the root that makes 256 equal layers close at height one. */
export const tailStart = 3.6541528853610088;

/** The area of each layer: tailStart f(tailStart) plus the area of the tail. */
const layerArea = 0.004928673233974655;

export interface Ziggurat {
  /** `widths[0]` the base strip's, then falling from `tailStart` to `widths[256]` = 0. */
  readonly widths: Float64Array;
  /** f at `widths`; entry 0 is not used. */
  readonly heights: Float64Array;
}

function build(): Ziggurat {
  const widths = new Float64Array(layers + 1);
  const heights = new Float64Array(layers + 1);
  widths[1] = tailStart;
  heights[1] = Math.exp(-0.5 * tailStart * tailStart);
  widths[0] = layerArea / heights[1];
  heights[0] = heights[1];
  for (let i = 2; i < layers; i++) {
    heights[i] = heights[i - 1] + layerArea / widths[i - 1];
    widths[i] = Math.sqrt(-2 * Math.log(heights[i]));
  }
  heights[layers] = 1;
  return { widths, heights };
}

/** Never written after it is built. */
export const ziggurat: Ziggurat = /* @__PURE__ */ build();
