import { PgassayError } from "../model/failure.ts";
import { Interrupted } from "./failure.ts";

/** Runs a job that stops at an interrupt or when its time is up, whether or not it listens to the signal. */
export async function within<T>(ms: number, interrupt: AbortSignal, job: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const timeUp = new AbortController();
  const timer = setTimeout(() => timeUp.abort(tooLong(ms)), ms);
  const signal = AbortSignal.any([interrupt, timeUp.signal]);
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(interrupt.aborted ? new Interrupted() : signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([job(signal), aborted]);
  } catch (error) {
    // The job may fail with an error of its own because it was stopped: the reason for stopping is the news.
    throw interrupt.aborted ? new Interrupted() : timeUp.signal.aborted ? timeUp.signal.reason : error;
  } finally {
    clearTimeout(timer);
    aborted.catch(() => {});
  }
}

function tooLong(ms: number): PgassayError {
  return new PgassayError({
    what: "stopped",
    why: `the run took longer than ${ms / 1_000} s`,
    next: "Raise --max-duration, or look at what takes so long with --verbose",
  });
}
