// The same seed gives the same tests. PROPERTY_SEED looks at other cases: what it finds becomes a test of its own.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_122) });
