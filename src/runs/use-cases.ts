/** The use cases, as the command line, the API and the workers call them. */
export { attest, decline, reassign, resume, sign, stop } from "./acts.js";
export { adopt, unregisteredAgents } from "./adopt.js";
export { chain, who } from "./answers.js";
export { chainThen, whoAsKnown } from "./answers-as-known.js";
export { inspectGraph, lintOnline } from "./checks.js";
export { closeContext, openContext, withClock } from "./context.js";
export { exposure } from "./exposure.js";
export { findings, orphans } from "./findings.js";
export { identities, identity } from "./identities.js";
export { linkIdentity, unlinkIdentity } from "./identity-acts.js";
export { differentPersons, samePerson } from "./identity-sameness.js";
export { exportLedger, ledgerEntries, ledgerEntry } from "./ledger.js";
export { verifyLedger } from "./ledger-verify.js";
export { approvePlan, plan, plans, rejectPlan } from "./plans.js";
export { dueWork, sync } from "./sync.js";
export { timeline } from "./timeline.js";
export { undo } from "./undo.js";
export { runWorker } from "./worker.js";
