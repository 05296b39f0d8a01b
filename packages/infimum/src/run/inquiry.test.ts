import { expect, test } from "vitest";
import type { Vector } from "../numerics/vector.ts";
import type { ProblemDefinition } from "../problem/definition.ts";
import { problem } from "../problem/problem.ts";
import { type Method, method } from "./method.ts";
import { prepare } from "./prepare.ts";
import { Run, type RunOptions } from "./run.ts";

/** Asks one batch of four points around the start, in one variable, and remembers what came back. */
const fourPoints = method({
  name: "four-points",
  version: 1,
  title: "Asks one batch",
  needs: ["values"],
  options: {},
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start() {
    return { values: new Float64Array(4) };
  },
  *step(state, view) {
    const points = [0, 1, 2, 3].map((k) => Float64Array.of(view.x0[0] + k));
    const values = view.scratch(4);
    yield* view.values(points, values);
    state.values.set(values);
    return { stop: "settled" as const, why: "the batch is in" };
  },
});

/** Asks one gradient at the start, and remembers what came back. */
const oneGradient = method({
  name: "one-gradient",
  version: 1,
  title: "Asks one gradient",
  needs: ["gradient"],
  options: {},
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start() {
    return { value: NaN, gradient: new Float64Array(2) };
  },
  *step(state, view) {
    const gradient = view.scratch();
    const value = yield* view.gradient(view.x0, gradient);
    state.value = value;
    state.gradient.set(gradient);
    return { stop: "settled" as const, why: "the gradient is in" };
  },
});

const oneRanking = method({
  name: "one-ranking",
  version: 1,
  title: "Asks for the order of three points",
  needs: ["ranking"],
  options: {},
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start() {
    return { order: new Int32Array(3), sum: 0 };
  },
  *step(state, view) {
    const points = [3, 1, 2].map((k) => Float64Array.of(k));
    const order = new Int32Array(3);
    yield* view.ranking(points, order);
    state.order.set(order);
    state.sum = points[0][0] + points[1][0] + points[2][0];
    return { stop: "settled" as const, why: "the order is in" };
  },
});

function open<State extends object>(tried: Method<State>, definition: object, options: RunOptions = {}): Run<State> {
  const stated = problem(definition as ProblemDefinition<Float64Array>);
  return new Run<State>(prepare(stated, tried), tried, { inline: false, ...options });
}

const square = { x0: Float64Array.of(1), objective: ([x]: Vector) => x * x };
const plane = { x0: Float64Array.of(3, 4), objective: ([a, b]: Vector) => a * b };

test("a batch is asked whole, with ids that count on from the evaluations so far", () => {
  const run = open(fourPoints, square);
  expect(run.ask().map(({ id, oracle, x }) => ({ id, oracle, x: x[0] }))).toEqual([
    { id: 0, oracle: "value", x: 1 },
    { id: 1, oracle: "value", x: 2 },
    { id: 2, oracle: "value", x: 3 },
    { id: 3, oracle: "value", x: 4 },
  ]);
});

test("answers told early wait for those before them, and keep their ids until then", () => {
  const run = open(fourPoints, square);
  run.ask();
  run.tell(2, { value: 30 });
  expect(run.ledger.evaluations).toBe(0);
  expect(run.ask().map(({ id }) => id)).toEqual([0, 1, 3]);
  run.tell(0, { value: 10 });
  expect(run.ledger.evaluations).toBe(1);
  expect(run.ask().map(({ id }) => id)).toEqual([1, 3]);
  run.tell(1, { value: 20 });
  expect(run.ledger.evaluations).toBe(3);
  run.tell(3, { value: 40 });
  run.advance();
  expect(run.state!.values).toEqual(Float64Array.of(10, 20, 30, 40));
});

test("the best point of a batch is found in the order of its points, whoever answers first", () => {
  const run = open(fourPoints, square);
  run.ask();
  for (const id of [3, 1, 2, 0]) run.tell(id, { value: 5 });
  expect(run.solution().x).toEqual(Float64Array.of(1));
});

test("a batch is asked only as far as the budget reaches", () => {
  const run = open(fourPoints, square, { budget: { evaluations: 3 } });
  expect(run.ask().map(({ id }) => id)).toEqual([0, 1, 2]);
});

test("an answer to what was not asked, or was answered, is refused by its id", () => {
  const run = open(fourPoints, square);
  run.ask();
  run.tell(1, { value: 20 });
  for (const id of [1, 4, -1, 0.5]) {
    expect(() => run.tell(id, { value: 1 })).toThrow(expect.objectContaining({ code: "unknown-question" }));
  }
  run.tell(0, { value: 10 });
  expect(() => run.tell(0, { value: 1 })).toThrow(expect.objectContaining({ code: "unknown-question" }));
});

test("an answer before the first question is refused", () => {
  expect(() => open(fourPoints, square).tell(0, { value: 1 })).toThrow(
    expect.objectContaining({ code: "nothing-asked" }),
  );
});

