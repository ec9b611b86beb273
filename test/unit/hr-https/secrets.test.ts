import { describe, expect, it } from "vitest";
import type { Fault } from "../../../simulator/http/faults.js";
import { ALWAYS, configOf, failureOf, read, serve } from "./reading.js";

describe("F44 secrets", () => {
  const env = { HR_USER: "hunter-user", HR_PASSWORD: "hunter-pass\n", HR_TOKEN: "hunter-token" };
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;
  const ways = [
    [
      { how: "basic", userEnv: "HR_USER", passwordEnv: "HR_PASSWORD" },
      basic("hunter-user:hunter-pass"),
    ],
    [{ how: "basic", userEnv: "HR_USER" }, basic("hunter-user:x")],
    [{ how: "bearer", tokenEnv: "HR_TOKEN" }, "Bearer hunter-token"],
  ] as const;

  it.each(ways)("%o is sent", async (auth, value) => {
    const server = await serve({ auth: { name: "Authorization", value } });
    const reading = await read(configOf(server, { auth }), { env });
    expect(reading.people).toHaveLength(5);
  });

  it("a header of one's own is sent", async () => {
    const server = await serve({ auth: { name: "X-Api-Key", value: "hunter-token" } });
    const auth = { how: "header", name: "X-API-KEY", valueEnv: "HR_TOKEN" };
    expect((await read(configOf(server, { auth }), { env })).people).toHaveLength(5);
  });

  it.each(["", "   ", undefined])("a variable that holds %j is named", async (value) => {
    const server = await serve();
    const auth = { how: "bearer", tokenEnv: "HR_TOKEN" };
    const error = await failureOf(read(configOf(server, { auth }), { env: { HR_TOKEN: value } }));
    expect(error).toMatchObject({ code: "SOURCE_SECRET_MISSING", disposition: "halt" });
    expect(String(error)).toContain("HR_TOKEN");
    expect(server.faults.seen).toEqual([]);
  });

  it("none is in any error, remark, reason or place", async () => {
    const auth = { how: "bearer", tokenEnv: "HR_TOKEN" } as const;
    const said: unknown[] = [];
    const faults: Fault[] = [
      { kind: "status", status: 401, body: { error: "hunter-token is wrong" } },
      { kind: "status", status: 500 },
      { kind: "reset" },
      { kind: "rewrite", change: () => '{"token":"hunter-token"}' },
    ];
    for (const fault of faults) {
      for (const page of [/people/, /after=2/]) {
        const server = await serve({ paging: "next" });
        server.faults.on(page, fault, ALWAYS);
        const url = `${server.peopleUrl}?key=hunter-query`;
        const config = configOf(server, { url, auth, paging: { how: "next" } });
        const result = await read(config, { env }).catch((error: unknown) => error);
        said.push(result instanceof Error ? everything(result) : result);
      }
    }
    const text = JSON.stringify(said);
    expect(text).toContain("SOURCE_REFUSED");
    expect(text).toContain("Page 2 could not be read");
    expect(text).not.toContain("hunter");
  });

  it("a value that no header can carry is refused without being told", async () => {
    const server = await serve();
    const auth = { how: "bearer", tokenEnv: "HR_TOKEN" };
    const token = { HR_TOKEN: "hunter\nX-Evil: 1" };
    const error = await failureOf(read(configOf(server, { auth }), { env: token }));
    expect(error).toMatchObject({ code: "SOURCE_SECRET_MISSING" });
    expect(JSON.stringify(everything(error))).not.toContain("hunter");
  });
});

function everything(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const own = Object.getOwnPropertyDescriptors(error);
  const values = Object.entries(own).map(([name, one]) => [name, one.value as unknown] as const);
  return { text: String(error), ...Object.fromEntries(values), cause: everything(error.cause) };
}
