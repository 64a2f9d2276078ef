import type { Readable } from "node:stream";
import yauzl from "yauzl";

export interface Zip {
  /** Names of the files in it, sorted. */
  readonly members: readonly string[];
  read(member: string): Promise<Readable>;
  close(): void;
}

export async function openZip(path: string): Promise<Zip> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, file) => (error ? reject(error) : resolve(file)));
  });
  const entries = await new Promise<Map<string, yauzl.Entry>>((resolve, reject) => {
    const found = new Map<string, yauzl.Entry>();
    zip.on("entry", (entry: yauzl.Entry) => {
      if (!entry.fileName.endsWith("/")) found.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.on("end", () => resolve(found));
    zip.on("error", reject);
    zip.readEntry();
  });
  return {
    members: [...entries.keys()].sort(),
    read: (member) =>
      new Promise((resolve, reject) => {
        zip.openReadStream(entries.get(member) as yauzl.Entry, (error, stream) => (error ? reject(error) : resolve(stream)));
      }),
    close: () => zip.close(),
  };
}
