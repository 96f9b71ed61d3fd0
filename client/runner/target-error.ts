import { TrialfanError } from '../../contract/errors.ts'

/** A target that cannot be shipped: found before the first trial. */
export class TargetError extends TrialfanError {
  readonly file: string | null
  readonly line: number | null

  constructor(
    file: string | null,
    at: { readonly line: number; readonly column: number; readonly lineText?: string } | null,
    what: string,
  ) {
    const where = file === null ? 'the target' : `target ${file}${at === null ? '' : `:${at.line}:${at.column + 1}`}`
    const line = at?.lineText === undefined || at.lineText === '' ? '' : `\n  ${at.line} | ${at.lineText}`
    super('TARGET', `${where}: ${what}${line}`, { file, line: at?.line ?? null })
    this.file = file
    this.line = at?.line ?? null
  }
}
