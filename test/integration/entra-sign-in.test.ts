import { inspect } from "node:util";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { serveSimulated, type SimulatedServer } from "../../simulator/http/serve.js";
import { CountersignError } from "../../src/platform/errors.js";
import { createEntraSource } from "../../src/sources/msgraph/source.js";
import { ellipticKey, newPair, type TestPair } from "../unit/msgraph/certificate.js";
import { LISTS, status } from "../unit/msgraph/faulty.js";
import {
  ALL_COMPLETE,
  CLIENT_ID,
  completeness,
  configOf,
  NOW,
  openOffice,
  readAll,
  SECRET,
  TENANT_ID,
  userId,
  type Office,
  type OfficeOptions,
} from "../unit/msgraph/tenant.js";

let office: Office;
const open = async (options?: OfficeOptions): Promise<Office> =>
  (office = await openOffice(options));
afterEach(async () => office.graph.close());

const CERTIFICATE = {
  auth: { how: "certificate", privateKeyEnv: "ENTRA_KEY", certificateEnv: "ENTRA_CERT" },
};

/** Everything that could be logged of an error. */
function everythingOf(error: unknown): string {
  const data = error instanceof CountersignError ? JSON.stringify(error.data) : "";
  return `${inspect(error, { depth: 12, showHidden: true })} ${data}`;
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("this was meant to fail"),
    (error: unknown) => error,
  );
}

describe("signing in with a certificate", () => {
  let pair: TestPair;
  let other: TestPair;
  let expired: TestPair;
  beforeAll(() => {
    pair = newPair({ from: "2026-01-01", to: "2027-12-31" });
    other = newPair({ from: "2026-01-01", to: "2027-12-31" });
    expired = newPair({ from: "2024-01-01", to: "2026-11-19" });
  });
  const withCertificate = (env: NodeJS.ProcessEnv): OfficeOptions => ({
    config: CERTIFICATE,
    env,
    graph: { clients: [{ clientId: CLIENT_ID, certificate: pair.certificate }] },
  });

  it("works with PEM as it is, and on one line as environment files have it", async () => {
    const { source } = await open(
      withCertificate({ ENTRA_KEY: pair.privateKey, ENTRA_CERT: pair.certificate }),
    );
    expect(completeness(await readAll(source))).toEqual(ALL_COMPLETE);
    await office.graph.close();
    const oneLine = (pem: string): string => pem.trim().replaceAll("\n", String.raw`\n`);
    const again = await open(
      withCertificate({
        ENTRA_KEY: oneLine(pair.privateKey),
        ENTRA_CERT: oneLine(pair.certificate),
      }),
    );
    expect(completeness(await readAll(again.source))).toEqual(ALL_COMPLETE);
  });

  it.each([
    {
      what: "no PEM as key",
      wrong: { variable: "ENTRA_KEY", why: "holds no private key" },
      env: () => ({ ENTRA_KEY: "hunter2-not-pem" }),
    },
    {
      what: "an elliptic key",
      wrong: { variable: "ENTRA_KEY", why: "is not RSA" },
      env: () => ({ ENTRA_KEY: ellipticKey() }),
    },
    {
      what: "no PEM as certificate",
      wrong: { variable: "ENTRA_CERT", why: "no certificate" },
      env: () => ({ ENTRA_CERT: "hunter2" }),
    },
    {
      what: "another's certificate",
      wrong: { variable: "ENTRA_CERT", why: "another key" },
      env: () => ({ ENTRA_CERT: other.certificate }),
    },
    {
      what: "an expired certificate",
      wrong: { variable: "ENTRA_CERT", why: "expired on" },
      env: () => ({ ENTRA_KEY: expired.privateKey, ENTRA_CERT: expired.certificate }),
    },
  ])("$what is said of its variable, and nothing is asked", async ({ wrong, env }) => {
    const valid = { ENTRA_KEY: pair.privateKey, ENTRA_CERT: pair.certificate };
    const { source, faults } = await open(withCertificate({ ...valid, ...env() }));
    const error = await failureOf(readAll(source));
    expect(error).toMatchObject({
      code: "ENTRA_CREDENTIALS_UNUSABLE",
      data: { source: "entra", variable: wrong.variable },
    });
    expect(String(error)).toContain(wrong.why);
    expect(everythingOf(error)).not.toMatch(/hunter2|PRIVATE KEY/);
    expect(faults.seen).toEqual([]);
  });

  it("is refused when the application knows another certificate", async () => {
    const { source } = await open(
      withCertificate({ ENTRA_KEY: other.privateKey, ENTRA_CERT: other.certificate }),
    );
    const error = await failureOf(readAll(source));
    expect(error).toMatchObject({
      code: "SOURCE_REFUSED",
      status: 401,
      vendorCode: "invalid_client",
    });
    expect(everythingOf(error)).not.toContain("eyJ");
  });
});

