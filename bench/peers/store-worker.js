// Works on a store until its share of the trials is done, and says which trials those were: `store-worker.js PATH SHARE`.
import { openStore } from "@infimum/study";

const [path, share] = process.argv.slice(2);
const store = await openStore(path);
const numbers = [];
try {
  for (let i = 0; i < Number(share); i++) {
    const lease = { owner: String(process.pid), until: Date.now() + 60_000 };
    const { number, fence } = await store.addTrial("study", { at: Date.now(), lease });
    await store.apply("study", number, { kind: "propose", fence, codes: Float64Array.of(number, 1 / 3, NaN) });
    await store.apply("study", number, { kind: "complete", fence, values: [number / 7], at: Date.now() });
    numbers.push(number);
  }
} finally {
  await store.close();
}
process.send(numbers);
process.disconnect();
