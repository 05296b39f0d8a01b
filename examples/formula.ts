// A formula: infimum run examples/formula.ts
import { problem } from "infimum";

export default problem({
  name: "Rosenbrock's valley",
  objective: ([x, y]) => (1 - x) ** 2 + 100 * (y - x ** 2) ** 2,
  x0: [-1.2, 1],
});
