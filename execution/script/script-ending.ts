import { StatusType, statusName } from '../../contract/status.ts'
import type { JsonObject } from '../../contract/trial.ts'
import type { ReportedEnding } from '../result/reported-ending.ts'
import { readReport } from './script-report.ts'

/** What is left of a script that has ended. */
export interface EndedScript {
  /** Its last line that was a report. */
  readonly report: string | null
  /** The end of what it wrote there. */
  readonly stderr: string
  /** One of the two is null. */
  readonly code: number | null
  readonly signal: string | null
}

/** How the trial of a script has ended. An exit code other than 0 is CRASHED, whatever it has reported. */
export function scriptEnding({ report, stderr, code, signal }: EndedScript, script: string): ReportedEnding {
  const said: JsonObject = stderr === '' ? {} : { stderr }
  const crashed = (error: string): ReportedEnding => ({
    status: StatusType.CRASHED,
    cost: null,
    info: { error: stderr === '' ? error : `${error}: ${lastLine(stderr)}`, errorType: 'ScriptError', ...said },
    runtimeMs: null,
    cpuTimeMs: null,
  })
  if (signal !== null) return crashed(`the script ${script} was ended by ${signal}`)
  if (code !== 0) return crashed(`the script ${script} ended with exit code ${code}`)
  if (report === null) return crashed(`the script ${script} has printed no line such as "cost=0.5; status=SUCCESS"`)
  const read = readReport(report)
  if ('error' in read) return crashed(`the report of the script ${script} cannot be read: ${read.error}`)
  const { status, cost, runtimeMs, cpuTimeMs, additionalInfo } = read
  if (status === StatusType.SUCCESS && cost === null) return crashed(`the report of the script ${script} has no cost`)
  const info: JsonObject = additionalInfo === null ? {} : { additional_info: additionalInfo }
  const failed =
    status === StatusType.SUCCESS
      ? {}
      : { error: `the script ${script} reported ${statusName(status)}`, errorType: 'ScriptReport', ...said }
  return { status, cost: status === StatusType.SUCCESS ? cost : null, info: { ...failed, ...info }, runtimeMs, cpuTimeMs }
}

const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1)
