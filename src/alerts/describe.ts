import type { ManagedTransaction } from "neo4j-driver";
import { z } from "zod";
import type { Instant } from "../domain/time.js";
import { describeFindings, readAlerts } from "../graph/queries/alerts.js";
import type { AlertView } from "./view.js";

export type AlertRow = z.output<typeof readAlerts.row>;
type Described = z.output<typeof describeFindings.row>;
type Facts = AlertView["facts"];

const factsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** The alerts as people are told them, with the names, owners and deadlines of this moment. */
export async function describeAlerts(
  tx: ManagedTransaction,
  alertIds: readonly string[],
  now: Instant,
): Promise<readonly AlertView[]> {
  return await describeRows(tx, await readAlerts.run(tx, { alertIds: [...alertIds] }), now);
}

/** The same for conditions that nobody is alerted of: a list of findings says what an alert would say. */
export async function describeRows(
  tx: ManagedTransaction,
  alerts: readonly AlertRow[],
  now: Instant,
): Promise<readonly AlertView[]> {
  const withFacts = alerts.map((alert) => ({ alert, facts: factsOf(alert.factsJson) }));
  const items = withFacts.map(({ alert, facts }) => itemOf(alert, facts));
  const described = await describeFindings.run(tx, { items, now });
  const byAlert = new Map(described.map((row) => [row.alertId, row]));
  return withFacts.flatMap(({ alert, facts }) => {
    const row = byAlert.get(alert.alertId);
    return row === undefined ? [] : [viewOf(alert, facts, row)];
  });
}

/** Facts are written by others and may be of an older version: what does not parse says nothing. */
function factsOf(json: string | null): Facts {
  try {
    return factsSchema.parse(JSON.parse(json ?? "{}"));
  } catch {
    return {};
  }
}

function itemOf(
  alert: AlertRow,
  facts: Facts,
): z.input<typeof describeFindings.params>["items"][0] {
  const { subjectKind: kind, subjectKey: key } = alert;
  return {
    alertId: alert.alertId,
    authorizationKey: kind === "authorization" ? key : text(facts, "authorizationKey"),
    agentId: kind === "agent" ? key : text(facts, "agentId"),
    decisionClassId: kind === "decisionClass" ? key : alert.decisionClassId,
    leaverId:
      text(facts, "leaverId") ?? text(facts, "personId") ?? (kind === "person" ? key : null),
    holderId: text(facts, "holderId"),
    teamKey: kind === "team" ? key : text(facts, "teamKey"),
  };
}

function viewOf(alert: AlertRow, facts: Facts, row: Described): AlertView {
  return {
    alertId: alert.alertId,
    kind: alert.kind,
    code: alert.code,
    severity: alert.severity,
    isSettled: alert.state === "cleared",
    subject: { kind: alert.subjectKind, key: alert.subjectKey },
    agent: titled(row.agentId ?? text(facts, "agentId"), row.agentTitle),
    decisionClass: titled(row.decisionClassId ?? alert.decisionClassId, row.decisionClassTitle),
    criteria: row.criteriaText,
    standing: row.standing ?? text(facts, "standing"),
    // Once the authorization is known its deadline is the true one, also when that is none.
    deadlineAt: row.standing === null ? number(facts, "deadlineAt") : row.deadlineAt,
    owners: ownersOf(row),
    person:
      row.leaverName === null
        ? null
        : {
            name: row.leaverName,
            until: row.leaverUntil,
            leaveUntil: row.leaveEndsAt,
            zone: row.leaverZone,
          },
    teamName: row.teamName,
    facts,
  };
}

function ownersOf(row: Described): AlertView["owners"] {
  const owners = row.owners.flatMap((owner) =>
    owner.name === null
      ? []
      : [{ name: owner.name, role: owner.role, hasSigned: owner.basis === "signed" }],
  );
  // Without an authorization in the graph the finding's own word is all there is.
  if (owners.length === 0 && row.standing === null && row.holderName !== null) {
    return [{ name: row.holderName, role: null, hasSigned: false }];
  }
  return owners;
}

function titled(id: string | null, title: string | null): AlertView["agent"] {
  return id === null ? null : { id, title: title ?? id };
}

function text(facts: Facts, key: string): string | null {
  const value = facts[key];
  return typeof value === "string" && value !== "" ? value : null;
}

function number(facts: Facts, key: string): number | null {
  const value = facts[key];
  return typeof value === "number" ? value : null;
}
