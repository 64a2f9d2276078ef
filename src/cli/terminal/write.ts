import type { Writable } from "node:stream";

/** Writes at the reader's pace. A reader that goes away (`| head`) ends it in silence. */
export async function writeAll(stream: Writable, chunks: Iterable<string>): Promise<void> {
  for (const chunk of chunks) {
    if (stream.destroyed || !(await written(stream, chunk))) return;
  }
}

/** False when nobody reads any more. */
function written(stream: Writable, chunk: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(chunk, (error) => {
      if (error === undefined || error === null) resolve(true);
      else if ((error as NodeJS.ErrnoException).code === "EPIPE") resolve(false);
      else reject(error);
    });
  });
}
