/** Time as an argument: the only place where `Date.now` and timers are touched on the client. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after `delayMs`; the return value cancels it. Never keeps the process alive by itself. */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
}

const STEADY_SINCE = Date.now() - performance.now()

/**
 * The system's time as it was when this process began, and steady from then on: a clock that is set, and a laptop that wakes up, end no lease.
 * Sleep does not count where the system's monotonic clock leaves it out (Linux, macOS).
 */
export const steadyClock: Clock = {
  now: () => Math.round(STEADY_SINCE + performance.now()),
  after: systemClock.after,
}

/** Resolves after `delayMs`, or rejects with the signal's reason. */
export function delay(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const onAbort = (): void => {
      cancel()
      reject(signal.reason)
    }
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
    signal.addEventListener('abort', onAbort, { once: true })
  })
}

/** Gives `work` a signal that aborts after `timeoutMs`. */
export async function within<T>(clock: Clock, timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController()
  const cancel = clock.after(timeoutMs, () => end.abort(new Error(`no answer within ${timeoutMs} ms`)))
  try {
    return await work(end.signal)
  } finally {
    cancel()
  }
}
