/** Takes off what a collector of logs put around each line, and leaves a log as stderr has it. */
export interface Unwrapper {
  /** Lines of the wrapped log, and those without anything in them. */
  lines: number;
  unknown: number;
  /** `consumed` is behind the last whole line. */
  read(bytes: Buffer, last: boolean): { readonly text: Buffer; readonly consumed: number };
}
