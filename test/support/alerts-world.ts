import type { Driver } from "neo4j-driver";
import { createLog, type Log } from "../../src/platform/log.js";

/** A small company for the alert tests, written straight into the graph. Times are epoch ms. */
export interface SeedPerson {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  readonly until?: number | null;
  readonly human?: boolean;
  readonly zone?: string;
}

const LONG_AGO = Date.UTC(2020, 0, 1);

export async function seedPerson(driver: Driver, person: SeedPerson): Promise<void> {
  await driver.executeQuery(
    `MERGE (p:Person {id: $id})
     SET p.name = $name, p.email = $email, p.human = $human,
       p.activeFrom = datetime({epochMillis: toInteger($from)}),
       p.activeUntil = CASE WHEN $until IS NULL THEN null
         ELSE datetime({epochMillis: toInteger($until)}) END
     MERGE (e:Employment {key: 'hr/' + $id})
     SET e.email = $email, e.name = $name, e.zone = $zone, e.startsAt = p.activeFrom,
       e.endsAt = p.activeUntil
     MERGE (p)-[:HAS_EMPLOYMENT]->(e)`,
    {
      id: person.id,
      name: person.name ?? person.id,
      email: person.email ?? `${person.id}@example.com`,
      human: person.human ?? true,
      zone: person.zone ?? "UTC",
      from: LONG_AGO,
      until: person.until ?? null,
    },
  );
}

export interface SeedRight {
  readonly agentId: string;
  readonly agentTitle?: string;
  readonly classId: string;
  readonly classTitle?: string;
  readonly leadId?: string | null;
  readonly standing?: string;
  readonly deadlineAt?: number | null;
  readonly ownerId?: string | null;
  readonly basis?: string;
}

/** An agent, a decision class with its lead, and the authorization between them. */
export async function seedRight(driver: Driver, right: SeedRight): Promise<void> {
  await driver.executeQuery(
    `MERGE (a:Agent {id: $agentId}) SET a.title = $agentTitle
     MERGE (c:DecisionClass {id: $classId})
     SET c.title = $classTitle, c.criteriaText = 'a claim is open and undisputed'
     MERGE (z:Authorization {key: $agentId + ':' + $classId})
     SET z.agentId = $agentId, z.decisionClassId = $classId, z.standing = $standing,
       z.deadlineAt = CASE WHEN $deadlineAt IS NULL THEN null
         ELSE datetime({epochMillis: toInteger($deadlineAt)}) END
     MERGE (z)-[:FOR]->(a) MERGE (z)-[:OF]->(c)
     WITH c, z
     OPTIONAL MATCH (c)-[old:LED_BY]->() DELETE old
     WITH DISTINCT c, z
     OPTIONAL MATCH (z)-[past:OWNED_BY]->() DELETE past
     WITH DISTINCT c, z
     OPTIONAL MATCH (lead:Person {id: $leadId})
     FOREACH (_ IN CASE WHEN lead IS NULL THEN [] ELSE [1] END | CREATE (c)-[:LED_BY]->(lead))
     WITH z
     OPTIONAL MATCH (owner:Person {id: $ownerId})
     FOREACH (_ IN CASE WHEN owner IS NULL THEN [] ELSE [1] END |
       CREATE (z)-[:OWNED_BY {key: z.key + owner.id, role: 'owner', basis: $basis}]->(owner))`,
    {
      agentId: right.agentId,
      agentTitle: right.agentTitle ?? right.agentId,
      classId: right.classId,
      classTitle: right.classTitle ?? right.classId,
      leadId: right.leadId ?? null,
      standing: right.standing ?? "orphaned",
      deadlineAt: right.deadlineAt ?? null,
      ownerId: right.ownerId ?? null,
      basis: right.basis ?? "inherited",
    },
  );
}

export interface SeedFinding {
  readonly id: string;
  readonly code?: string;
  readonly severity?: "info" | "warning" | "critical";
  readonly subjectKind?: string;
  readonly subjectKey?: string;
  readonly classId?: string | null;
  readonly facts?: Readonly<Record<string, string | number | null>>;
  readonly at?: number;
}

/** Findings with a pending 'opened' alert each (`<id>-opened`), as continuity writes them. */
export async function seedFindings(
  driver: Driver,
  findings: readonly SeedFinding[],
): Promise<void> {
  const rows = findings.map((finding) => ({
    id: finding.id,
    code: finding.code ?? "SUCCESSION_FAILED",
    severity: finding.severity ?? "critical",
    subjectKind: finding.subjectKind ?? "authorization",
    subjectKey: finding.subjectKey ?? `agent-${finding.id}:class-1`,
    classId: finding.classId === undefined ? "class-1" : finding.classId,
    factsJson: JSON.stringify(finding.facts ?? {}),
    at: finding.at ?? LONG_AGO,
  }));
  await driver.executeQuery(
    `UNWIND $rows AS row
     CREATE (f:Finding {id: row.id, openKey: row.id, dedupKey: row.id, code: row.code,
       severity: row.severity, state: 'open', subjectKind: row.subjectKind,
       subjectKey: row.subjectKey, decisionClassId: row.classId, factsJson: row.factsJson,
       openedAt: datetime({epochMillis: toInteger(row.at)}), openedIn: 1})
     CREATE (:Alert {id: row.id + '-opened', kind: 'opened', state: 'pending', recordedIn: 1,
       createdAt: datetime({epochMillis: toInteger(row.at)})})-[:TELLS]->(f)`,
    { rows },
  );
}

/** The condition is gone: the finding is cleared and a pending 'cleared' alert says so. */
export async function clearFinding(driver: Driver, id: string, at = LONG_AGO + 1): Promise<void> {
  await driver.executeQuery(
    `MATCH (f:Finding {id: $id})
     SET f.state = 'cleared', f.clearedAt = datetime({epochMillis: toInteger($at)}), f.openKey = null
     CREATE (:Alert {id: $id + '-cleared', kind: 'cleared', state: 'pending', recordedIn: 2,
       createdAt: datetime({epochMillis: toInteger($at)})})-[:TELLS]->(f)`,
    { id, at },
  );
}

/** `alert id → state` of everything in the outbox. */
export async function alertStates(driver: Driver): Promise<Record<string, string>> {
  const { records } = await driver.executeQuery(
    "MATCH (a:Alert) RETURN a.id AS id, a.state AS state ORDER BY id",
  );
  return Object.fromEntries(
    records.map((record) => [String(record.get("id")), String(record.get("state"))]),
  );
}

/** A real log whose lines can be read back. */
export interface CapturedLog {
  readonly log: Log;
  lines(): readonly Record<string, unknown>[];
  text(): string;
}

export function capturedLog(): CapturedLog {
  const chunks: string[] = [];
  return {
    log: createLog({ level: "debug", destination: { write: (line) => void chunks.push(line) } }),
    text: () => chunks.join(""),
    lines: () => chunks.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
