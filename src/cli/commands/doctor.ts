import type { LoadedConfig } from "../../platform/config-file.js";
import { action, type Registrar } from "../action.js";
import { checkConfig } from "../doctor/config.js";
import { checkHr } from "../doctor/hr.js";
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
      "Looks at the config, the HR files, the registry, Neo4j and Redis. Starts and changes nothing.",
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 ready; 1 something must be mended; 3 ready, with notes worth reading",
    )
    .action(
      action(registrar, async (shell) => {
        const { loaded, lines } = checkConfig(shell);
        const all = [
          ...lines,
          ...(loaded === null ? [] : await checkSources(shell, loaded)),
          ...(await checkServers(shell, loaded)),
        ];
        answer(shell, all, doctorReport);
        return exitCodeOf(all);
      }),
    );
}

async function checkSources(shell: Shell, { config, dir }: LoadedConfig): Promise<DoctorLine[]> {
  const lines: DoctorLine[] = [];
  for (const source of config.sources) {
    lines.push(
      ...(source.type === "hr-files" ? await checkHr(source, dir, shell.look.now) : []),
      ...(source.type === "registry" ? await checkRegistry(source, dir, shell.look.now) : []),
    );
  }
  return lines;
}

function exitCodeOf(lines: readonly DoctorLine[]): ExitCode {
  if (lines.some((line) => line.state === "failed")) return EXIT.failed;
  return lines.some((line) => line.state === "remark") ? EXIT.findings : EXIT.ok;
}
