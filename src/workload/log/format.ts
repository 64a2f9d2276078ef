/** How a log is to be read, once it is known. `prefix` is a log_line_prefix. */
export type LogFormat = { readonly is: "stderr"; readonly prefix: string } | { readonly is: "csv" } | { readonly is: "json" };

/** What is wrapped around the lines of a log, and has to come off before it can be read as stderr. */
export type Wrapping = "syslog" | "json";

export interface Detected {
  readonly format: LogFormat;
  readonly wrapping: Wrapping | null;
}
