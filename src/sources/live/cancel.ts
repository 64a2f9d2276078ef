import { connect as openSocket } from "node:net";
import type pg from "pg";

/** The code of a cancel request, in the place where a startup packet has the version of the protocol. */
const CANCEL_REQUEST = 80_877_102;

/** Asks the server to stop what a connection is doing. It takes a connection of its own; failing to ask is no failure. */
export async function cancel(client: pg.Client, milliseconds: number): Promise<void> {
  const { host, port, processID, secretKey } = client as pg.Client & { processID: number | null; secretKey: number | Buffer | null };
  if (processID === null || secretKey === null) return;
  const packet = Buffer.alloc(16);
  packet.writeInt32BE(16, 0);
  packet.writeInt32BE(CANCEL_REQUEST, 4);
  packet.writeInt32BE(processID, 8);
  packet.writeInt32BE(Number(secretKey), 12);
  await new Promise<void>((resolve) => {
    const socket = host.startsWith("/") ? openSocket(`${host}/.s.PGSQL.${port}`) : openSocket(port, host);
    socket.setTimeout(milliseconds, () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", () => resolve());
    socket.on("connect", () => socket.end(packet));
  });
}
