import { onTestFinished } from "vitest";
import { Directory, type DirectoryUser } from "../../simulator/directory/directory.js";
import { serveOkta } from "../../simulator/okta/server.js";
import { World } from "../support/world.js";

const TOKEN_ENV = "OKTA_TOKEN_OF_THIS_TEST";
const TOKEN = "00-token";
const ORG = "00oidentity";

/** A login of a human who works here, active since long ago. */
export function login(id: string, change: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id,
    login: `${id}@login.example.com`,
    email: `${id}@login.example.com`,
    givenName: "Login",
    familyName: id,
    status: "active",
    statusChangedAt: Date.parse("2025-01-01T00:00:00Z"),
    createdAt: Date.parse("2025-01-01T00:00:00Z"),
    nature: "human",
    workerId: null,
    managerId: null,
    department: null,
    lastSignInAt: Date.parse("2026-02-28T08:00:00Z"),
    ...change,
  };
}

/** Second worker ids that the org keeps in an attribute of its own, by login. */
export type SecondIds = Map<string, string>;

export interface Office {
  readonly world: World;
  readonly directory: Directory;
  readonly second: SecondIds;
}

/** A company with a simulated Okta org beside its files; with `hr: false` the org alone says who works here. */
export async function openOffice({ hr }: { readonly hr: boolean }): Promise<Office> {
  const directory = new Directory(ORG);
  const second: SecondIds = new Map();
  const server = await serveOkta(directory, {
    now: () => Date.parse("2026-03-01T05:00:00Z"),
    orgId: ORG,
    apiToken: TOKEN,
    customAttributes: ["secondNumber"],
    dress: (user) => {
      const number = second.get(user.id);
      return number === undefined ? {} : { profile: { secondNumber: number } };
    },
  });
  onTestFinished(() => server.close());
  const okta = {
    id: "okta",
    type: "okta",
    orgUrl: server.url,
    auth: { how: "token", tokenEnv: TOKEN_ENV },
    workerIds: hr ? { employeeNumber: "hr", secondNumber: "hr" } : { employeeNumber: "worker" },
    nonHuman: { userType: ["service"] },
    manager: { how: "none" },
    sweepEveryHours: 0,
  };
  const world = await World.open({
    sources: [
      ...(hr ? [{ id: "hr", type: "hr-files", folder: "hr", mode: "snapshot" }] : []),
      okta,
      { id: "registry", type: "registry", folder: "registry" },
    ],
    operators: [
      { login: "operator", person: "lead@example.com" },
      { login: "mokafor", person: "lead@example.com" },
    ],
  });
  onTestFinished(() => world.close());
  world.context.env[TOKEN_ENV] = TOKEN;
  return { world, directory, second };
}

/** What a command line needs to reach the same org. */
export function oktaEnvironment(): Record<string, string> {
  return { [TOKEN_ENV]: TOKEN };
}

/** Whose a login is now, by worker ids; null: nobody's. */
export async function holderOf(world: World, key: string): Promise<string | null> {
  const [row] = await world.cypher(
    `MATCH (a:Account {key: $key})-[:BELONGS_TO]->(p:Person)
     RETURN reduce(all = '', id IN COLLECT { MATCH (i:Identifier)-[:BELONGS_TO]->(p) WHERE NOT i:Account
       RETURN i.key ORDER BY i.key } | all + id + ' ') AS ids`,
    { key },
  );
  return row === undefined ? null : String(row["ids"]).trim();
}
