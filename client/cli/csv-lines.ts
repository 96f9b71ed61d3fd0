import type { ExportedRun } from '../history/export/exported-run.ts'
import { trialRows } from './trial-rows.ts'

/** A run's trials as RFC 4180 has tables. */
export function* csvLines({ manifest, trials }: ExportedRun): Generator<string> {
  for (const row of trialRows(trials, manifest.objectives)) yield `${row.map(field).join(',')}\r\n`
}

/** Quoted where it must be. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
