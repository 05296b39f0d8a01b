export { philox4x32 } from "./philox.ts";
export { purposeId } from "./purpose.ts";
export { RandomStream } from "./stream.ts";
