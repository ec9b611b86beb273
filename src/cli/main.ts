#!/usr/bin/env node
import { userInfo } from "node:os";
import { runCommandLine } from "./program.js";

// A reader that has seen enough (`| head`) closes the pipe; that is not an error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  stdout: process.stdout,
  stderr: process.stderr,
  login: () => userInfo().username,
  now: Date.now,
});