test("what is told to a run that has ended is not an error: it came too late", () => {
  const run = open(fourPoints, square);
  run.ask();
  run.stop("aborted", "enough.");
  run.tell(0, { value: 1 });
  expect(run.ledger.evaluations).toBe(0);
});

test("points that are asked are the asker's to keep and to write to", () => {
  const run = open(fourPoints, square);
  const [first] = run.ask();
  first.x.fill(NaN);
  expect(run.ask()[0].x).toEqual(Float64Array.of(1));
});

test("a gradient with its value is one answer", () => {
  const run = open(oneGradient, { ...plane, gradient: () => 0 });
  const [item, ...others] = run.ask();
  expect({ ...item, others: others.length }).toMatchObject({ id: 0, oracle: "gradient", others: 0 });
  run.tell(0, { value: 12, output: [4, 3] });
  run.advance();
  expect(run.state).toEqual({ value: 12, gradient: Float64Array.of(4, 3) });
  expect(run.ledger.counts).toMatchObject({ value: 0, gradient: 1 });
});

test("a gradient without its value is half an answer: the value is asked next, and first from then on", () => {
  const run = open(oneGradient, { ...plane, gradient: () => undefined });
  run.ask();
  run.tell(0, { output: [4, 3] });
  expect(run.ask()).toMatchObject([{ id: 1, oracle: "value", x: Float64Array.of(3, 4) }]);
  run.tell(1, { value: 12 });
  run.advance();
  expect(run.state).toEqual({ value: 12, gradient: Float64Array.of(4, 3) });
  expect(run.ledger.counts).toMatchObject({ value: 1, gradient: 1 });
});

test("a point whose value is no number is asked no gradient, once the two are known to come apart", () => {
  const twice = method({
    ...oneGradient,
    name: "two-gradients",
    *step(state, view) {
      const gradient = view.scratch();
      yield* view.gradient(view.x0, gradient);
      const value = yield* view.gradient(view.x0, gradient);
      state.value = value;
      state.gradient.set(gradient);
      return { stop: "settled", why: "both are in" };
    },
  });
  const calls: string[] = [];
  const definition = {
    x0: plane.x0,
    objective: () => {
      calls.push("value");
      return calls.length < 3 ? 1 : NaN;
    },
    gradient: (_x: Vector, out: Vector) => {
      calls.push("gradient");
      out.fill(7);
    },
  };
  const run = open(twice, definition, { inline: true });
  while (run.running) run.advance();
  expect(calls).toEqual(["gradient", "value", "value"]);
  expect(run.state).toEqual({ value: Infinity, gradient: new Float64Array(2) });
  expect(run.ledger.counts).toMatchObject({ value: 2, gradient: 1, invalid: 1 });
});

test("a gradient that returns no value where there is no objective is the caller's mistake", () => {
  const definition = { x0: plane.x0, gradient: (_x: Vector, out: Vector) => void out.fill(1) };
  const run = open(oneGradient, definition, { inline: true });
  expect(() => run.advance() && run.advance()).toThrow(expect.objectContaining({ code: "gradient-without-value" }));
});

test("too many or too few numbers beside the value are refused, and the question stays open", () => {
  const run = open(oneGradient, { ...plane, gradient: () => 0 });
  run.ask();
  expect(() => run.tell(0, { value: 1, output: [1] })).toThrow(expect.objectContaining({ code: "wrong-length" }));
  expect(run.ask().length).toBe(1);
});

test("a value told without its gradient is an invalid gradient, not one of zeros", () => {
  const run = open(oneGradient, { ...plane, gradient: () => 0 });
  run.ask();
  run.tell(0, { value: 12 });
  run.advance();
  expect(run.state!.gradient).toEqual(new Float64Array(2));
  expect(run.ledger.invalid[0].reason).toContain("NaN");
  expect(run.state!.value).toBe(Infinity);
});

test("numbers that a function forgets to write are missed, not taken from what was there before", () => {
  const oneProduct = method({
    name: "one-product",
    version: 1,
    title: "Asks one product",
    needs: ["gradient", "hessianVector"],
    options: {},
    // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
    *start() {
      return { value: 0, product: new Float64Array(2) };
    },
    *step(state, view) {
      const out = view.scratch();
      const value = yield* view.gradient(view.x0, out.fill(1));
      yield* view.hessianVector(view.x0, view.x0, out.fill(1));
      state.value = value;
      state.product.set(out);
      return { stop: "settled", why: "both are in" };
    },
  });
  const forgetful = { ...plane, gradient: () => 12, hessianVector: () => undefined };
  const inline = open(oneProduct, forgetful, { inline: true });
  while (inline.running) inline.advance();
  const told = open(oneProduct, forgetful);
  for (let items = told.ask(); items.length > 0; items = told.ask()) {
    for (const { id, out } of items) {
      expect(out).toEqual(Float64Array.of(NaN, NaN));
      told.tell(id, { value: 12 });
    }
  }
  for (const { state, ledger } of [inline, told]) {
    expect(state).toEqual({ value: Infinity, product: Float64Array.of(NaN, NaN) });
    expect(ledger.invalid.map(({ reason }) => reason)).toEqual([
      "the gradient has the entry NaN",
      "hessianVector has the entry NaN",
    ]);
  }
});

