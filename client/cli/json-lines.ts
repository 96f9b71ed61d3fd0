import { statusName } from '../../contract/status.ts'
import type { ExportedRun } from '../history/export/exported-run.ts'
import { journalInfo, journalValue } from '../history/journal/journal-record.ts'

/** A run as lines of JSON: its manifest, then one trial each. Infinite costs are texts. */
export function* jsonLines({ manifest, trials }: ExportedRun): Generator<string> {
  yield `${JSON.stringify(manifest)}\n`
  for (const [index, { info, value }] of trials.entries())
    yield `${JSON.stringify({ trial: index + 1, ...journalInfo(info), ...journalValue(value), status: statusName(value.status) })}\n`
}
