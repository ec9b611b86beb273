import type { SourceConfig } from "../platform/config-sources.js";
import { CountersignError } from "../platform/errors.js";
import { createHrSource } from "../sources/hr/source.js";
import type { Source } from "../sources/port.js";
import { createRegistrySource } from "../sources/registry/source.js";
import type { Context } from "./context.js";

/** The adapter of one configured source. A further kind of source is one more case here. */
export function openSource(config: SourceConfig, baseDir: string): Source {
  switch (config.type) {
    case "hr-files":
      return createHrSource(config, { baseDir });
    case "registry":
      return createRegistrySource(config, { baseDir });
    case "hr-https":
    case "okta":
    case "entra":
      throw new Error(`sources of type ${config.type} are not wired yet`);
    default:
      return config satisfies never;
  }
}

/** The sources to sync, people before documents: a registry names people whom HR brings. */
export function chosenSources(context: Context, only: string | undefined): SourceConfig[] {
  const { sources } = context.config;
  if (only === undefined) {
    return sources.toSorted(
      (a, b) => Number(a.type === "registry") - Number(b.type === "registry"),
    );
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
