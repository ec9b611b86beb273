import { describe, expect, test } from "vitest";
import { choose, valueOf } from "../../src/services/choice.js";

const nothing = {
  variable: "NEO4J_URI",
  isNamed: false,
  running: null,
  dockerProblem: "no Docker daemon answers",
} as const;

describe("order of choice", () => {
  test.each([
    ["named beats all", { isNamed: true, running: "embedded", dockerProblem: null }, "environment"],
    ["running beats a fresh choice", { running: "embedded", dockerProblem: null }, "embedded"],
    ["running in Docker is found too", { running: "docker", dockerProblem: null }, "docker"],
    ["Docker beats embedded", { dockerProblem: null }, "docker"],
    ["embedded is last", {}, "embedded"],
  ] as const)("%s", (_, facts, how) => {
    expect(choose({ ...nothing, ...facts }).how).toBe(how);
  });

  test("each says why in half a sentence", () => {
    expect(choose({ ...nothing, isNamed: true }).why).toBe("NEO4J_URI is set");
    expect(choose({ ...nothing, running: "docker" }).why).toBe("it was started before and runs");
    expect(choose({ ...nothing, dockerProblem: null }).why).toBe(
      "NEO4J_URI is not set and a Docker daemon answers",
    );
    expect(choose(nothing).why).toBe("NEO4J_URI is not set and no Docker daemon answers");
  });

  test("an empty variable counts as not set", () => {
    expect(valueOf({ REDIS_URL: "" }, "REDIS_URL")).toBeNull();
    expect(valueOf({}, "REDIS_URL")).toBeNull();
    expect(valueOf({ REDIS_URL: "redis://h" }, "REDIS_URL")).toBe("redis://h");
  });
});
