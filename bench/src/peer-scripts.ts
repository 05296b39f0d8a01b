import { fileURLToPath } from "node:url";

// this file lies as deep below the package's folder as the build does, so the path holds in both

/** The worker that answers with SciPy. */
export const scipyScript = fileURLToPath(new URL("../peers/scipy_peer.py", import.meta.url));

/** The worker that answers with NLopt. */
export const nloptScript = fileURLToPath(new URL("../peers/nlopt_peer.py", import.meta.url));

/** The worker that answers with Optuna. */
export const optunaScript = fileURLToPath(new URL("../peers/optuna_peer.py", import.meta.url));

/** The module whose bundle is weighed: the core with two methods. */
export const smallPage = fileURLToPath(new URL("../peers/small-page.js", import.meta.url));

/** The process that works on a store together with others. */
export const storeWorker = fileURLToPath(new URL("../peers/store-worker.js", import.meta.url));
