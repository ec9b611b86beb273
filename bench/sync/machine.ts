import { availableParallelism, loadavg } from "node:os";
import { openGraph } from "../../src/graph/driver.js";

/** What a number depends on besides the code. */
export interface Machine {
  readonly cores: number;
  readonly node: string;
  readonly neo4j: string;
  readonly java: string;
  /** Processes that wanted to run, over the last five minutes: more than cores means others were in the way. */
  readonly load: number;
}

/** This machine, and the server as it says of itself. */
export async function machineOf(env: NodeJS.ProcessEnv): Promise<Machine> {
  const driver = await openGraph({ uri: env["NEO4J_URI"] ?? "", user: null, password: null });
  try {
    const { records: components } = await driver.executeQuery(
      "CALL dbms.components() YIELD name, versions, edition RETURN versions[0] + ' ' + edition AS version",
    );
    const { records: runtime } = await driver.executeQuery(
      `CALL dbms.queryJmx('java.lang:type=Runtime') YIELD attributes
       RETURN attributes.SpecVersion.value + ' (' + attributes.VmVersion.value + ')' AS version`,
    );
    return {
      cores: availableParallelism(),
      node: process.versions.node,
      neo4j: String(components[0]?.get("version")),
      java: String(runtime[0]?.get("version")),
      load: Math.round((loadavg()[1] ?? 0) * 10) / 10,
    };
  } finally {
    await driver.close();
  }
}
