import fc from "fast-check";
import { expect, test } from "vitest";
import { misplaced } from "../fixtures/misplaced.ts";
import { programOf, randomFunction } from "../fixtures/random-functions.ts";
import { hessianVectorProgram } from "../sparsity/compressed-hessian.ts";
import { forward } from "./forward.ts";
import { gradient, pullback } from "./reverse.ts";
import { taylor } from "./taylor.ts";

const data = Float64Array.of(0.3, -0.8, 1.1, 0.6);

test("in programs and all that is made of them, what is used has been computed", () => {
  fc.assert(
    fc.property(randomFunction, (list) => {
      const program = programOf(list, data);
      const derived = {
        program,
        gradient: gradient(program),
        pullback: pullback(program),
        forward: forward(program),
        twice: forward(forward(program)),
        hessianVector: hessianVectorProgram(program),
        third: forward(forward(gradient(program))),
        taylor: taylor(program, 3),
        taylorOfGradient: taylor(gradient(program), 2),
      };
      for (const [name, made] of Object.entries(derived)) expect(misplaced(made), name).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
