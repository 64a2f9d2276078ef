export const EXIT = {
  clean: 0,
  /** Findings at or above the gate. */
  findings: 1,
  /** The job could not be done: clean must never mean that nothing was seen. */
  failed: 2,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
