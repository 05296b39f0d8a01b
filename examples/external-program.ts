// A program as a black box: infimum run examples/external-program.ts --evaluations 120
// Whatever takes numbers on its command line and prints one can be tuned like this.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { problem } from "infimum";

const execute = promisify(execFile);
const program = fileURLToPath(new URL("external/queue.mjs", import.meta.url));

export default problem({
  name: "a simulated shop",
  x0: { speed: 1.5, reorderLevel: 10 },
  bounds: { lower: { speed: 0.5, reorderLevel: 0 }, upper: { speed: 4, reorderLevel: 60 } },
  derivatives: "none",
  objective: async ({ speed, reorderLevel }) => {
    const { stdout } = await execute(process.execPath, [
      program,
      "--servers-speed",
      String(speed),
      "--reorder-level",
      String(Math.round(reorderLevel)),
    ]);
    return Number(stdout);
  },
});
