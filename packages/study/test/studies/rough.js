import { choice, defineStudy, float, space } from "@infimum/study";

/** An objective that does everything that can go wrong. */
export default defineStudy({
  name: "rough",
  space: space({ deed: choice("nothing", "exit", "throw", "hang", "report", "store", "text"), x: float(0, 1) }),
  objective: async ({ deed, x }, trial) => {
    if (deed === "exit" && trial.attempt === 0) process.exit(3);
    if (deed === "throw") throw new RangeError("out of range");
    if (deed === "hang") for (;;);
    if (deed === "report") {
      for (let step = 1; step <= 9; step++) if (await trial.report(step, step)) return trial.prune();
    }
    if (deed === "store") {
      await trial.set("note", { x });
      await trial.artifact("x.txt", String(x));
    }
    return deed === "text" ? "six" : x;
  },
});
