// Runs the rough study in threads and prints what came of it: a process of its own, on the built package.
import { openStudy, openThreadCrew, thresholdPruner } from "@infimum/study";
import definition from "./studies/rough.js";

const { name, space } = definition;
const study = await openStudy({ name, space, pruner: thresholdPruner({ upper: 3.5 }), retry: { lost: 1 } });
for (const deed of ["nothing", "exit", "throw", "hang", "report", "store", "text", "nothing"]) {
  await study.enqueue({ deed, x: 0.25 });
}
const crew = openThreadCrew({ file: new URL("./studies/rough.js", import.meta.url), workers: 2 });
await study.run(crew.objective, { trials: 8, parallel: 2, trialSeconds: 0.5 });
await crew.close();
const file = await study.artifact(5, "x.txt");
process.stdout.write(JSON.stringify({ trials: study.trials(), file: new TextDecoder().decode(file) }));
