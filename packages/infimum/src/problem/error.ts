export { InfimumError } from "../error.ts";
