import type { CatalogData } from "../../model/data.ts";
import type { Gap, Server } from "../../model/snapshot.ts";
import type { Applied, Outcome } from "./apply.ts";

export type ToWorker =
  | { readonly is: "open"; readonly extensions: readonly string[] }
  | { readonly is: "replay"; readonly statements: readonly Applied[]; readonly schemas: readonly string[] | null };

export type FromWorker =
  | {
      readonly is: "done";
      readonly outcome: Outcome;
      readonly server: Server;
      readonly catalog: CatalogData;
      readonly gaps: readonly Gap[];
    }
  | { readonly is: "broken"; readonly message: string; readonly stack: string };
