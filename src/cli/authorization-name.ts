import type { AuthorizationName } from "../runs/acts.js";
import { usage } from "./shell.js";

/**
 * `<agent> <class>`, or both as one word `agent:class` as findings and reports print it.
 *
 * @throws CountersignError USAGE when half of it is missing.
 */
export function authorizationOf(
  agent: string,
  decisionClass: string | undefined,
): AuthorizationName {
  if (decisionClass !== undefined) return { agentId: agent, decisionClassId: decisionClass };
  const parts = agent.split(":");
  const [agentId = "", decisionClassId = ""] = parts;
  if (parts.length === 2 && agentId !== "" && decisionClassId !== "") {
    return { agentId, decisionClassId };
  }
  throw usage(
    `Which decision class of "${agent}"?`,
    "Name the agent and the decision class, as two words or as agent:class.",
  );
}
