/** The use cases, as the command line, the API and the workers call them. */
export { attest, decline, reassign, resume, sign, stop } from "./acts.js";
export { closeContext, openContext, withClock } from "./context.js";
export { dueWork, sync } from "./sync.js";
