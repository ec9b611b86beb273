import { describe, expect, test } from "vitest";
import { adoptReport, unregisteredList } from "../../../src/cli/render/adopt.js";
import type { AdoptedAgent, UnregisteredAgent } from "../../../src/runs/adopt.js";
import { countersign, folderWith } from "./terminal.js";
import { at, look, maya } from "./views.js";

const CONFIG = (...sources: readonly string[]): Record<string, string> => ({
  "countersign.yaml": `sources:\n${sources.map((one) => `  - ${one}\n`).join("")}`,
});
const HR = "{ id: hr, type: hr-files, folder: hr }";
const REGISTRY = "{ id: registry, type: registry, folder: registry }";
const SECOND = "{ id: other, type: registry, folder: rules/other }";

describe("adopt that is not understood ends with 2 and says what to write", () => {
  test.each([
    [["--all", "x"], "--all and an agent exclude each other.", "Name the agent, or say --all."],
    [["--print"], "Which agent?", "countersign adopt lists them"],
    [["a", "b"], "Too many arguments for 'adopt'", "countersign adopt --help"],
  ])("%j", async (argv, message, next) => {
    const ran = await countersign(folderWith(CONFIG(HR, REGISTRY)), ["adopt", ...argv]);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toContain(`error  ${message}`);
    expect(ran.err).toContain(next);
  });

  test("several registries: which one, by its path from here", async () => {
    const ran = await countersign(folderWith(CONFIG(HR, REGISTRY, SECOND)), ["adopt", "x"]);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toContain("error  Which registry folder?");
    expect(ran.err).toContain("--folder with one of registry, rules/other.");
  });

  test("no registry at all", async () => {
    const ran = await countersign(folderWith(CONFIG(HR)), ["adopt", "--all"]);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain("The config has no registry.");
    expect(ran.err).toContain("--folder");
  });
});

function unregistered(over: Partial<UnregisteredAgent> = {}): UnregisteredAgent {
  return {
    key: "entra/7f3a",
    name: "Refund helper",
    source: "entra",
    nativeId: "7f3a",
    firstSeenAt: at("2026-11-01T06:00:00Z"),
    createdAt: null,
    sponsor: { person: maya, address: "maya.okafor@example.com", remark: null },
    document: null,
    ...over,
  };
}

describe("the list of agents that no document claims", () => {
  test("one: nothing is said of all of them", () => {
    const text = unregisteredList([unregistered()], look);
    expect(text).toContain("1 agent works and is claimed by no document.");
    expect(text).toContain("countersign adopt entra/7f3a");
    expect(text).not.toContain("--all");
  });

  test("a key that a shell would take apart is quoted (F41)", () => {
    const text = unregisteredList([unregistered({ key: "entra/$(reboot)" })], look);
    expect(text).toContain("countersign adopt 'entra/$(reboot)'");
  });

  test("all documents written: only the sync is left to do", () => {
    const document = "registry/agents/refund-helper.yaml:5";
    const text = unregisteredList([unregistered({ document })], look);
    expect(text).toContain(`Maya Okafor · document written, not synced: ${document}`);
    expect(text).toContain("takes effect with: countersign sync");
    expect(text).not.toContain("countersign adopt");
  });

  test("no line is wider than the terminal", () => {
    const remark =
      "No address is known that means Maximiliane Musterfrau-Beispiel and nobody else.";
    const sponsor = { person: maya, address: null, remark };
    const rows = [unregistered({ sponsor }), unregistered({ key: "entra/b", name: "B" })];
    const lines = unregisteredList(rows, { ...look, width: 80 }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe("what adopt answers", () => {
  const adopted: AdoptedAgent = {
    key: "entra/7f3a",
    name: "Refund helper",
    id: "refund-helper",
    sponsor: { person: maya, address: null, remark: "Maya Okafor has left." },
    file: "registry/agents/refund-helper.yaml",
    text: "",
  };

  test("why nobody is proposed, and what to do next", () => {
    const text = adoptReport({ printed: false, adopted: [adopted], refused: [] }, look);
    expect(text).toBe(
      "registry/agents/refund-helper.yaml  Refund helper as refund-helper\n" +
        "  Nobody is proposed as owner. Maya Okafor has left.\n" +
        "Fill in what is marked TODO. Then: countersign lint, countersign sync",
    );
  });

  test("of all of them, those that were refused", () => {
    const refused = [{ key: "entra/b", name: "B", sentence: "b.yaml is there already." }];
    const text = adoptReport({ printed: false, adopted: [], refused }, look);
    expect(text).toBe("1 agent not adopted\n  B: b.yaml is there already.");
  });
});
