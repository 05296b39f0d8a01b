import { blackBox } from "./black-box/black-box.ts";
import { kernels } from "./kernels/kernels.ts";
import { smooth } from "./smooth/smooth.ts";
import { speed } from "./speed/speed.ts";
import { study } from "./study/study.ts";
import type { Suite } from "./suite.ts";

/** Every suite by its name: what `infimum bench SUITE` runs. */
export const suites: ReadonlyMap<string, Suite> = new Map(
  [speed, smooth, blackBox, study, kernels].map((suite) => [suite.name, suite]),
);
