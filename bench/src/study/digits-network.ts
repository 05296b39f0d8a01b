import { RandomStream } from "infimum/numerics";

/** How a network is trained. */
export interface NetworkSettings {
  readonly rate: number;
  readonly momentum: number;
  readonly width: number;
  /** Half the square of the weights, times this, is added to the loss. */
  readonly decay: number;
  readonly batch: number;
  readonly activation: "relu" | "tanh";
}

/** Images by rows of 64 pixels in [0, 1], and their digits. */
export interface Digits {
  readonly pixels: Float64Array;
  readonly labels: Uint8Array;
}

const inputs = 64;
const classes = 10;
const epochs = 6;

/**
 * How many of the `validation` images a network with one hidden layer gets wrong after 6 epochs of stochastic gradient
 * descent with momentum on the `training` images. The seed draws its weights and the order of the images.
 */
export function trainAndCount(settings: NetworkSettings, training: Digits, validation: Digits, seed: number): number {
  const network = new Network(settings, seed);
  const count = training.labels.length;
  const random = new RandomStream();
  const order = new Int32Array(count);
  for (let epoch = 0; epoch < epochs; epoch++) {
    random.key(seed, "order", epoch, 0).permutation(count, order);
    for (let from = 0; from < count; from += settings.batch) {
      network.descend(training, order.subarray(from, Math.min(count, from + settings.batch)));
    }
  }
  let wrong = 0;
  for (let i = 0; i < validation.labels.length; i++) {
    if (network.classify(validation.pixels, inputs * i) !== validation.labels[i]) wrong++;
  }
  return wrong;
}

class Network {
  readonly #settings: NetworkSettings;
  /** By hidden unit, 64 weights and the constant. */
  readonly #lower: Float64Array;
  /** By class, one weight for each hidden unit and the constant. */
  readonly #upper: Float64Array;
  readonly #lowerVelocity: Float64Array;
  readonly #upperVelocity: Float64Array;
  readonly #lowerGradient: Float64Array;
  readonly #upperGradient: Float64Array;
  readonly #hidden: Float64Array;
  readonly #scores = new Float64Array(classes);

  constructor(settings: NetworkSettings, seed: number) {
    this.#settings = settings;
    const { width } = settings;
    const random = new RandomStream().key(seed, "weights", 0, 0);
    const lower = width * (inputs + 1);
    const upper = classes * (width + 1);
    this.#lower = random.fillNormal(new Float64Array(lower)).map((w) => w / Math.sqrt(inputs));
    this.#upper = random.fillNormal(new Float64Array(upper)).map((w) => w / Math.sqrt(width));
    this.#lowerVelocity = new Float64Array(lower);
    this.#upperVelocity = new Float64Array(upper);
    this.#lowerGradient = new Float64Array(lower);
    this.#upperGradient = new Float64Array(upper);
    this.#hidden = new Float64Array(width);
  }

  /** The class with the highest score; the first where training blew up and scores are NaN. */
  classify(pixels: Float64Array, at: number): number {
    this.#forward(pixels, at);
    let best = 0;
    for (let k = 1; k < classes; k++) if (this.#scores[k] > this.#scores[best]) best = k;
    return best;
  }

  /** One step along the mean gradient of the cross-entropy of some images. */
  descend({ pixels, labels }: Digits, images: Int32Array): void {
    this.#lowerGradient.fill(0);
    this.#upperGradient.fill(0);
    for (let k = 0; k < images.length; k++) this.#addGradient(pixels, inputs * images[k], labels[images[k]]);
    this.#move(this.#lower, this.#lowerVelocity, this.#lowerGradient, images.length);
    this.#move(this.#upper, this.#upperVelocity, this.#upperGradient, images.length);
  }

  #forward(pixels: Float64Array, at: number): void {
    const { width, activation } = this.#settings;
    const lower = this.#lower;
    const upper = this.#upper;
    const hidden = this.#hidden;
    for (let j = 0; j < width; j++) {
      const row = j * (inputs + 1);
      let sum = lower[row + inputs];
      for (let i = 0; i < inputs; i++) sum += lower[row + i] * pixels[at + i];
      hidden[j] = activation === "tanh" ? Math.tanh(sum) : Math.max(0, sum);
    }
    for (let k = 0; k < classes; k++) {
      const row = k * (width + 1);
      let sum = upper[row + width];
      for (let j = 0; j < width; j++) sum += upper[row + j] * hidden[j];
      this.#scores[k] = sum;
    }
  }

  #addGradient(pixels: Float64Array, at: number, label: number): void {
    const { width, activation } = this.#settings;
    this.#forward(pixels, at);
    const scores = this.#scores;
    const upper = this.#upper;
    const upperGradient = this.#upperGradient;
    const lowerGradient = this.#lowerGradient;
    const hidden = this.#hidden;
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, scores[k]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += scores[k] = Math.exp(scores[k] - largest);
    for (let k = 0; k < classes; k++) {
      // from here on the derivative by the score
      scores[k] = scores[k] / sum - (k === label ? 1 : 0);
      const row = k * (width + 1);
      for (let j = 0; j < width; j++) upperGradient[row + j] += scores[k] * hidden[j];
      upperGradient[row + width] += scores[k];
    }
    for (let j = 0; j < width; j++) {
      const value = hidden[j];
      const slope = activation === "tanh" ? 1 - value * value : value > 0 ? 1 : 0;
      if (slope === 0) continue;
      let back = 0;
      for (let k = 0; k < classes; k++) back += scores[k] * upper[k * (width + 1) + j];
      back *= slope;
      const row = j * (inputs + 1);
      for (let i = 0; i < inputs; i++) lowerGradient[row + i] += back * pixels[at + i];
      lowerGradient[row + inputs] += back;
    }
  }

  #move(weights: Float64Array, velocity: Float64Array, gradient: Float64Array, count: number): void {
    const { rate, momentum, decay } = this.#settings;
    for (let i = 0; i < weights.length; i++) {
      velocity[i] = momentum * velocity[i] - rate * (gradient[i] / count + decay * weights[i]);
      weights[i] += velocity[i];
    }
  }
}
