/** What the command line says of a run; it goes before what the study says. */
export interface RunSettings {
  readonly workers?: number
  readonly trials?: number
  readonly seed?: number
  readonly json: boolean
}
