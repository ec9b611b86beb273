import { once } from "node:events";
import { createServer as createHttpServer, type IncomingHttpHeaders } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";

/** What the other side of an alert or a queue looks like: real servers on loopback, free ports. */

export interface ReceivedPost {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One answer of a script; `hang` reads the request and never answers. */
export type HttpAnswer =
  | "hang"
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export interface HttpReceiver {
  /** Carries a path that must never be seen in a log, like a real webhook. */
  readonly url: string;
  readonly posts: ReceivedPost[];
  /** Posts that were answered with 2xx. */
  readonly accepted: ReceivedPost[];
  /** Answers to the next requests, in order; then 200 again. */
  script(...answers: readonly HttpAnswer[]): void;
  /** Answers everything with this, until another call. */
  always(answer: HttpAnswer): void;
  /** Called when a request was read, before it is answered. */
  onPost: (post: ReceivedPost) => void;
  close(): Promise<void>;
}

export const WEBHOOK_SECRET = "T0SECRET/B0SECRET/xyzzySECRETxyzzy";

export async function startHttpReceiver(): Promise<HttpReceiver> {
  const posts: ReceivedPost[] = [];
  const accepted: ReceivedPost[] = [];
  const scripted: HttpAnswer[] = [];
  let standing: HttpAnswer = { status: 200 };
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const post = { path: request.url ?? "", headers: request.headers, body };
      posts.push(post);
      const answer = scripted.shift() ?? standing;
      receiver.onPost(post);
      if (answer === "hang") return;
      if (answer.status < 300) accepted.push(post);
      response.writeHead(answer.status, answer.headers ?? {});
      response.end(answer.status < 300 ? "ok" : "refused");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: HttpReceiver = {
    url: `http://127.0.0.1:${portOf(server)}/services/${WEBHOOK_SECRET}`,
    posts,
    accepted,
    script: (...answers) => void scripted.push(...answers),
    always: (answer) => {
      standing = answer;
    },
    onPost: () => {},
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}

export interface ReceivedMail {
  readonly to: readonly string[];
  /** Headers and body as they came over the wire. */
  readonly raw: string;
}

export interface SmtpReceiver {
  /** `smtp://user:password@host:port`; the password is `SMTP_SECRET`. */
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** Codes to refuse the next mails with, in order; then they are taken again. */
  refuse(...codes: readonly number[]): void;
  close(): Promise<void>;
}

export const SMTP_SECRET = "hunter2-SECRET";

export async function startSmtpReceiver(): Promise<SmtpReceiver> {
  const mails: ReceivedMail[] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    // Loopback: no certificate, and the password is checked like anywhere else.
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      if (auth.password === SMTP_SECRET) done(null, { user: auth.username ?? "" });
      else done(new Error("wrong password"));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const code = refusals.shift();
        if (code !== undefined) {
          done(Object.assign(new Error("refused"), { responseCode: code }));
          return;
        }
        const to = session.envelope.rcptTo.map((one) => one.address);
        mails.push({ to, raw: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
  });
  // Clients that are cut off are part of the tests.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://countersign:${SMTP_SECRET}@127.0.0.1:${port}`,
    mails,
    refuse: (...codes) => void refusals.push(...codes),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A wire to another server that can be cut: what a lost Redis looks like from here. */
export interface TcpProxy {
  readonly port: number;
  /** Drops every connection and takes none. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const open = async (port: number): Promise<ReturnType<typeof createTcpServer>> => {
    const opened = createTcpServer((client) => {
      const upstream = connect(target.port, target.host);
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on("error", () => socket.destroy());
        socket.on("close", () => {
          sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      client.pipe(upstream).pipe(client);
    });
    opened.listen(port, "127.0.0.1");
    await once(opened, "listening");
    return opened;
  };
  let server = await open(0);
  const port = portOf(server);
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, "close");
  };
  return {
    port,
    cut,
    async restore() {
      server = await open(port);
    },
    close: cut,
  };
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("listens on no port");
  return address.port;
}
