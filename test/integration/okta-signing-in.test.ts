import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { OauthClient } from "../../simulator/okta/auth.js";
import {
  byId,
  certified,
  closeWorlds,
  MINUTE,
  oktaWorld,
  readAll,
  TOKEN,
  type World,
  type WorldOptions,
} from "./okta-world.js";

afterEach(closeWorlds);

const USERS = "GET /api/v1/users";
const paths = (world: World): string[] =>
  world.faults.seen.map(({ url }) => url.replace(/\?.*/, ""));
const status = (code: number) => ({ kind: "status", status: code, body: {} }) as const;

/** Message, stack, data and causes, as a log would write them. */
function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? "";
  const own = JSON.stringify(error, Object.getOwnPropertyNames(error));
  return `${own}${error.stack ?? ""}${error.cause === undefined ? "" : everythingIn(error.cause)}`;
}

describe("an API token", () => {
  it("stops when the token is none, and says which variable holds it nowhere in clear (F44)", async () => {
    const world = await oktaWorld({ env: { OKTA_TOKEN: "00-wrong-secret" } });
    const failure = await readAll(world).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "SOURCE_REFUSED", disposition: "halt", status: 401 });
    expect(everythingIn(failure)).not.toContain("00-wrong-secret");
  });

  it("stops before it asks anything when the variable is not set", async () => {
    const world = await oktaWorld({ env: { OKTA_TOKEN: " " } });
    await expect(readAll(world)).rejects.toMatchObject({
      code: "SOURCE_SECRET_MISSING",
      data: { variable: "OKTA_TOKEN" },
    });
    expect(world.faults.seen).toEqual([]);
  });
});

const SCOPES = [
  "okta.orgs.read",
  "okta.users.read",
  "okta.groups.read",
  "okta.logs.read",
  "okta.schemas.read",
  "okta.aiAgents.read",
];

async function appWorld(
  options: {
    readonly scopes?: string[];
    readonly lifetimeMs?: number;
    readonly jwk?: boolean;
  } = {},
  more: WorldOptions = {},
): Promise<World> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", { extractable: true });
  const secret =
    options.jwk === true
      ? JSON.stringify({ ...(await exportJWK(privateKey)), kid: "k1" })
      : (await exportPKCS8(privateKey)).replaceAll("\n", "\\n");
  const client: OauthClient = {
    clientId: "0oaapp",
    publicKey: await exportJWK(publicKey),
    scopes: options.scopes ?? SCOPES,
  };
  return oktaWorld({
    ...more,
    server: { oauthClients: [client], tokenLifetimeMs: options.lifetimeMs ?? 3_600_000 },
    config: { auth: { how: "oauth", clientId: "0oaapp", privateKeyEnv: "OKTA_KEY" } },
    env: { OKTA_KEY: secret, ...more.env },
  });
}

describe("a service app with a private key", () => {
  it.each([true, false])("signs in with its key, as JWK: %s", async (jwk) => {
    const world = await appWorld({ jwk });
    const { end } = await readAll(world);
    expect(new Set(Object.values(certified(end)))).toEqual(new Set([true]));
    expect(paths(world).filter((path) => path === "/oauth2/v1/token")).toHaveLength(1);
  });

  it("renews a token that ended between two pages and asks for the same page again (F3)", async () => {
    const world = await appWorld();
    world.faults.on(USERS, {
      kind: "rewrite",
      change: (body) => (world.server.revokeTokens(), body),
    });
    world.faults.on(/g1\/users/, {
      kind: "rewrite",
      change: (body) => (world.server.revokeTokens(), body),
    });
    const read = await readAll(world);
    expect(new Set(Object.values(certified(read.end)))).toEqual(new Set([true]));
    expect([...byId(read, "account").keys()]).toHaveLength(7);
    expect(paths(world).filter((path) => path === "/oauth2/v1/token")).toHaveLength(3);
    const users = world.faults.seen.filter(({ url }) => url.startsWith("/api/v1/users?"));
    expect(users[1]).toEqual(users[2]);
  });

  it("renews it before it ends (F3)", async () => {
    const world = await appWorld({ lifetimeMs: 10 * MINUTE });
    world.faults.on(USERS, {
      kind: "rewrite",
      change: (body) => ((world.now += 9.5 * MINUTE), body),
    });
    const { end } = await readAll(world);
    expect(certified(end)["accounts"]).toBe(true);
    const codes = paths(world);
    expect(codes.filter((path) => path === "/oauth2/v1/token")).toHaveLength(2);
    expect(codes.filter((path) => path === "/api/v1/users")).toHaveLength(3);
  });

  it("gives up when a new token is refused as well (F3)", async () => {
    const world = await appWorld();
    world.faults.on(USERS, status(401), { times: Infinity });
    const { end } = await readAll(world);
    expect(certified(end)["accounts"]).toContain("status 401");
    expect(paths(world).filter((path) => path === "/api/v1/users")).toHaveLength(2);
  });

  it("does without a scope that was not granted (F10)", async () => {
    const world = await appWorld({ scopes: SCOPES.filter((scope) => !scope.includes("aiAgents")) });
    const { end } = await readAll(world);
    expect(certified(end)).toMatchObject({
      accounts: true,
      members: true,
      agents: expect.stringContaining("E0000006") as string,
    });
  });

  it("says that the token endpoint refused, instead of sending Bearer undefined", async () => {
    const world = await appWorld();
    world.faults.on("POST /oauth2/v1/token", {
      kind: "status",
      status: 401,
      body: { error: "invalid_client" },
    });
    await expect(readAll(world)).rejects.toMatchObject({
      code: "SOURCE_REFUSED",
      vendorCode: "invalid_client",
      endpoint: "POST /oauth2/v1/token",
    });
    expect(paths(world)).toEqual(["/oauth2/v1/token"]);
  });

  it.each(["no key", "{}", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])(
    "stops at what is no RSA key, and does not repeat it (F44): %s",
    async (text) => {
      const world = await appWorld({}, { env: { OKTA_KEY: text } });
      const failure = await readAll(world).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "OKTA_KEY_UNUSABLE" });
      expect(everythingIn(failure)).not.toContain("AAAA");
    },
  );
});

describe("what the SDK would read by itself", () => {
  it("is not read: neither OKTA_CLIENT_TOKEN nor ~/.okta/okta.yaml", async () => {
    const home = await mkdtemp(join(tmpdir(), "okta-home-"));
    await mkdir(join(home, ".okta"));
    await writeFile(join(home, ".okta", "okta.yaml"), "okta: [this is: no yaml");
    const changes = {
      HOME: home,
      OKTA_CLIENT_TOKEN: TOKEN,
      OKTA_CLIENT_ORGURL: "http://127.0.0.1:1",
    };
    const before = Object.keys(changes).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, changes);
    try {
      const right = await oktaWorld();
      expect(certified((await readAll(right)).end)["accounts"]).toBe(true);
      const wrong = await oktaWorld({ env: { OKTA_TOKEN: "another" } });
      await expect(readAll(wrong)).rejects.toMatchObject({ code: "SOURCE_REFUSED", status: 401 });
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

describe("what a failure says", () => {
  it("never holds a credential, whatever failed (F44)", async () => {
    for (const fault of [status(401), status(403), { kind: "reset" }, { kind: "cut" }] as const) {
      const world = await oktaWorld();
      world.faults.on(/./, fault, { times: Infinity });
      const failure = await readAll(world).catch((error: unknown) => error);
      expect(failure).toHaveProperty("code");
      expect(everythingIn(failure)).not.toContain(TOKEN);
    }
  });
});
