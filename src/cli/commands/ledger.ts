import { createWriteStream, existsSync } from "node:fs";
import { once } from "node:events";
import { resolve } from "node:path";
import type { Command } from "commander";
import { CountersignError } from "../../platform/errors.js";
import { action, type Registrar } from "../action.js";
import { EXIT, type ExitCode } from "../exit.js";
import { entryList, entryText, exportedText, verdictText } from "../render/ledger.js";
import { withSession, type Session } from "../session.js";
import { answer, type Shell, usage } from "../shell.js";

/** `ledger`: what was changed, by whom and why, and whether that record is whole. */
export function registerLedger(registrar: Registrar): void {
  const group = registrar.program
    .command("ledger")
    .summary("the record of every change: list, show, verify, export")
    .description(
      "The record of every change: who, why, in which run, before and after, by ids only; chained by hash.",
    );
  registerList(registrar, group);
  registerShow(registrar, group);
  registerVerify(registrar, group);
  registerExport(registrar, group);
}

function registerList(registrar: Registrar, group: Command): void {
  group
    .command("list", { isDefault: true })
    .summary("the last entries, newest first")
    .option("--limit <number>", "how many", "20")
    .action(
      action<{ limit: string }>(registrar, async (shell, options) => {
        const limit = wholeNumber("--limit", options.limit, 10_000);
        return withSession(shell, async ({ runs, context }) => {
          answer(shell, await runs.ledgerEntries(context, limit), entryList);
          return EXIT.ok;
        });
      }),
    );
}

function registerShow(registrar: Registrar, group: Command): void {
  group
    .command("show <entry>")
    .summary("one entry, by position or id, with the names of now")
    .action(
      action(registrar, async (shell, _options: object, [entry = ""]) =>
        withSession(shell, async ({ runs, context }) => {
          answer(shell, await runs.ledgerEntry(context, entry), entryText);
          return EXIT.ok;
        }),
      ),
    );
}

function registerVerify(registrar: Registrar, group: Command): void {
  group
    .command("verify")
    .summary("walk the whole ledger and name the first broken or missing entry")
    .option("--head <hash>", "a hash that an earlier `ledger verify` showed and you kept elsewhere")
    .option("--file <file>", "verify an export instead of the database")
    .addHelpText(
      "after",
      "\nWhoever can write the database can rewrite the whole chain, hashes and all, and it will verify. Keep the hash\n" +
        "that this command shows somewhere they cannot write (a ticket, a printed page) and hand it in with --head.\n" +
        "\nExit codes: 0 whole; 1 broken",
    )
    .action(action<{ head?: string; file?: string }>(registrar, verify));
}

async function verify(
  shell: Shell,
  options: { readonly head?: string; readonly file?: string },
): Promise<ExitCode> {
  const kept = options.head?.trim().toLowerCase() ?? null;
  if (kept !== null && !/^[0-9a-f]{64}$/.test(kept))
    throw usage(
      `--head "${options.head}" is not the hash of an entry.`,
      "It has 64 characters, 0-9 and a-f, as countersign ledger verify shows it.",
    );
  const { file } = options;
  const check = async ({ runs, context }: Session) => runs.verifyLedger(context, { kept });
  const verdict =
    file === undefined
      ? await withSession(shell, check)
      : await (
          await import("../../runs/ledger-verify.js")
        ).verifyLedgerFile(resolve(shell.io.cwd, file), { kept });
  answer(shell, verdict, verdictText);
  return verdict.problems.length > 0 ? EXIT.failed : EXIT.ok;
}

function registerExport(registrar: Registrar, group: Command): void {
  group
    .command("export")
    .summary("write the ledger as JSON Lines, to be verified anywhere")
    .option("--since <position>", "from this position on", "1")
    .option("--out <file>", "into a new file; left out: to standard output")
    .addHelpText(
      "after",
      "\nVerify it without the database: countersign ledger verify --file <file>",
    )
    .action(action<{ since: string; out?: string }>(registrar, exportTo));
}

async function exportTo(
  shell: Shell,
  options: { readonly since: string; readonly out?: string },
): Promise<ExitCode> {
  const since = wholeNumber("--since", options.since, Number.MAX_SAFE_INTEGER);
  const path = options.out === undefined ? null : resolve(shell.io.cwd, options.out);
  if (path !== null && existsSync(path)) throw refused(options.out ?? "");
  return withSession(shell, async ({ runs, context }) => {
    const file = path === null ? null : createWriteStream(path, { flags: "wx" });
    if (file !== null) await once(file, "open");
    const end = { entries: 0, position: since - 1, hash: null as string | null };
    for await (const entry of runs.exportLedger(context, { since })) {
      const line = `${JSON.stringify(entry)}\n`;
      if (file === null) shell.io.stdout.write(line);
      else if (!file.write(line)) await once(file, "drain");
      Object.assign(end, { position: entry.position, hash: entry.hash });
      end.entries += 1;
    }
    if (file === null) return EXIT.ok;
    file.end();
    await once(file, "close");
    answer(shell, { file: options.out ?? "", ...end }, exportedText);
    return EXIT.ok;
  });
}

function refused(file: string): CountersignError {
  return new CountersignError({
    code: "LEDGER_EXPORT_REFUSED",
    message: `${file} is there already and was not overwritten.`,
    next: "Name another file.",
    audience: "caller",
  });
}

function wholeNumber(option: string, text: string, most: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  const example = option === "--since" ? "a position, such as 120" : "a number from 1 to 10000";
  throw usage(`${option} "${text}" is not ${example.split(",")[0]}.`, `Write ${example}.`);
}
