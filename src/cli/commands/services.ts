import { resolve } from "node:path";
import type { LoadedConfig } from "../../platform/config-file.js";
import { CountersignError } from "../../platform/errors.js";
import { action, type Registrar } from "../action.js";
import { EXIT } from "../exit.js";
import { startedText, statusText, stoppedText } from "../render/services.js";
import { serverEnvironment } from "../server-environment.js";
import { configOf } from "../session.js";
import { answer, note, type Shell } from "../shell.js";

export function registerServices(registrar: Registrar): void {
  const services = registrar.program
    .command("services")
    .summary("local Neo4j and Redis: up, status, down")
    .description(
      "Local Neo4j and Redis. Taken in this order: what NEO4J_URI and REDIS_URL name, what runs\n" +
        "already, Docker, or servers started here without Docker. Data lies in .countersign/.",
    );
  services
    .command("up")
    .summary("start what does not run yet")
    .action(
      action(registrar, async (shell) => {
        const { servicesUp } = await import("../../services/services.js");
        const running = await servicesUp({ ...placeOf(shell), log: (line) => note(shell, line) });
        const view = {
          neo4j: { address: running.neo4j.uri, how: running.neo4j.how, why: running.neo4j.why },
          redis: {
            address: withoutPassword(running.redis.url),
            how: running.redis.how,
            why: running.redis.why,
          },
          started: running.startedByUs,
        };
        answer(shell, view, startedText);
        return EXIT.ok;
      }),
    );
  services
    .command("status")
    .summary("what runs; starts nothing")
    .addHelpText("after", "\nExit codes: 0 both answer; 1 one does not")
    .action(
      action(registrar, async (shell) => {
        const { servicesStatus } = await import("../../services/services.js");
        const status = await servicesStatus(placeOf(shell));
        answer(shell, status, statusText);
        const answering = [status.neo4j, status.redis].every(
          (server) => server.how !== null && server.problem === null,
        );
        return answering ? EXIT.ok : EXIT.failed;
      }),
    );
  services
    .command("down")
    .summary("stop what was started here")
    .option("--remove-data", "and delete what they hold")
    .action(
      action(registrar, async (shell, options: { removeData?: boolean }) => {
        const { servicesDown } = await import("../../services/services.js");
        const removed = options.removeData ?? false;
        const stopped = await servicesDown({ ...placeOf(shell), removeData: removed });
        answer(shell, { stopped, removedData: removed }, stoppedText);
        return EXIT.ok;
      }),
    );
}

function placeOf(shell: Shell): { dataDir: string; env: NodeJS.ProcessEnv } {
  const loaded = configIfThere(shell);
  return {
    dataDir:
      loaded === null
        ? resolve(shell.io.cwd, ".countersign")
        : resolve(loaded.dir, loaded.config.dataFolder),
    env: serverEnvironment(loaded, shell.io.env),
  };
}

/** Servers can be started before there is a config; a config with problems is still refused. */
function configIfThere(shell: Shell): LoadedConfig | null {
  try {
    return configOf(shell);
  } catch (error) {
    const isNone = error instanceof CountersignError && error.code === "CONFIG_MISSING";
    if (isNone && shell.configPath === null) return null;
    throw error;
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//***@");
}
