import type { Instant } from "../../domain/time.js";
import type { LoadedConfig } from "../../platform/config-file.js";
import type { SourceConfig } from "../../platform/config-sources.js";
import { action, type Registrar } from "../action.js";
import { checkConfig } from "../doctor/config.js";
import { checkDirectory } from "../doctor/directories.js";
import { checkHr } from "../doctor/hr.js";
import { checkHrReports } from "../doctor/hr-https.js";
import { checkRegistry } from "../doctor/registry.js";
import { checkServers } from "../doctor/servers.js";
import { EXIT, type ExitCode } from "../exit.js";
import { doctorReport } from "../render/doctor.js";
import { answer, type Shell } from "../shell.js";
import type { DoctorLine } from "../../runs/checks.js";

export function registerDoctor(registrar: Registrar): void {
  registrar.program
    .command("doctor")
    .summary("what is missing, one line each")
    .description(
      "Looks at the config, the HR files and reports, Okta, Entra, the registry, Neo4j and Redis, and says\n" +
        "of each what is well, what is missing and what to do. Signs in at your directories and reads a page\n" +
        "or two of them; an HR report over HTTPS is read once. Starts and changes nothing.",
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 ready; 1 something must be mended; 3 ready, with notes worth reading",
    )
    .action(
      action(registrar, async (shell) => {
        const { loaded, lines } = checkConfig(shell);
        // The graph first: it knows which tenants the sources were first synced from.
        const servers = await checkServers(shell, loaded);
        const sources = loaded === null ? [] : await checkSources(shell, loaded, servers.tenants);
        const all = [...lines, ...sources, ...servers.lines];
        answer(shell, all, doctorReport);
        return exitCodeOf(all);
      }),
    );
}

type Tenants = ReadonlyMap<string, string>;

/** All sources side by side: each that does not answer is waited for, together no longer than one. */
async function checkSources(
  shell: Shell,
  { config, dir }: LoadedConfig,
  tenants: Tenants,
): Promise<DoctorLine[]> {
  const checks = config.sources.map((source) => checkSource(shell, source, { dir, tenants }));
  return (await Promise.all(checks)).flat();
}

async function checkSource(
  shell: Shell,
  source: SourceConfig,
  { dir, tenants }: { readonly dir: string; readonly tenants: Tenants },
): Promise<DoctorLine[]> {
  const { env } = shell.io;
  const now = (): Instant => shell.fixedNow ?? shell.io.now();
  switch (source.type) {
    case "hr-files":
      return checkHr(source, dir, shell.look.now);
    case "hr-https":
      return checkHrReports(source, { env, now });
    case "okta":
    case "entra":
      return checkDirectory(source, { env, now, firstSynced: tenants.get(source.id) });
    case "registry":
      return checkRegistry(source, dir, shell.look.now);
    default:
      return source satisfies never;
  }
}

function exitCodeOf(lines: readonly DoctorLine[]): ExitCode {
  if (lines.some((line) => line.state === "failed")) return EXIT.failed;
  return lines.some((line) => line.state === "remark") ? EXIT.findings : EXIT.ok;
}
