import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { serveOkta } from "../../simulator/okta/server.js";
import type { Simulation } from "../../simulator/simulation.js";
import { loadConfig } from "../../src/platform/config-file.js";
import { openSource } from "../../src/runs/sources.js";
import type { Source } from "../../src/sources/port.js";
import { become, foundMeasured, noonOf } from "./company.js";
import { TOKEN, writeConfig } from "./config.js";
import { type Prepared, type PreparedState, recordPages, writePrepared } from "./pages.js";
import { STATES, type State } from "./phases.js";
import { writeTruth } from "./truth.js";

/** Most users on a page: Okta's own limit. */
const PAGE_LIMIT = 200;

/**
 * Lets the company live through its states and reads each with the real adapters: the CSV reader of HR,
 * and Okta's own SDK over HTTP on this machine. What they tell is written to the folder.
 */
export async function prepare(folder: string, people: number): Promise<Prepared> {
  mkdirSync(join(folder, "hr"), { recursive: true });
  const company = foundMeasured(people);
  const server = await serveOkta(company.okta, {
    now: () => noonOf(company),
    orgId: company.okta.tenantId,
    apiToken: TOKEN,
    pageLimit: PAGE_LIMIT,
  });
  try {
    const sources = openSources(folder, server.url);
    const states: Partial<Record<State, PreparedState>> = {};
    let reading: Prepared["reading"] | null = null;
    for (const state of STATES) {
      become(company, state);
      const { prepared, took } = await record(folder, { state, company, sources });
      states[state] = prepared;
      reading ??= took;
    }
    const truthFile = join(folder, "truth.json");
    writeTruth(truthFile, company);
    // Both were filled above: there is at least one state, and each was recorded.
    const prepared = { people, states, truthFile, reading } as Prepared;
    writePrepared(folder, prepared);
    return prepared;
  } finally {
    await server.close();
  }
}

interface Sources {
  readonly hr: Source;
  readonly okta: Source;
}

function openSources(folder: string, orgUrl: string): Sources {
  const { config, dir } = loadConfig(writeConfig(folder, orgUrl), {});
  const open = (id: string): Source => {
    const configured = config.sources.find((one) => one.id === id);
    if (configured === undefined) throw new Error(`the config has no ${id}`);
    return openSource(configured, { config, dir, env: { OKTA_TOKEN: TOKEN } });
  };
  return { hr: open("hr"), okta: open("okta") };
}

async function record(
  folder: string,
  step: { readonly state: State; readonly company: Simulation; readonly sources: Sources },
): Promise<{ prepared: PreparedState; took: Prepared["reading"] }> {
  const { state, company, sources } = step;
  const at = noonOf(company);
  await company.writeHr(join(folder, "hr"));
  const hr = await recordPages(sources.hr, at, join(folder, `hr-${state}.jsonl`));
  const okta = await recordPages(sources.okta, at, join(folder, `okta-${state}.jsonl`));
  return {
    prepared: { at, hr: hr.pages, okta: okta.pages, rows: hr.rows + okta.rows },
    took: {
      hr: { rows: hr.rows, seconds: hr.seconds },
      okta: { rows: okta.rows, seconds: okta.seconds },
    },
  };
}
