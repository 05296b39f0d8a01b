export {
  type Envelope,
  envelope,
  envelopeCholesky,
  envelopeNorm,
  envelopeProduct,
  envelopeSolveLower,
  envelopeSolveUpper,
} from "./envelope.ts";
export { reverseCuthillMcKee } from "./reverse-cuthill-mckee.ts";
