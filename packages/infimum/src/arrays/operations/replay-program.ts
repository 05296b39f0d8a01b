import { isBinary, isComparison, isUnary } from "../../autodiff/program/operations.ts";
import type { Block, LoopStep, Program, Step } from "../../autodiff/program/program.ts";
import type { Value } from "../../autodiff/program/value.ts";
import { Obstacle } from "../../autodiff/read/obstacle.ts";
import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode } from "../graph/node.ts";
import { fillOf } from "../graph/node-table.ts";

/** Loops of so many iterations are unrolled. */
const mostIterations = 1000;

/**
 * The result of a program of numbers, computed entry by entry for arrays of one shape in place of its variables. Both arms of a branch
 * are computed, and one is picked.
 *
 * @throws Obstacle for what cannot be done for all entries alike: memory, and loops whose length depends on the numbers
 */
export function replayProgram(program: Program, graph: ArrayGraph, variables: readonly ArrayNode[]): ArrayNode {
  return new Replay(program, graph, variables).result;
}

class Replay {
  readonly result: ArrayNode;
  readonly #graph: ArrayGraph;
  readonly #variables: readonly ArrayNode[];
  readonly #point: number;
  /** By the id of the value; integers and conditions (0, 1) are floats. */
  readonly #nodes: ArrayNode[] = [];

  constructor(program: Program, graph: ArrayGraph, variables: readonly ArrayNode[]) {
    this.#graph = graph;
    this.#variables = variables;
    this.#point = program.inputs[0].id;
    this.#block(program.body);
    this.result = this.#node(program.results[0]);
  }

  #fill(value: number): ArrayNode {
    const [{ shape, precision }] = this.#variables;
    return this.#graph.fill(value, shape, precision);
  }

  #node({ id, constant }: Value): ArrayNode {
    return constant === undefined ? this.#nodes[id] : this.#fill(constant);
  }

  #setAll(values: readonly Value[], nodes: readonly ArrayNode[]): void {
    values.forEach(({ id }, k) => {
      this.#nodes[id] = nodes[k];
    });
  }

  #block({ steps }: Block): void {
    for (const step of steps) this.#step(step);
  }

  #step(step: Step): void {
    switch (step.step) {
      case "compute":
        this.#nodes[step.value.id] = this.#computed(step.value);
        return;
      case "convert":
        this.#nodes[step.value.id] = this.#node(step.value.operands[0]);
        return;
      case "load": {
        const place = fillOf(this.#node(step.index));
        if (place === undefined) throw indexed;
        const { id, contents } = step.buffer;
        if (id === this.#point) this.#nodes[step.value.id] = this.#variables[place];
        else if (contents !== undefined) this.#nodes[step.value.id] = this.#fill(contents[place]);
        else throw indexed;
        return;
      }
      case "loop":
        this.#loop(step);
        return;
      case "branch": {
        const condition = this.#node(step.condition);
        const arms = [step.whenTrue, step.whenFalse].map((block) => {
          this.#block(block);
          return block.results.map((value) => this.#node(value));
        });
        this.#setAll(
          step.results,
          arms[0].map((node, k) => this.#graph.select(condition, node, arms[1][k])),
        );
        return;
      }
      case "guard":
        throw new Obstacle(
          "what it executes depends on the numbers in a way that differs from entry to entry",
          "use a condition, as x > 0 ? a : b",
        );
      default:
        throw new Obstacle("it writes to memory", "compute one number of numbers");
    }
  }

  #computed({ operation, operands }: Value): ArrayNode {
    const graph = this.#graph;
    const [a, b, c] = operands.map((operand) => this.#node(operand));
    if (isUnary(operation)) return graph.unary(operation, a);
    if (isBinary(operation)) return graph.binary(operation, a, b);
    if (isComparison(operation)) return graph.compare(operation, a, b);
    switch (operation) {
      case "and":
        return graph.binary("mul", a, b);
      case "or":
        return graph.binary("max", a, b);
      case "not":
        return graph.not(a);
      case "select":
        return graph.select(a, b, c);
      case "float":
        return a;
      default:
        throw new TypeError(`there is no operation ${operation}`);
    }
  }

  #loop({ start, end, stride, index, initial, carried, body, results }: LoopStep): void {
    const [first, last] = [start, end].map((value) => fillOf(this.#node(value)));
    if (first === undefined || last === undefined) {
      throw new Obstacle("the length of a loop depends on the numbers", "loop over a fixed range");
    }
    if ((last - first) / stride > mostIterations) {
      throw new Obstacle(`a loop has more than ${mostIterations} iterations`, "use operations on arrays");
    }
    this.#setAll(
      carried,
      initial.map((value) => this.#node(value)),
    );
    for (let i = first; stride > 0 ? i < last : i > last; i += stride) {
      this.#nodes[index.id] = this.#fill(i);
      this.#block(body);
      // all at once: what is read may be among what is written
      this.#setAll(
        carried,
        body.results.map((value) => this.#node(value)),
      );
    }
    this.#setAll(
      results,
      carried.map((value) => this.#node(value)),
    );
  }
}

const indexed = new Obstacle("an index depends on the numbers", "use gather on arrays");
