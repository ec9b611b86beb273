import { action, type Registrar } from "../action.js";

export function registerDemo(registrar: Registrar): void {
  registrar.program
    .command("demo")
    .summary("a month at a sample company, on real servers; leaves nothing behind")
    .description(
      "Starts a Neo4j and a Redis of its own, loads a sample company of sixty people and six agents,\n" +
        "lets a month pass in which owners leave, and shows what comes of it and who answers now.\n" +
        "Everything lies in a temporary folder and is gone afterwards.",
    )
    .addHelpText("after", "\nExit codes: 0 it went through; 1 it did not")
    .action(
      action(registrar, async (shell) => {
        // The simulator and the servers' drivers are no load for commands that do not need them.
        const { playDemo } = await import("../demo/story.js");
        return playDemo(shell);
      }),
    );
}