test("a failure told before any point was good is the caller's to mend, with its cause", () => {
  const run = open(fourPoints, square);
  run.ask();
  const cause = new Error("out of paper");
  expect(() => run.tell(0, { error: cause })).toThrow(expect.objectContaining({ code: "objective-threw", cause }));
});

test("whether a failure is a fact or a mistake depends on the points before it, not on who answers first", () => {
  const inOrder = open(fourPoints, square);
  inOrder.ask();
  inOrder.tell(0, { value: 10 });
  inOrder.tell(1, { error: new Error("out of paper") });
  const early = open(fourPoints, square);
  early.ask();
  early.tell(1, { error: new Error("out of paper") });
  early.tell(0, { value: 10 });
  for (const run of [inOrder, early]) {
    for (const { id } of run.ask()) run.tell(id, { value: 30 });
    run.advance();
    expect(run.state!.values).toEqual(Float64Array.of(10, Infinity, 30, 30));
    expect(run.ledger.invalid).toMatchObject([{ reason: "the objective threw Error: out of paper" }]);
  }
  const first = open(fourPoints, square);
  first.ask();
  first.tell(1, { value: 20 });
  expect(() => first.tell(0, { error: new Error("out of paper") })).toThrow(
    expect.objectContaining({ code: "objective-threw" }),
  );
});

test("early failures survive being frozen", () => {
  const run = open(fourPoints, square);
  run.ask();
  run.tell(1, { error: new Error("out of paper") });
  run.tell(3, { value: NaN });
  const checkpoint = JSON.parse(JSON.stringify(run.freeze()));
  const thawed = open(fourPoints, square, { checkpoint });
  expect(thawed.ask().map(({ id }) => id)).toEqual([0, 2]);
  thawed.tell(0, { value: 10 });
  thawed.tell(2, { value: 30 });
  thawed.advance();
  expect(thawed.state!.values).toEqual(Float64Array.of(10, Infinity, 30, Infinity));
  expect(thawed.ledger.invalid.map(({ reason }) => reason)).toEqual([
    "the objective threw Error: out of paper",
    "the objective returned NaN",
  ]);
});

test("a caller who orders points may write to them: they are copies", () => {
  const definition = {
    x0: Float64Array.of(0),
    rank: (points: readonly Vector[]) => {
      for (const point of points) point.fill(NaN);
      return [1, 2, 0];
    },
  };
  const run = open(oneRanking, definition, { inline: true });
  while (run.running) run.advance();
  expect(run.state).toEqual({ order: Int32Array.of(1, 2, 0), sum: 6 });
});

test("an order that is none is invalid, and the order of asking stands in", () => {
  const run = open(oneRanking, { x0: Float64Array.of(0), rank: () => [1, 1, 0] }, { inline: true });
  while (run.running) run.advance();
  expect(run.state).toMatchObject({ order: Int32Array.of(0, 1, 2) });
  expect(run.ledger.invalid[0].reason).toBe("rank gave no permutation of the points");
});

test("a method that asks outside the bounds is stopped before the caller is asked", () => {
  let calls = 0;
  const count = ([x]: Vector) => {
    calls++;
    return x;
  };
  const outside = method({ ...fourPoints, name: "outside", handles: ["bounds"] });
  const definition = { x0: Float64Array.of(1), objective: count, bounds: { lower: 0, upper: 2.5 } };
  const run = open(outside, definition, { inline: true });
  expect(() => run.advance() && run.advance()).toThrow(
    expect.objectContaining({ code: "outside-bounds", message: expect.stringContaining("x[0] = 3") }),
  );
  expect(calls).toBe(2);
});

test("a promise in a synchronous run is the caller's mistake, and the message names minimizeAsync", () => {
  const run = open(fourPoints, { x0: Float64Array.of(1), objective: async () => 1 }, { inline: true });
  expect(() => run.advance() && run.advance()).toThrow(
    expect.objectContaining({ code: "objective-is-async", message: expect.stringContaining("minimizeAsync") }),
  );
});

test("a function that writes to the direction of a product does not reach the method's own", () => {
  const direction = Float64Array.of(3, 4);
  const oneProduct = method({
    name: "one-product",
    version: 1,
    title: "Asks one product",
    needs: ["hessianVector"],
    options: {},
    // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
    *start() {
      return { product: new Float64Array(2) };
    },
    *step(state, view) {
      const out = view.scratch();
      yield* view.hessianVector(view.x0, direction, out);
      state.product.set(out);
      return { stop: "settled", why: "the product is in" };
    },
  });
  const run = open(
    oneProduct,
    {
      ...plane,
      hessianVector: (_x: Vector, v: Vector, out: Vector) => {
        out.set(v);
        v.fill(0);
      },
    },
    { inline: true },
  );
  while (run.running) run.advance();
  expect([...direction]).toEqual([3, 4]);
  expect([...run.state!.product]).toEqual([3, 4]);
});
