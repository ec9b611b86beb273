import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Only Bolt and only loopback, which is why it may go without a password. The lock timeout turns a
 * deadlock nobody sees (default: wait for ever) into a transient error the driver retries.
 */
function configuration(port: number): string {
  const settings = {
    "server.bolt.enabled": "true",
    "server.bolt.listen_address": `127.0.0.1:${port}`,
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "dbms.security.auth_enabled": "false",
    "dbms.usage_report.enabled": "false",
    "server.memory.pagecache.size": "256m",
    "db.lock.acquisition.timeout": "10s",
    // The stores are closed after 0.2 s; idle Bolt threads were then waited for, 10 s in all. It is
    // an internal setting, safe because the pom pins the version.
    "internal.server.bolt.thread_pool_shutdown_wait_time": "100ms",
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

/** Writes the configuration and gives the arguments for Java. `home` keeps store and logs. */
export function neo4jArgs(home: string, port: number, libDir: string): readonly string[] {
  const conf = join(home, "conf");
  mkdirSync(conf, { recursive: true });
  writeFileSync(join(conf, "neo4j.conf"), configuration(port));
  const opened = ["java.nio", "java.io", "sun.nio.ch"].map(
    (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
  );
  const machine = ["-Xms512m", "-Xmx2g", "-XX:+UseG1GC", ...opened, "-cp", join(libDir, "*")];
  const server = [`--home-dir=${home}`, `--config-dir=${conf}`, "--console-mode"];
  return [...machine, "org.neo4j.server.CommunityEntryPoint", ...server];
}
