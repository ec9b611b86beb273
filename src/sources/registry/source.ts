import type { RegistrySourceConfig } from "../../platform/config-sources.js";
import { contentHash } from "../../platform/ids.js";
import type { Certificate, ReadRequest, Source, SourceEnd, SourcePage } from "../port.js";
import { CONVERTER_VERSION } from "./convert.js";
import { readRegistry } from "./read.js";
import type { RegistryReading } from "./read.js";

const PAGE_SIZE = 1000;

/**
 * The registry folder as a source. Every read is of the whole folder. Documents with problems are
 * quarantined and leave the folder certified; a file that cannot be read at all does not.
 * @throws CountersignError (from `read`) REGISTRY_FOLDER_MISSING, REGISTRY_FOLDER_UNREADABLE
 */
export function createRegistrySource(
  config: RegistrySourceConfig,
  options: { readonly baseDir: string },
): Source {
  return {
    id: config.id,
    converterHash: contentHash({
      converter: CONVERTER_VERSION,
      organisation: config.organisation ?? null,
    }),
    read: (request) => readPages(config, options.baseDir, request),
  };
}

async function* readPages(
  config: RegistrySourceConfig,
  baseDir: string,
  request: ReadRequest,
): AsyncGenerator<SourcePage | SourceEnd> {
  const { at, signal } = request;
  const reading = await readRegistry(config.folder, { baseDir, at, signal });
  const { observations, quarantined } = reading;
  const most = Math.max(observations.length, quarantined.length);
  for (let start = 0; start < most; start += PAGE_SIZE) {
    signal.throwIfAborted();
    yield {
      kind: "page",
      observations: observations.slice(start, start + PAGE_SIZE),
      quarantined: quarantined.slice(start, start + PAGE_SIZE),
      progress: Math.min(1, (start + PAGE_SIZE) / most),
    };
  }
  yield {
    kind: "end",
    certificates: [certify(config, reading)],
    cursor: null,
    remarks: reading.remarks,
  };
}

function certify(config: RegistrySourceConfig, reading: RegistryReading): Certificate {
  const [first, ...others] = reading.unread;
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return {
    scope: "documents",
    complete: first === undefined,
    reason: first === undefined ? null : `${first}${more} could not be read`,
    count: reading.documents,
    scopeHash: contentHash({ type: config.type, folder: config.folder }),
    basis: "sweep",
  };
}
