/** What can make proposals in the background while a run goes on. */
export interface BackgroundWork {
  /** Asked again when `onReady` is called: fewer proposals than asked for do not mean that there are no more. */
  startBackground(onReady: () => void): void
  stopBackground(): void
  /** What is replayed was interrupted here: the next work in the background goes on as that would have. */
  interruptBackground(): void
  /** So many trials are on their way, of configurations that have results already too. */
  expect(inFlight: number): void
  /** Numbers of the calls at which something came in from the background; negative: it had gone, and nothing comes any more. */
  readonly deliveries: readonly number[]
  /** From now on, until `stopBackground`: what came in from the background at these calls is made in place, the same. */
  replay(deliveries: readonly number[]): void
}
