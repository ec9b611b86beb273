import { describe, expect, it, test, vi } from "vitest";
import { countersign, folderWith, type Ran } from "./terminal.js";

/** What zsh is told when Tab is pressed after this line. */
async function tab(line: string, folder = folderWith({})): Promise<Ran> {
  const words = line.split(" ");
  const env = { SHELL: "zsh", COMP_LINE: line, COMP_POINT: `${line.length}`, COMP_CWORD: "1" };
  return await countersign(folder, ["completion-server", "--", ...words], { env });
}

async function names(line: string, folder?: string): Promise<string[]> {
  const { out } = await tab(line, folder);
  return out
    .split("\n")
    .filter((each) => each !== "")
    .map((each) => each.split(":")[0] ?? "");
}

describe("completion", () => {
  it("names every command with its summary, and none that is hidden", async () => {
    const { out } = await tab("countersign ");
    expect(out).toContain("sync:read the sources and apply what changed\n");
    expect(out).not.toContain("completion-server");
  });

  test.each([
    ["countersign ledger ", ["list", "show", "verify", "export", "help"]],
    ["countersign --config other.yaml ledger ", ["list", "show", "verify", "export", "help"]],
    ["countersign findings --severity ", ["info", "warning", "critical"]],
    ["countersign completion ", ["bash", "fish", "pwsh", "zsh"]],
    ["countersign who ", []],
    ["countersign who agent --at ", []],
    ["countersign nonsense ", []],
  ])("%s→ %j", async (line, expected) => {
    expect(await names(line)).toEqual(expected);
  });

  it("offers a command's own options and those of every command, the hidden one not", async () => {
    const options = await names("countersign sync --");
    expect(options).toEqual(expect.arrayContaining(["--plan", "--full", "--source", "--json"]));
    expect(options).not.toContain("--now");
    expect(options).not.toContain("--reason");
    expect(new Set(options).size).toBe(options.length);
  });

  it("knows the sources of the config, and is silent where there is none", async () => {
    const folder = folderWith({});
    await countersign(folder, ["init"]);
    expect(await names("countersign sync --source ", folder)).toEqual(["hr", "registry"]);
    expect(await tab("countersign sync --source ")).toEqual({ code: 0, out: "", err: "" });
  });

  test.each(["countersign lint ", "countersign attest ", "countersign sync --config "])(
    "%sleaves paths to the shell",
    async (line) => {
      const log = vi.spyOn(console, "log").mockReturnValue();
      expect(await names(line)).toEqual([]);
      expect(log).toHaveBeenCalledWith("__tabtab_complete_files__");
      log.mockRestore();
    },
  );

  test.each(["bash", "zsh", "fish", "pwsh"])("has a script for %s", async (shell) => {
    const { code, out } = await countersign(folderWith({}), ["completion", shell]);
    expect(code).toBe(0);
    expect(out).toContain("completion-server");
  });

  it("has none for another shell, and says which there are", async () => {
    const { code, err } = await countersign(folderWith({}), ["completion", "tcsh"]);
    expect(code).toBe(2);
    expect(err).toContain("Allowed choices are bash, fish, pwsh, zsh");
  });
});
