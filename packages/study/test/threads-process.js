// Runs the rough study in threads and prints what came of it: a process of its own, on the built package.
import { openStudy, openThreadCrew, thresholdPruner } from "@infimum/study";
import definition from "./studies/rough.js";

const study = await openStudy({
  name: definition.name,
  space: definition.space,
  sampler: "random",
  pruner: thresholdPruner({ upper: 3.5 }),
  retry: { lost: 1 },
});
const crew = openThreadCrew({ file: new URL("./studies/rough.js", import.meta.url), workers: 2 });
await study.run(crew.objective, { trials: 12, parallel: 2, trialSeconds: 0.5 });
await crew.close();
const file = await study.artifact(5, "x.txt");
process.stdout.write(JSON.stringify({ trials: study.trials(), file: new TextDecoder().decode(file) }));
