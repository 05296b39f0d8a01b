import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTo, watchedRun } from "../../../test/asked.ts";
import { finish } from "../../conformance/drivers.ts";
import { traceOf } from "../../conformance/trace.ts";
import type { Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { prepare } from "../../run/prepare.ts";
import { Run } from "../../run/run.ts";
import { problem } from "../problem.ts";
import { cached } from "./cached.ts";
import { counted, countsOf } from "./counted.ts";

function counting() {
  const asked: string[] = [];
  const objective = (x: Vector): number => {
    asked.push(x.join());
    return x[0] ** 2 + x[1];
  };
  return { asked, stated: problem({ x0: Float64Array.of(0, 0), objective }) };
}

const gridPoint = fc
  .tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 }))
  .map((x) => Float64Array.from(x));

test("every point is evaluated once, asked alone or in batches, and the answers are right", () => {
  fc.assert(
    fc.property(fc.array(fc.array(gridPoint, { minLength: 1, maxLength: 6 }), { maxLength: 8 }), (batches) => {
      const { asked, stated } = counting();
      const { view, ledger } = watchedRun(cached(stated));
      for (const batch of batches) {
        if (batch.length === 1) {
          expect(answerTo(view.value(batch[0]))).toBe(batch[0][0] ** 2 + batch[0][1]);
          continue;
        }
        const values = new Float64Array(batch.length);
        // a coroutine: several questions or none
        const answering = view.values(batch, values)[Symbol.iterator]();
        while (!answering.next().done);
        expect(values).toEqual(Float64Array.from(batch, (x) => x[0] ** 2 + x[1]));
      }
      const different = new Set(batches.flat().map((x) => x.join()));
      expect(asked.length).toBe(different.size);
      expect(ledger.evaluations).toBe(different.size);
    }),
  );
});

test("-0 and 0 are the same point", () => {
  const { asked, stated } = counting();
  const { view } = watchedRun(cached(stated));
  answerTo(view.value(Float64Array.of(0, -0)));
  answerTo(view.value(Float64Array.of(-0, 0)));
  expect(asked.length).toBe(1);
});

/** Walks to and fro on a grid, so that it comes back to points. */
const pacer = method({
  name: "pacer",
  version: 1,
  title: "Walks to and fro",
  needs: ["value", "values"],
  options: {},
  *start(view) {
    return { at: 0, sum: yield* view.value(view.x0) };
  },
  *step(state, view) {
    const first = view.scratch();
    const second = view.scratch();
    first.fill((state.at * 7) % 5);
    second.fill((state.at * 3) % 4);
    const values = view.scratch(2);
    yield* view.values([first, second], values);
    const third = yield* view.value(second);
    state.at++;
    state.sum += values[0] + values[1] + third;
  },
});

test("a resumed run remembers what was evaluated: stopped anywhere, it goes on as if it had not been", () => {
  const through = (checkpoint: unknown) => JSON.parse(JSON.stringify(checkpoint));
  const open = (options: object) => {
    const { stated, asked } = counting();
    const run = new Run(cached(counted(prepare(stated, pacer), "inner")), pacer, options);
    return { run, asked };
  };
  const budget = { iterations: 30 };
  const whole = open({ budget });
  finish(whole.run);
  const total = whole.run.ledger.evaluations;
  // the points (0, 0) to (4, 4) are all there are
  expect(total).toBe(5);
  for (let k = 0; k <= total; k++) {
    const part = open({ budget: { ...budget, evaluations: k } });
    finish(part.run);
    const rest = open({ budget, checkpoint: through(part.run.freeze()) });
    finish(rest.run);
    expect(traceOf(rest.run)).toBe(traceOf(whole.run));
    expect(part.asked.length + rest.asked.length).toBe(total);
  }
});

test("a counter counts what is asked at its place in the stack, and goes on counting in a resumed run", () => {
  const { stated } = counting();
  const wrapped = counted(cached(counted(stated, "inside")), "outside");
  const run = new Run(prepare(wrapped, pacer), pacer, { budget: { iterations: 4 } });
  finish(run);
  const thawed = new Run(prepare(wrapped, pacer), pacer, {
    checkpoint: JSON.parse(JSON.stringify(run.freeze())),
    budget: { iterations: 10 },
  });
  finish(thawed);
  const { logs } = JSON.parse(JSON.stringify(thawed.freeze())).run as { logs: Record<string, number[]> };
  // a start, and ten iterations of a batch of two and a value
  expect(countsOf(logs, "outside")).toEqual({ value: 11, values: 20 });
  const inside = countsOf(logs, "inside");
  expect((inside.value ?? 0) + (inside.values ?? 0)).toBe(thawed.ledger.evaluations);
});

test("two counters whose names begin alike keep apart", () => {
  expect(countsOf({ "a:value": [1, 1], "ab:value": [1] }, "a")).toEqual({ value: 2 });
});

test("a cache changes what is evaluated, and nothing that the method sees", () => {
  const { stated } = counting();
  const plain = finish(new Run(prepare(stated, pacer), pacer, { budget: { iterations: 6 } }));
  const remembered = finish(new Run(cached(prepare(stated, pacer)), pacer, { budget: { iterations: 6 } }));
  expect(remembered.state).toEqual(plain.state);
});
