import { writeTemplate } from "../src/shadow/template.ts";

/** Builds the data directory that the embedded server boots from. */
process.stdout.write(`${await writeTemplate()}\n`);
