import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

/** Waits until a server lets somebody in; false when it did not in this many milliseconds. */
export async function answering(url: string, milliseconds: number): Promise<boolean> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await pause(50)) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    const answered = await client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
    if (answered) return true;
  }
  return false;
}
