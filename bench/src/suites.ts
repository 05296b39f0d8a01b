import { arrays } from "./arrays/arrays.ts";
import { bbobSuite } from "./bbob/bbob-suite.ts";
import { blackBox } from "./black-box/black-box.ts";
import { bounded } from "./bounded/bounded.ts";
import { derivatives } from "./derivatives/derivatives.ts";
import { kernels } from "./kernels/kernels.ts";
import { nist } from "./nist/nist.ts";
import { smooth } from "./smooth/smooth.ts";
import { speed } from "./speed/speed.ts";
import { pruning } from "./study/pruning.ts";
import { stores } from "./study/stores.ts";
import { study } from "./study/study.ts";
import type { Suite } from "./suite.ts";

/** Every suite by its name: what `infimum bench SUITE` runs. */
export const suites: ReadonlyMap<string, Suite> = new Map(
  [speed, smooth, bounded, nist, blackBox, bbobSuite, derivatives, arrays, kernels, study, pruning, stores].map(
    (suite) => [suite.name, suite],
  ),
);
