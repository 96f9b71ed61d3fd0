/** What can make proposals in the background while a run goes on. */
export interface BackgroundWork {
  /** Asked again when `onReady` is called: fewer proposals than asked for do not mean that there are no more. */
  startBackground(onReady: () => void): void
  stopBackground(): void
}
