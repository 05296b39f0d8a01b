import { describe, expect, test } from "vitest";
import { sgd } from "./sgd.ts";

describe("sgd", () => {
  test("without momentum subtracts the step size times the gradient", () => {
    const rule = sgd({ stepSize: 0.5 });
    const params = Float64Array.of(1, 2);
    const [next] = rule.update(Float64Array.of(2, -4), rule.init(params), params);
    expect(next).toEqual(Float64Array.of(0, 4));
  });

  test("with momentum sums gradients without dampening: 1, 1 + m, 1 + m + m^2, ...", () => {
    const rule = sgd({ stepSize: 1, momentum: 0.5 });
    let params = Float64Array.of(0);
    let state = rule.init(params);
    const path: number[] = [];
    for (let t = 0; t < 4; t++) {
      [params, state] = rule.update(Float64Array.of(-1), state, params);
      path.push(params[0]);
    }
    expect(path).toEqual([1, 2.5, 4.25, 6.125]);
  });

  test("on a quadratic follows Polyak's two-term recurrence x+ = x - a h x + m (x - x_)", () => {
    const rule = sgd({ stepSize: 0.1, momentum: 0.9 });
    let params = Float64Array.of(1);
    let state = rule.init(params);
    let [before, now] = [1, 1];
    for (let t = 0; t < 50; t++) {
      [params, state] = rule.update(Float64Array.of(3 * params[0]), state, params);
      [before, now] = [now, now - 0.1 * 3 * now + 0.9 * (now - before)];
      expect(params[0]).toBeCloseTo(now, 12);
    }
  });

  test("refuses a momentum of 1", () => {
    expect(() => sgd({ momentum: 1 })).toThrow(expect.objectContaining({ code: "bad-option" }));
  });
});
