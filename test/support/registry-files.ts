import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { formatProblem } from "../../src/platform/problem.js";
import type { RegistryDocument } from "../../src/sources/registry/documents.js";
import { FolderJudge } from "../../src/sources/registry/folder-judge.js";
import type { Judgement } from "../../src/sources/registry/folder-judge.js";
import type { WrittenDocument } from "../../src/sources/registry/schema.js";

/** A file of a registry: its exact text, or documents to be written as YAML with `---` between. */
export type RegistryFileContent = string | Uint8Array | readonly WrittenDocument[];

/** Writes files into a folder, by path relative to it; folders in between are made. */
export async function writeRegistry(
  folder: string,
  files: Readonly<Record<string, RegistryFileContent>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    const isRaw = typeof content === "string" || content instanceof Uint8Array;
    await writeFile(path, isRaw ? content : registryYaml(content));
  }
}

/** A new folder under the system's temporary one, with the files in its `registry` folder. */
export async function temporaryRegistry(
  files: Readonly<Record<string, RegistryFileContent>>,
): Promise<{ readonly baseDir: string; readonly folder: string }> {
  const baseDir = await mkdtemp(join(tmpdir(), "countersign-registry-"));
  await writeRegistry(join(baseDir, "registry"), files);
  return { baseDir, folder: "registry" };
}

/** Documents as one YAML text. */
export function registryYaml(documents: readonly WrittenDocument[]): string {
  return documents
    .map((document) => stringify(document, { aliasDuplicateObjects: false }))
    .join("---\n");
}

/** What is said about files held in memory: good documents by key, and problems as they are printed. */
export interface JudgedFiles {
  readonly documents: Readonly<Record<string, RegistryDocument>>;
  readonly problems: readonly string[];
  readonly judgement: Judgement;
}

/** Judges texts as if they were the files of one folder. `on` is the day of the run. */
export function judgeFiles(
  files: Readonly<Record<string, string>>,
  on = "2026-11-23",
): JudgedFiles {
  const judge = new FolderJudge(Date.parse(`${on}T12:00:00Z`));
  for (const [name, text] of Object.entries(files)) judge.add(name, text);
  const judgement = judge.finish([]);
  return {
    documents: Object.fromEntries(
      judgement.observations.map(({ key, document }) => [key, document]),
    ),
    problems: judgement.quarantined.map(({ problem }) => formatProblem(problem)),
    judgement,
  };
}
