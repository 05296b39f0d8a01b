import { pullback } from "../derivatives/pullback.ts";
import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode } from "../graph/node.ts";
import { reachable } from "../graph/reachable.ts";
import type { Trace } from "./trace.ts";

/** A product in which one factor is a parameter, as arrays of a graph. */
export interface LayerNodes {
  /** Which parameter. */
  readonly parameter: number;
  /** True when the parameter is outputs by inputs. */
  readonly transposed: boolean;
  /** Examples by inputs. */
  readonly input: ArrayNode;
  /** Examples by outputs. */
  readonly outputGradient: ArrayNode;
}

/** Every product of the function in which a factor is a parameter, with the gradient of the result by the product. */
export function layersOf({ graph, parameters, result }: Trace): LayerNodes[] {
  const products = reachable([result]).filter(({ operation }) => operation.name === "product");
  const one = graph.fill(1, result.shape, result.precision);
  const gradients = pullback(graph, [result], [one], products);
  return products.flatMap((product, k) => {
    const [a, b] = product.operands;
    const left = parameterOf(a, parameters);
    const right = parameterOf(b, parameters);
    const found: LayerNodes[] = [];
    if (right) found.push({ ...right, input: a, outputGradient: gradients[k] });
    // (W x)^T = x^T W^T
    if (left)
      found.push({ parameter: left.parameter, transposed: !left.transposed, ...turned(graph, b, gradients[k]) });
    return found;
  });
}

function turned(
  graph: ArrayGraph,
  input: ArrayNode,
  gradient: ArrayNode,
): Pick<LayerNodes, "input" | "outputGradient"> {
  return { input: graph.transposeMatrices(input), outputGradient: graph.transposeMatrices(gradient) };
}

/** The parameter whose entries these are, all of them and in their order but for a transposition. */
function parameterOf(
  node: ArrayNode,
  parameters: readonly ArrayNode[],
): { parameter: number; transposed: boolean } | undefined {
  let [at, transposed] = [node, false];
  while (at.operation.name !== "input") {
    const { operation } = at;
    if (operation.name === "transpose" && at.shape.length === 2) transposed = !transposed;
    else if (operation.name !== "convert" && (operation.name !== "reshape" || operation.stops)) return undefined;
    at = at.operands[0];
  }
  const parameter = parameters.indexOf(at);
  return parameter < 0 ? undefined : { parameter, transposed };
}
