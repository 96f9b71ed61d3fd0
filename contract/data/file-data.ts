/** A file to scatter: its bytes go to the workers, where a target finds the path of a local copy in its place. Made by `file()`. */
export class FileData {
  /** Absolute. */
  readonly path: string

  constructor(path: string) {
    this.path = path
  }
}
