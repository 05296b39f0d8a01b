// A program that knows nothing of the one that tunes it: simulates a shop for one day and prints what the day cost.
// node queue.mjs --servers-speed 1.2 --reorder-level 14
const options = Object.fromEntries(process.argv.slice(2).map((word, k, words) => [word, Number(words[k + 1])]));
const speed = options["--servers-speed"];
const reorderLevel = options["--reorder-level"];

// a small linear congruential generator: the same day every time
let seed = 12345;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;

let stock = 30;
let ordered = -1;
let freeAt = 0;
let waited = 0;
let lost = 0;
let held = 0;
for (let minute = 0, now = 0; now < 600; minute++) {
  now += -Math.log(1 - random()) * 1.1;
  if (ordered >= 0 && now > ordered + 45) {
    stock += 40;
    ordered = -1;
  }
  held += stock;
  if (stock === 0) lost++;
  else {
    stock--;
    freeAt = Math.max(freeAt, now) - Math.log(1 - random()) / speed;
    waited += freeAt - now;
  }
  if (stock <= reorderLevel && ordered < 0) ordered = now;
}
console.log((400 * speed ** 2 + 0.5 * waited + 20 * lost + 0.02 * held).toFixed(4));
