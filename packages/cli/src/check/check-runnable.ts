import { checkProblem } from "infimum";
import type { Runnable } from "../load/load-file.ts";
import { runStudy } from "../study/run-study.ts";
import { UsageError } from "../usage-error.ts";
import type { CheckAsked, Checked } from "./checked.ts";
import { filePlaces } from "./file-places.ts";

/**
 * Checks what a file exports: all of a problem, or one trial of a study, which is kept nowhere.
 *
 * @throws UsageError for a job
 */
export async function checkRunnable(
  runnable: Runnable,
  file: string,
  asked: CheckAsked,
  signal: AbortSignal,
): Promise<Checked> {
  if (runnable.kind === "job") {
    throw new UsageError("a job may solve many problems, and none is checked: export one with problem({ ... }).");
  }
  if (runnable.kind === "problem") {
    const { problem } = runnable;
    const { summary, ...report } = await checkProblem(problem, { ...asked, signal });
    const located = await filePlaces(problem, file);
    const findings = report.findings.map((finding) => ({ ...finding, message: located(finding.message) }));
    return { kind: "problem", report: { ...report, findings }, summary: located(summary()) };
  }
  const begin = performance.now();
  const { record } = await runStudy(
    { ...runnable.study, store: undefined, workers: undefined },
    { asked: { seed: asked.seed, trials: 1 }, defaultStore: undefined, file: undefined, signal, onProgress: () => {} },
  );
  return { kind: "study", record, seconds: (performance.now() - begin) / 1000 };
}
