import { servicesUp } from "../../src/services/services.js";

/** A process of its own that wants the servers of a data folder: `services-up.ts DATA_DIR LIB_DIR`. */
const [dataDir, libDir] = process.argv.slice(2);
if (dataDir === undefined || libDir === undefined) throw new Error("name DATA_DIR and LIB_DIR");
const { neo4j, redis, startedByUs } = await servicesUp({ dataDir, libDir, env: process.env });
process.stdout.write(JSON.stringify({ uri: neo4j.uri, url: redis.url, startedByUs }));
