import { REMOVAL_KINDS, WINDOWS } from "../../src/domain/gate.js";

const EVERYTHING = { count: 0, percent: 100 };
const WINDOW = Object.fromEntries(WINDOWS.map((window) => [window, EVERYTHING]));

/** Config under which no change is too large: for tests about what follows from many at once. */
export const OPEN_GATE = {
  gate: { leastShare: 0, limits: Object.fromEntries(REMOVAL_KINDS.map((kind) => [kind, WINDOW])) },
};
