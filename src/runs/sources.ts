import type { SourceConfig } from "../platform/config-sources.js";
import { CountersignError } from "../platform/errors.js";
import { workerIdSourceOf } from "../platform/worker-ids.js";
import { createHrHttpsSource } from "../sources/hr/https-source.js";
import { createHrSource } from "../sources/hr/source.js";
import { createEntraSource } from "../sources/msgraph/source.js";
import { createOktaSource } from "../sources/okta/source.js";
import type { Source } from "../sources/port.js";
import { createRegistrySource } from "../sources/registry/source.js";
import type { Context } from "./context.js";

/** What opening a source needs of a context. */
type SourceFrame = Pick<Context, "dir" | "env" | "config">;

/** The adapter of one configured source. A further kind of source is one more case here. */
export function openSource(config: SourceConfig, { dir, env, config: all }: SourceFrame): Source {
  const workerIdSource = workerIdSourceOf(all);
  switch (config.type) {
    case "hr-files":
      return createHrSource(config, { baseDir: dir });
    case "registry":
      return createRegistrySource(config, { baseDir: dir });
    case "hr-https":
      return createHrHttpsSource(config, { env });
    case "okta":
      return createOktaSource(config, { env, workerIdSource });
    case "entra":
      return createEntraSource(config, { env, workerIdSource });
    default:
      return config satisfies never;
  }
}

const ORDER: Readonly<Record<SourceConfig["type"], number>> = {
  "hr-files": 0,
  "hr-https": 0,
  okta: 1,
  entra: 1,
  registry: 2,
};

/** The sources to sync: people, their logins, then documents, which name people. */
export function chosenSources(context: Context, only: string | undefined): SourceConfig[] {
  const { sources } = context.config;
  if (only === undefined) {
    return sources.toSorted((a, b) => ORDER[a.type] - ORDER[b.type]);
  }
  const chosen = sources.filter((source) => source.id === only);
  if (chosen.length > 0) return chosen;
  throw new CountersignError({
    code: "SOURCE_UNKNOWN",
    message: `The config has no source "${only}".`,
    next: `It has ${sources.map((source) => source.id).join(", ")}.`,
    audience: "caller",
  });
}

/** Whose native ids `binding` in the documents uses: named in the config, or the first that is no registry. */
export function organisationOf(context: Context, registry: SourceConfig): string {
  if (registry.type === "registry" && registry.organisation !== undefined) {
    return registry.organisation;
  }
  return context.config.sources.find((source) => source.type !== "registry")?.id ?? registry.id;
}
