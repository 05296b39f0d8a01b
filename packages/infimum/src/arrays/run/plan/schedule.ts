import type { ArrayNode, Shape } from "../../graph/node.ts";
import { sameShape } from "../../graph/shape.ts";
import { isElementwise, isLoop, isReduction, reducedAxes, takesOperand } from "./kinds.ts";
import type { Reads } from "./reads.ts";

/** Nodes that are computed together, in one pass over the entries of one shape. */
export interface LoopStep {
  readonly step: "loop";
  readonly shape: Shape;
  /** Operands first. */
  readonly nodes: readonly ArrayNode[];
  /** Those of the nodes that others read: reductions are among them. */
  readonly stored: readonly ArrayNode[];
}

/** One node that is computed from whole arrays. */
export interface NodeStep {
  readonly step: "node";
  readonly node: ArrayNode;
}

export type Step = LoopStep | NodeStep;

/** More nodes than this are divided among several loops: engines take more than proportional time for large functions. */
const mostNodes = 200;

interface Use {
  step: number;
  /** True when the value itself is used at the same place, false when it is read from memory. */
  readonly isDirect: boolean;
}

interface Draft {
  readonly shape: Shape | undefined;
  nodes: ArrayNode[];
}

/**
 * The steps of a program in their order.
 *
 * They are found backwards: a node is computed in the loop of the first step that uses it, if that loop runs over the same
 * entries, else in a new step before all others. So what is cheap is computed where it is needed, whatever has several
 * results (a rule that moves parameters and moments) is one loop, and arrays live for as short as this order allows.
 */
export class Schedule {
  readonly #reads: Reads;
  readonly #outputs: ReadonlySet<ArrayNode>;
  readonly #uses = new Map<ArrayNode, Use[]>();
  /** Last first. */
  readonly #drafts: Draft[] = [];
  readonly #home = new Map<ArrayNode, number>();

  /** @param nodes operands first */
  constructor(nodes: readonly ArrayNode[], outputs: readonly ArrayNode[], reads: Reads) {
    this.#reads = reads;
    this.#outputs = new Set(outputs.map((output) => reads.of(output).source));
    for (const node of nodes.toReversed()) if (reads.isComputed(node)) this.#add(node);
  }

  steps(): Step[] {
    const steps: Step[] = [];
    for (const { shape, nodes } of this.#drafts.toReversed()) {
      if (nodes.length === 0) continue;
      if (shape === undefined) steps.push({ step: "node", node: nodes[0] });
      else {
        const stored = nodes.filter((node) => this.#isStored(node)).toReversed();
        steps.push({ step: "loop", shape, nodes: nodes.toReversed(), stored });
      }
    }
    return steps;
  }

  #isStored(node: ArrayNode): boolean {
    if (this.#outputs.has(node) || !isElementwise(node)) return true;
    return this.#usesOf(node).some(({ step }) => step !== this.#home.get(node));
  }

  #usesOf(node: ArrayNode): Use[] {
    return this.#uses.get(node) ?? [];
  }

  #add(node: ArrayNode): void {
    if (!this.#reads.isLooped(node)) {
      this.#place(node, this.#drafts.push({ shape: undefined, nodes: [] }) - 1);
      return;
    }
    const uses = this.#usesOf(node);
    const first = Math.max(-1, ...uses.map(({ step }) => step));
    const isJoined = isElementwise(node) && this.#canJoin(node, first, uses);
    if (isJoined) this.#place(node, first);
    else {
      const shape = isElementwise(node) ? node.shape : loopShape(node);
      const step = this.#drafts.push({ shape, nodes: [] }) - 1;
      this.#absorbReductions(node, uses, step);
      this.#place(node, step);
    }
  }

  #canJoin(node: ArrayNode, step: number, uses: readonly Use[]): boolean {
    const draft = this.#drafts[step];
    if (draft?.shape === undefined || draft.nodes.length >= mostNodes || !sameShape(draft.shape, node.shape))
      return false;
    return uses.every((use) => use.step !== step || use.isDirect);
  }

  /** Later steps that only reduce the node are done along with it. */
  #absorbReductions(node: ArrayNode, uses: readonly Use[], step: number): void {
    let axes: string | undefined;
    for (const use of uses) {
      const draft = this.#drafts[use.step];
      const isReduced = use.isDirect && draft.nodes.every((other) => isReduction(other) && other.operands[0] === node);
      if (!isReduced || draft.nodes.length === 0) continue;
      const own = reducedAxes(draft.nodes[0]).join();
      axes ??= own;
      if (axes !== own || !isElementwise(node)) continue;
      this.#drafts[step].nodes.push(...draft.nodes);
      for (const moved of draft.nodes) this.#home.set(moved, step);
      draft.nodes = [];
      use.step = step;
    }
  }

  #place(node: ArrayNode, step: number): void {
    this.#drafts[step].nodes.push(node);
    this.#home.set(node, step);
    for (const operand of node.operands) {
      const { source } = this.#reads.of(operand);
      const uses = this.#usesOf(source);
      uses.push({ step, isDirect: source === operand && isLoop(node) });
      this.#uses.set(source, uses);
    }
  }
}

/** Copies run over the entries that they write, but for those in a new shape. */
function loopShape(node: ArrayNode): Shape {
  return takesOperand(node) || node.operation.name === "reshape" ? node.operands[0].shape : node.shape;
}