describe("signing in with a secret", () => {
  it("a variable that is not set is named, and nothing is asked", async () => {
    const { source, faults } = await open({ env: {} });
    await expect(readAll(source)).rejects.toMatchObject({
      code: "SOURCE_SECRET_MISSING",
      data: { variable: "ENTRA_SECRET" },
    });
    expect(faults.seen).toEqual([]);
  });

  it.each([
    {
      what: "a wrong secret",
      office: { env: { ENTRA_SECRET: "wrong-and-secret" } },
      refused: { status: 401, vendorCode: "invalid_client" },
    },
    {
      what: "an unknown application",
      office: { config: { clientId: "nobody" } },
      refused: { status: 400, vendorCode: "unauthorized_client" },
    },
    {
      what: "an unknown tenant",
      office: { config: { tenantId: "nowhere" } },
      refused: { status: 400, vendorCode: "invalid_request" },
    },
  ])("$what is refused once", async ({ office: options, refused }) => {
    const { source, faults } = await open(options);
    const error = await failureOf(readAll(source));
    expect(error).toMatchObject({ code: "SOURCE_REFUSED", ...refused });
    expect(everythingOf(error)).not.toMatch(/wrong-and-secret|very-secret/);
    expect(faults.seen).toHaveLength(1);
  });

  it("waits for a busy token endpoint, and takes no answer without a token", async () => {
    const { source, faults, waits } = await open();
    faults.on(/oauth2/, status(429, { "retry-after": "4" }));
    expect(completeness(await readAll(source))).toEqual(ALL_COMPLETE);
    expect(waits.slept).toEqual([4_000]);
    faults.on(/oauth2/, { kind: "rewrite", change: () => ({ access_token: "" }) });
    await expect(readAll(office.another())).rejects.toMatchObject({ code: "SOURCE_GARBLED" });
  });

  it("is done once for all reads, until the token is about to expire", async () => {
    let now = NOW;
    const { graph, faults } = await open({ graph: { now: () => now } });
    const config = configOf(graph);
    const source = createEntraSource(config, {
      env: { ENTRA_SECRET: SECRET },
      workerIdSource: "hr",
      clock: { now: () => now },
    });
    const logins = (): number => faults.seen.filter(({ method }) => method === "POST").length;
    await readAll(source);
    await readAll(source);
    expect(logins()).toBe(1);
    now += 55 * 60_000;
    await readAll(source, { at: now });
    expect(logins()).toBe(2);
  });

  it("a token that Graph does not take, and cannot be looked into, is renewed at once", async () => {
    const { source, faults } = await open();
    faults.on(/oauth2/, {
      kind: "rewrite",
      change: (body) => ({ ...(body as object), access_token: "opaque" }),
    });
    expect(completeness(await readAll(source))).toEqual(ALL_COMPLETE);
    expect(faults.seen.filter(({ method }) => method === "POST")).toHaveLength(2);
  });
});

describe("F44: secrets", () => {
  it("stand in no error, whatever fails and however", async () => {
    const { source, faults } = await open({ config: { remote: { attempts: 1, deadlineMs: 200 } } });
    const first = await readAll(source);
    const faultsOfAll = [
      status(400),
      status(401),
      status(403),
      status(500),
      { kind: "cut" },
      { kind: "reset" },
      { kind: "hang" },
      { kind: "rewrite", change: () => "Bearer eyJhbGciOi secret" },
    ] as const;
    for (const fault of faultsOfAll) {
      for (const match of [/organization/, /oauth2/, ...LISTS.map(([, list]) => list)]) {
        faults.on(match, fault, { times: Infinity });
      }
      const error = await failureOf(readAll(office.another()));
      expect(error).toBeInstanceOf(CountersignError);
      expect(everythingOf(error)).not.toMatch(/eyJ|very-secret|Bearer|skiptoken|deltatoken/);
      faults.clear();
      for (const [, list] of LISTS.slice(0, 4)) faults.on(list, fault, { times: Infinity });
      const { end } = await readAll(office.another({ servicePrincipals: true, agents: false }), {
        cursor: first.end.cursor,
      }).catch((cause: unknown) => ({ end: { certificates: [{ reason: everythingOf(cause) }] } }));
      for (const { reason } of end.certificates) {
        expect(reason ?? "").not.toMatch(/eyJ|very-secret|Bearer|skiptoken|deltatoken/);
      }
      faults.clear();
    }
  });

  it("ids of people stand in none either: endpoints are named without them", async () => {
    const { source, faults } = await open();
    faults.on(/users\/aaaa/, status(403));
    const error = await failureOf(
      source.readAccounts?.([userId(2)], AbortSignal.timeout(5_000)) ?? Promise.resolve(),
    );
    expect(error).toMatchObject({ code: "SOURCE_REFUSED", endpoint: "GET /users/{id}" });
    expect(everythingOf(error)).not.toContain(userId(2));
  });
});

describe("a national cloud", () => {
  let login: SimulatedServer | null = null;
  afterEach(async () => login?.close());

  it("is asked for a token of its own Graph, also through a proxy", async () => {
    const forms: URLSearchParams[] = [];
    login = await serveSimulated((app) => {
      app.addContentTypeParser(
        "application/x-www-form-urlencoded",
        { parseAs: "string" },
        (_request, body, done) => done(null, new URLSearchParams(String(body))),
      );
      app.post<{ Body: URLSearchParams }>(`/${TENANT_ID}/oauth2/v2.0/token`, async (request) => {
        forms.push(request.body);
        return { access_token: "token-of-the-cloud", expires_in: 3_600 };
      });
    });
    const { source } = await open({ config: { cloud: "china", loginUrl: login.url } });
    await failureOf(readAll(source));
    expect(forms[0]?.get("scope")).toBe("https://microsoftgraph.chinacloudapi.cn/.default");
    expect(forms[0]?.get("grant_type")).toBe("client_credentials");
  });

  it("names itself in next links, which are followed through the proxy", async () => {
    const { source, faults } = await open({ config: { cloud: "us-government" } });
    faults.on(
      /delta/,
      {
        kind: "rewrite",
        change: (body) =>
          JSON.parse(
            JSON.stringify(body).replaceAll(office.graph.url, "https://graph.microsoft.us"),
          ) as unknown,
      },
      { times: Infinity },
    );
    const told = await readAll(source);
    expect(completeness(told)).toEqual(ALL_COMPLETE);
    const next = await readAll(source, { cursor: told.end.cursor });
    expect(next.end.certificates[0]).toMatchObject({ complete: true, basis: "changes" });
  });
});
