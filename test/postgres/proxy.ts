import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface WayThrough {
  readonly port: number;
  /** Connections that were made so far. */
  readonly connections: number;
  stop(): Promise<void>;
}

/**
 * What stands in the way of one connection, asked for each query: true for having taken what was sent, which goes on with
 * `goOn` or not at all. What is sent meanwhile waits behind it.
 */
export type Way = (connection: number, sent: Buffer, client: Socket, goOn: () => void) => boolean;

/** Stands between a client and a server on this machine, and lets through what `inTheWay` does not take. */
export async function startProxy(to: number, inTheWay: Way): Promise<WayThrough> {
  let connections = 0;
  const open = new Set<Socket>();
  const listener = createServer((client) => {
    connections += 1;
    const connection = connections;
    const server = connect(to, "127.0.0.1");
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(one);
      one.on("error", () => {}).on("close", () => other.destroy());
    }
    let before = Promise.resolve();
    client.on("data", (data) => {
      for (const sent of queriesIn(data)) {
        const free = new Promise<void>((goOn) => {
          if (!inTheWay(connection, sent, client, goOn)) goOn();
        });
        before = Promise.all([before, free]).then(() => void server.write(sent));
      }
    });
    server.on("data", (answer) => client.write(answer));
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    port: (listener.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    async stop() {
      for (const socket of open) socket.destroy();
      listener.close();
      await once(listener, "close");
    },
  };
}

const SYNC = Buffer.from("S\0\0\0\u0004");

/** Several queries can travel in one packet; each ends with a Sync. */
function queriesIn(data: Buffer): Buffer[] {
  const queries: Buffer[] = [];
  for (let from = 0; from < data.length; ) {
    const sync = data.indexOf(SYNC, from);
    const end = sync < 0 ? data.length : sync + SYNC.length;
    queries.push(data.subarray(from, end));
    from = end;
  }
  return queries;
}

/** ErrorResponse of the protocol: its type, its length, then fields that end with a zero byte each. */
export function errorResponse(severity: "ERROR" | "FATAL", sqlstate: string, message: string): Buffer {
  const fields = Buffer.from(`S${severity}\0V${severity}\0C${sqlstate}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
