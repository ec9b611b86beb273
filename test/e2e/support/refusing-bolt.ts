import { createServer, type AddressInfo, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** Bolt 4.4, in which the login travels in the first message. */
const VERSION = Buffer.from([0, 0, 4, 4]);
const HANDSHAKE_BYTES = 20;

/**
 * A server that speaks Bolt as far as refusing every login, as Neo4j does for a wrong password. The
 * Neo4j of the tests asks for none.
 *
 * @returns its address.
 */
export async function refusingBolt(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let greeted = false;
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      if (!greeted) socket.write(VERSION);
      // The login may come in the same packet as the greeting.
      if (greeted || data.length > HANDSHAKE_BYTES) socket.write(REFUSAL);
      greeted = true;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `bolt://127.0.0.1:${port}`;
}

const REFUSAL = message(
  Buffer.concat([
    Buffer.from([0xb1, 0x7f, 0xa2]),
    text("code"),
    text("Neo.ClientError.Security.Unauthorized"),
    text("message"),
    text("The client is unauthorized due to authentication failure."),
  ]),
);

/** PackStream: strings up to 255 bytes. */
function text(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([Buffer.from([0xd0, bytes.length]), bytes]);
}

/** One chunk and the end marker. */
function message(body: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length);
  return Buffer.concat([length, body, Buffer.from([0, 0])]);
}
