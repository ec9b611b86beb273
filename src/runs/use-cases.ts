/** The use cases, as the command line, the API and the workers call them. */
export { attest, decline, reassign, resume, sign, stop } from "./acts.js";
export { chain, who } from "./answers.js";
export { doctorGraph, lintOnline } from "./checks.js";
export { closeContext, openContext, withClock } from "./context.js";
export { findings, orphans } from "./findings.js";
export { dueWork, sync } from "./sync.js";
export { runWorker } from "./worker.js";
