import { TrialfanError } from '../../contract/errors.ts'

/** A study file that cannot be used. The message starts with the place: `study.ts:12:5: …`. */
export class LoadError extends TrialfanError {
  readonly file: string

  constructor(file: string, place: { readonly line: number; readonly column: number } | null, complaint: string, cause?: unknown) {
    const at = place === null ? file : `${file}:${place.line}:${place.column}`
    super('LOAD', `${at}: ${complaint}`, { file, place }, { cause })
    this.file = file
  }
}
