import { expect, test } from "vitest";
import { arctan, barron, cauchy, huber, softL1, tukey } from "./robust.ts";

const losses = [
  ...[0.5, 1, 3].flatMap((scale) => [huber(scale), softL1(scale), cauchy(scale), arctan(scale), tukey(scale)]),
  ...[2, 1.5, 1, 0, -1, -2, -8, -Infinity].map((shape) => barron(shape, 1.5)),
];

test.each(
  losses.map((loss) => [`${loss.name} ${JSON.stringify(loss.parameters)}`, loss] as const),
)("%s has the derivatives that its values have", (_name, { value, slope, curvature, parameters }) => {
  for (const s of [1e-3, 0.1, 0.4, 0.9, 2.1, 7, 40]) {
    const h = 1e-4 * s;
    const rise = (value(s + h, parameters) - value(s - h, parameters)) / (2 * h);
    // the error of a central difference is h^2 times a third derivative, and the rounding of the values over h
    expect(slope(s, parameters)).toBeCloseTo(rise, 7);
    const bend = (slope(s + h, parameters) - slope(s - h, parameters)) / (2 * h);
    expect(curvature(s, parameters)).toBeCloseTo(bend, 6);
  }
});

test.each(
  losses.map((loss) => [loss.name, loss] as const),
)("%s is the square for small residuals and never more than it", (_name, { value, slope, parameters }) => {
  expect(value(0, parameters)).toBe(0);
  expect(slope(0, parameters)).toBe(1);
  expect(value(1e-12, parameters) / 1e-12).toBeCloseTo(1, 10);
  for (const s of [0.01, 1, 5, 100]) expect(value(s, parameters)).toBeLessThanOrEqual(s * (1 + 1e-15));
});

test("Barron's family contains the others", () => {
  for (const s of [0.2, 1, 9]) {
    const at = ({ value, parameters }: ReturnType<typeof barron>) => value(s, parameters);
    expect(at(barron(1, 2))).toBeCloseTo(at(softL1(2)), 14);
    // 2 c^2 log(1 + s / (2 c^2)) is Cauchy's loss with the scale sqrt(2) c
    expect(at(barron(0, 2))).toBeCloseTo(at(cauchy(2 * Math.SQRT2)), 14);
    // Geman and McClure: 2 s / (s / scale^2 + 4), times 2 for rho'(0) = 1
    expect(at(barron(-2, 1))).toBeCloseTo((4 * s) / (s + 4), 14);
    expect(at(barron(-1e9, 1))).toBeCloseTo(at(barron(-Infinity, 1)), 6);
    expect(at(barron(1e-9, 1))).toBeCloseTo(at(barron(0, 1)), 6);
  }
});

test("beyond its scale Tukey's loss is constant and Huber's a straight line of |r|", () => {
  const { value, parameters } = tukey(2);
  expect(value(100, parameters)).toBe(value(5, parameters));
  expect(value(4, parameters)).toBeCloseTo(4 / 3, 14);
  const { value: line, parameters: of } = huber(2);
  expect(line(36, of) - line(25, of)).toBeCloseTo(line(25, of) - line(16, of), 13);
});

test("a scale that is not positive is refused", () => {
  expect(() => huber(0)).toThrow("the scale of huber is 0: give a positive number");
  expect(() => barron(3)).toThrow("the shape of barron is 3");
});
