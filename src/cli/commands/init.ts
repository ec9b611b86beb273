import { Option } from "commander";
import { DAY_MS } from "../../domain/time.js";
import { loadConfig } from "../../platform/config-file.js";
import { action, type Registrar } from "../action.js";
import { gapsOf, isRemote } from "../doctor/gaps.js";
import { EXIT } from "../exit.js";
import { connectedText, samplesText } from "../render/init.js";
import {
  HR_SYSTEMS,
  writeConnected,
  writeSamples,
  type Connections,
  type HrSystem,
} from "../samples.js";
import { answer, type Shell } from "../shell.js";

interface InitOptions {
  readonly okta?: boolean;
  readonly entra?: boolean;
  readonly hrHttps?: HrSystem;
}

export function registerInit(registrar: Registrar): void {
  registrar.program
    .command("init")
    .summary("write a commented config, with a sample company or for sources of your own")
    .description(
      "Writes a commented countersign.yaml, a sample registry and sample HR files into this folder. With\n" +
        "--okta, --entra or --hr-https it writes a config for these instead, which says where each value\n" +
        "is found. Asks nothing, calls nobody and overwrites nothing.",
    )
    .option("--okta", "logins, groups and AI agents of an Okta org")
    .option("--entra", "logins, groups and agent identities of a Microsoft Entra tenant")
    .addOption(
      new Option("--hr-https [system]", "employments from an HR system over HTTPS")
        .choices(HR_SYSTEMS)
        .preset("workday"),
    )
    .addHelpText(
      "after",
      "\nSecrets are never written into the config: it names the environment variables that hold them.",
    )
    .action(
      action(registrar, async (shell, { okta, entra, hrHttps }: InitOptions) => {
        const wanted = { okta: okta === true, entra: entra === true, hr: hrHttps ?? null };
        if (wanted.okta || wanted.entra || wanted.hr !== null) return connect(shell, wanted);
        const { now } = shell.look;
        const files = writeSamples(shell.io.cwd, { login: shell.io.login(), now });
        const later = new Date(now + 8 * DAY_MS).toISOString().slice(0, 10);
        answer(shell, { files, next: "countersign doctor" }, (view, look) =>
          samplesText({ ...view, later }, look),
        );
        return EXIT.ok;
      }),
    );
}

function connect(shell: Shell, wanted: Connections): typeof EXIT.ok {
  const { io } = shell;
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions();
  const files = writeConnected(io.cwd, wanted, { login: io.login(), zone });
  const { config } = loadConfig("countersign.yaml", io.env, io.cwd);
  // The same words as doctor's, so that what is mended here is mended there.
  const missing = config.sources.flatMap((source) =>
    isRemote(source) ? gapsOf(source, io.env) : [],
  );
  answer(shell, { files, missing, next: "countersign doctor" }, connectedText);
  return EXIT.ok;
}
