import neo4j, { type Driver } from "neo4j-driver";
import { CountersignError } from "../platform/errors.js";

/** Where the graph answers, and as whom to ask it. */
export interface GraphAddress {
  readonly uri: string;
  /** Null: no authentication (a local server on loopback). */
  readonly user: string | null;
  readonly password: string | null;
}

/** How long a managed transaction retries transient failures (F21). */
const RETRY_TIME_MS = 30_000;

/** Opens a driver and proves that the server answers; errors name the address and what to do. */
export async function openGraph(address: GraphAddress): Promise<Driver> {
  const auth =
    address.user === null ? undefined : neo4j.auth.basic(address.user, address.password ?? "");
  const driver = createDriver(address, auth);
  try {
    await driver.verifyConnectivity();
  } catch (error) {
    await driver.close();
    throw connectionError(address, error);
  }
  return driver;
}

function createDriver(address: GraphAddress, auth: Parameters<typeof neo4j.driver>[1]): Driver {
  try {
    return neo4j.driver(address.uri, auth, {
      disableLosslessIntegers: true,
      telemetryDisabled: true,
      maxTransactionRetryTime: RETRY_TIME_MS,
      connectionAcquisitionTimeout: 15_000,
      connectionTimeout: 5_000,
    });
  } catch (error) {
    throw new CountersignError({
      code: "NEO4J_ADDRESS_INVALID",
      message: `"${withoutSecrets(address.uri)}" is not an address of a Neo4j server.`,
      next: "Set NEO4J_URI to something like bolt://127.0.0.1:7687.",
      cause: error,
    });
  }
}

function connectionError(address: GraphAddress, error: unknown): CountersignError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("Neo.ClientError.Security")) {
    return new CountersignError({
      code: "NEO4J_LOGIN_REFUSED",
      message: `Neo4j at ${withoutSecrets(address.uri)} refuses ${address.user === null ? "a connection without a login" : `the login "${address.user}"`}.`,
      next: "Check NEO4J_USER and NEO4J_PASSWORD.",
      cause: error,
    });
  }
  return new CountersignError({
    code: "NEO4J_UNREACHABLE",
    message: `Neo4j at ${withoutSecrets(address.uri)} does not answer.`,
    next: "Start it, or unset NEO4J_URI and run `countersign services up` for a local one.",
    disposition: "retry",
    cause: error,
  });
}

/** An address may carry a login by mistake; it must not reach a log. */
function withoutSecrets(uri: string): string {
  return uri.replace(/\/\/[^@/]*@/, "//***@");
}
