// A process of its own that works on a SQLite store: `store-process.js COMMAND PATH [COUNT]`. Bundled by the test.
import { writeSync } from "node:fs";
import { chooseDriver } from "../src/store/sqlite/driver.ts";
import { sqliteStore } from "../src/store/sqlite/sqlite-store.ts";

const [command, path, count] = process.argv.slice(2);
const study = { name: "study", space: "[]", goals: ["minimize"], seed: 0, created: Date.now() };
const lease = () => ({ owner: `process ${process.pid}`, until: Date.now() + 60_000 });

/** One line, in the pipe before this returns: what was said can be counted on, whenever the process ends. */
function say(data) {
  writeSync(1, `${JSON.stringify(data)}\n`);
}

/** A whole trial, every other one enqueued and claimed. */
async function runTrial(store, isEnqueued) {
  if (isEnqueued) await store.addTrial("study", { at: Date.now() });
  const claimed = isEnqueued ? await store.claimWaiting("study", lease(), Date.now()) : undefined;
  const { number, fence } = claimed ?? (await store.addTrial("study", { at: Date.now(), lease: lease() }));
  const tell = (event) => store.apply("study", number, { fence, ...event });
  await tell({ kind: "propose", codes: Float64Array.of(number, NaN), note: { number } });
  await tell({ kind: "report", step: 1, value: number });
  const { reception } = await tell({ kind: "complete", values: [number / 7], at: Date.now() });
  return { number, reception };
}

/** So many trials, four at once. */
async function runTrials(store, trials, onTrial) {
  let begun = 0;
  const worker = async () => {
    while (begun < trials) onTrial(await runTrial(store, begun++ % 2 === 0));
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}

const commands = {
  /** Writes until it is killed. */
  async write() {
    const store = await sqliteStore(path);
    await store.openStudy(study);
    await runTrials(store, Infinity, say);
  },

  /** Does its share and ends. */
  async share() {
    const store = await sqliteStore(path);
    await store.openStudy(study);
    const trials = [];
    await runTrials(store, Number(count), (trial) => trials.push(trial));
    await store.close();
    say(trials);
  },

  /** Writes until it cannot, then reads. */
  async fill() {
    const store = await sqliteStore(path);
    await store.openStudy(study);
    let stored = 0;
    try {
      for (;;) {
        await store.addTrial("study", { at: Date.now(), note: "x".repeat(2000) });
        stored++;
      }
    } catch ({ name, code, message }) {
      const { trials } = await store.changes("study", 0);
      say({ stored, read: trials.length, name, code, message });
    }
    await store.close();
  },

  /** Reads a study that is there, and tries to write to it; as another user, where COUNT is the id of one. */
  async read() {
    // as long as the driver can be read
    chooseDriver()(":memory:").close();
    if (count !== undefined) {
      process.setgid(Number(count));
      process.setuid(Number(count));
    }
    const store = await sqliteStore(path);
    const opened = await store.openStudy(study);
    const { trials } = await store.changes("study", 0);
    const refusal = await store.addTrial("study", { at: Date.now() }).catch(({ name, code, message }) => ({
      name,
      code,
      message,
    }));
    say({ created: opened.created, read: trials.length, refusal });
    await store.close();
  },
};

await commands[command]();
