import type { HrSourceConfig } from "../../platform/config-sources.js";
import type { HrField, HrScope } from "./header-names.js";

/** Which headers feed which fields, before anything is guessed. */
export interface NamedColumns {
  readonly configured: Readonly<Partial<Record<HrField, string>>>;
  /** Fields that are never guessed: the guess is known to be wrong for this export. */
  readonly unguessed?: readonly HrField[];
}

/** What of a source's config decides how its records are read, files and reports alike. */
export interface ReadingRules {
  /** Snapshot: what is not there is absent. Changes: several files, the last row of a record holds. */
  readonly mode: "snapshot" | "changes";
  /** Zone of rows that name none. */
  readonly zone: string;
  columns(scope: HrScope, headers: readonly string[]): NamedColumns;
  /** What was asked for, beside the mapping in force: part of the scope hash (L17). */
  asked(scope: HrScope): Readonly<Record<string, unknown>>;
}

/** The rules of a folder of files. */
export function fileRules(config: HrSourceConfig): ReadingRules {
  const configured = (scope: HrScope): NamedColumns["configured"] =>
    scope === "employments" ? config.columns : config.teamColumns;
  return {
    mode: config.mode,
    zone: config.zone,
    columns: (scope) => ({ configured: configured(scope) }),
    asked: (scope) => ({
      folder: config.folder,
      pattern: scope === "employments" ? config.people : config.teams,
      mode: config.mode,
      configured: configured(scope),
    }),
  };
}
