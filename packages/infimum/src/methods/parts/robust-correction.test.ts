import { expect, test } from "vitest";
import { arctan, cauchy, huber, softL1, tukey } from "../../losses/robust.ts";
import { correctForLoss } from "./robust-correction.ts";

const residuals = [0.01, -0.4, 0.9, -1.7, 6];
const slopes = [1, -2, 0.5, 3, 0.25];

test.each([
  huber(),
  softL1(),
  cauchy(),
  arctan(),
  tukey(2),
])("$name keeps the gradient of the sum of losses", (loss) => {
  const r = Float64Array.from(residuals);
  const jacobian = Float64Array.from(slopes);
  correctForLoss(loss, r, jacobian);
  const corrected = r.reduce((sum, each, i) => sum + each * jacobian[i], 0);
  const own = residuals.reduce((sum, each, i) => sum + loss.slope(each ** 2, loss.parameters) * each * slopes[i], 0);
  expect(corrected).toBeCloseTo(own, 12);
});

test("where the loss is convex in the residual, J'J is its second derivative", () => {
  const loss = softL1(1);
  const r = Float64Array.from(residuals);
  const jacobian = Float64Array.from(slopes);
  correctForLoss(loss, r, jacobian);
  const total = (x: number) =>
    residuals.reduce((sum, each, i) => sum + loss.value((each + slopes[i] * x) ** 2, loss.parameters), 0) / 2;
  const h = 1e-3;
  const bend = (total(h) - 2 * total(0) + total(-h)) / h ** 2;
  expect(jacobian.reduce((sum, each) => sum + each ** 2, 0)).toBeCloseTo(bend, 5);
});

test("residuals that do not pull any more drop out", () => {
  const r = Float64Array.of(0.1, 9);
  const jacobian = Float64Array.of(1, 1);
  correctForLoss(tukey(1), r, jacobian);
  expect(r[1]).toBe(0);
  expect(jacobian[1]).toBe(0);
});
