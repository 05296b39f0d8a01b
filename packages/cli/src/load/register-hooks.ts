import { register } from "node:module";

// Imported by every thread that imports files of the user: TypeScript runs as it is written.

register(new URL("./hooks.js", import.meta.url), { data: { commandUrl: import.meta.url } });
