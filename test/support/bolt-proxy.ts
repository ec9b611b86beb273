import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Bolt's COMMIT, alone in its chunk: length 2, a structure without fields, 0x12, end of message. */
const COMMIT = Buffer.from([0x00, 0x02, 0xb0, 0x12, 0x00, 0x00]);

/**
 * Stands between a driver and its server, byte for byte, and breaks connections where it is told to:
 * what a network, a failing-over cluster or a dying server does to them.
 */
export class BoltProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #upstream: URL;
  #commits = 0;
  #lostAt: number | null = null;

  private constructor(server: Server, upstream: string) {
    this.#server = server;
    this.#upstream = new URL(upstream);
  }

  static async open(upstream: string): Promise<BoltProxy> {
    const server = createServer();
    const proxy = new BoltProxy(server, upstream);
    server.on("connection", (socket) => proxy.#serve(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get uri(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `bolt://127.0.0.1:${port}`;
  }

  /** Commits that were sent on since the last `loseAnswer`. */
  get commits(): number {
    return this.#commits;
  }

  /** The n-th commit from now reaches the server, and its answer does not come back. 0: none is lost. */
  loseAnswer(commit: number): void {
    this.#commits = 0;
    this.#lostAt = commit;
  }

  /** Where new connections lead from now on; those that are open stay until somebody ends them. */
  lead(upstream: string): void {
    this.#upstream = new URL(upstream);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #serve(client: Socket): void {
    const server = connect(Number(this.#upstream.port), this.#upstream.hostname);
    let isLost = false;
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      // Small messages wait for one another's acknowledgement otherwise: 40 ms at every statement.
      socket.setNoDelay(true);
      // A broken connection is what this is about: the other side hears of it.
      socket
        .on("error", () => undefined)
        .on("close", () => {
          this.#sockets.delete(socket);
          end();
        });
    }
    client.on("data", (data) => {
      if (data.includes(COMMIT)) {
        this.#commits += 1;
        if (this.#commits === this.#lostAt) isLost = true;
      }
      server.write(data);
    });
    server.on("data", (data) => {
      if (isLost) end();
      else client.write(data);
    });
  }
}
