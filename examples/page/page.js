import { problem, solver } from "infimum/core";
import { cmaEs } from "infimum/methods/cma-es.js";

const solve = solver([cmaEs]);
const rastrigin = ([x, y]) => 20 + x * x - 10 * Math.cos(2 * Math.PI * x) + y * y - 10 * Math.cos(2 * Math.PI * y);
const reach = 5.12;

const canvas = document.querySelector("#plane");
const summary = document.querySelector("#summary");
const context = canvas.getContext("2d");
const column = (x) => ((x + reach) / (2 * reach)) * canvas.width;
const row = (y) => ((reach - y) / (2 * reach)) * canvas.height;

function drawObjective() {
  const image = context.createImageData(canvas.width, canvas.height);
  for (let j = 0, at = 0; j < canvas.height; j++) {
    for (let i = 0; i < canvas.width; i++, at += 4) {
      const x = (2 * i * reach) / canvas.width - reach;
      const y = reach - (2 * j * reach) / canvas.height;
      const shade = Math.sqrt(rastrigin([x, y]) / 80);
      image.data.set([30 + 190 * shade, 60 + 150 * shade, 120 + 100 * shade, 255], at);
    }
  }
  context.putImageData(image, 0, 0);
}

let current = 0;
function start(seed) {
  const mine = ++current;
  drawObjective();
  const place = () => (Math.random() - 0.5) * 2 * reach;
  const run = solve(
    problem({
      objective: rastrigin,
      x0: seed === 1 ? [4, 3.5] : [place(), place()],
      bounds: { lower: -reach, upper: reach },
    }),
    { method: cmaEs({ stepSize: 2 }), seed },
  );
  const steps = run[Symbol.iterator]();
  const frame = () => {
    if (mine !== current) return;
    const { value: step, done } = steps.next();
    summary.textContent = run.result.summary();
    if (done) {
      document.body.dataset.status = run.result.status;
      return;
    }
    context.fillStyle = "#ffd166";
    context.beginPath();
    context.arc(column(step.best.x[0]), row(step.best.x[1]), 6, 0, 2 * Math.PI);
    context.fill();
    requestAnimationFrame(frame);
  };
  frame();
}

document.querySelector("#again").addEventListener("click", () => start(2 + Math.floor(Math.random() * 1e6)));
start(1);
