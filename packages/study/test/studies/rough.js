import { defineStudy, float, space } from "@infimum/study";

/** An objective that does everything that can go wrong, by the number of the trial. */
export default defineStudy({
  name: "rough",
  space: space({ x: float(0, 1) }),
  objective: async ({ x }, trial) => {
    if (trial.number === 1 && trial.attempt === 0) process.exit(3);
    if (trial.number === 2) throw new RangeError("out of range");
    if (trial.number === 3) for (;;);
    if (trial.number === 4) {
      for (let step = 1; step <= 9; step++) if (await trial.report(step, step)) return trial.prune();
    }
    if (trial.number === 5) {
      await trial.set("note", { x });
      await trial.artifact("x.txt", String(x));
    }
    if (trial.number === 6) return "six";
    return x;
  },
});
