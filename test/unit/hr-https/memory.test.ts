import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { serveSimulated } from "../../../simulator/http/serve.js";
import { sourceSchema } from "../../../src/platform/config-sources.js";
import { createHrHttpsSource } from "../../../src/sources/hr/https-source.js";
import { AT, spoolFolder } from "./reading.js";

// A heap is only comparable right after a collection, and vitest's workers run without --expose-gc.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

it("F32 an answer in one piece of any size takes no memory", { timeout: 60_000 }, async () => {
  const count = 150_000;
  async function* report(): AsyncGenerator<string> {
    yield '{"Report_Entry":[';
    for (let from = 0; from < count; from += 500) {
      const rows = Array.from({ length: 500 }, (_, at) => {
        const id = from + at;
        return `{"Employee_ID":"E${id}","Worker":"Person ${id}","Hire_Date":"2020-01-02","Manager_ID":"E${id >> 3}","Notes":"${"x".repeat(200)}"}`;
      });
      yield (from === 0 ? "" : ",") + rows.join(",");
    }
    yield "]}";
  }
  const server = await serveSimulated((app) => {
    app.get("/people", (_request, reply) =>
      reply.type("application/json").send(Readable.from(report())),
    );
  });
  const config = sourceSchema.parse({
    id: "hr",
    type: "hr-https",
    url: `${server.url}/people`,
    preset: "workday",
  });
  if (config.type !== "hr-https") throw new Error("not HR over HTTPS");
  const source = createHrHttpsSource(config, { env: {}, spoolFolder });
  collect();
  const before = process.memoryUsage().heapUsed;
  let rows = 0;
  let most = 0;
  const request = { cursor: null, at: AT, signal: new AbortController().signal };
  for await (const part of source.read(request)) {
    if (part.kind === "page") rows += part.observations.length;
    if (rows % 50_000 !== 0) continue;
    collect();
    most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  await server.close();
  expect(rows).toBe(count);
  // The answer has 45 MB.
  expect(most / 1024 / 1024).toBeLessThan(20);
});
