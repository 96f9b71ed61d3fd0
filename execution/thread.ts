import { isMainThread, workerData } from 'node:worker_threads'
import type { DataCheck } from '../contract/data/data-check.ts'
import { StatusType } from '../contract/status.ts'
import { describeThrown } from './result/describe-thrown.ts'
import { captureOutput } from './thread/capture-output.ts'
import { guardProcess } from './thread/guard-process.ts'
import { kernelThreadId } from './thread/kernel-thread-id.ts'
import { loadTarget } from './thread/load-target.ts'
import { TargetTrial, type TrialPlace } from './thread/target-trial.ts'
import type { ThreadMessage, ThreadOrder, ThreadSettings } from './thread/thread-message.ts'
import { TrialBoard } from './thread/trial-board.ts'
import { TrialLog } from './thread/trial-log.ts'

// The entry of the thread in which trials run: wiring only.
if (isMainThread) throw new Error('this module is the entry of a worker thread')
const settings: ThreadSettings = workerData
const { port } = settings
// The target can import workerData too; the port is not for it.
Reflect.deleteProperty(workerData, 'port')
const postMessage = port.postMessage.bind(port)
const { now } = Date
const post = (message: ThreadMessage): void => postMessage(message)
const log = new TrialLog((text) => post({ kind: 'log', text }))

post({ kind: 'began', id: kernelThreadId() })
process.setSourceMapsEnabled(true)
captureOutput((text) => log.write(text))
guardProcess(post)
const place = await prepare()
log.flush()
if (place !== null) {
  serve(place)
  post({ kind: 'ready' })
}

async function prepare(): Promise<(TrialPlace & { readonly check: DataCheck | null }) | null> {
  const { data: stored, checkData } = settings
  try {
    // The codec is loaded only where there is data: half of a thread's start.
    const opened = stored === null ? null : (await import('./thread/open-data.ts')).openData(stored, checkData)
    const { target, fault } = await loadTarget(settings.targetFile, settings.exportName)
    if (fault === null)
      return { target, data: opened?.data, check: opened?.check ?? null, board: new TrialBoard(settings.board), log, post }
    post({ kind: 'unusable', fault })
  } catch (thrown) {
    post({ kind: 'unusable', fault: describeThrown(thrown) })
  }
  return null
}

function serve({ check: firstCheck, ...place }: TrialPlace & { readonly check: DataCheck | null }): void {
  let check = firstCheck
  let trials = 0
  let running: TargetTrial | null = null

  const run = async (trial: TargetTrial): Promise<void> => {
    log.flush()
    const { outcome, spent } = await trial.run()
    running = null
    trials++
    const warning = isPowerOfTwo(trials) ? await checkData(trial.number) : null
    log.flush()
    const told = warning === null ? outcome : { ...outcome, info: { ...outcome.info, warnings: [warning] } }
    post({ kind: 'ended', trial: trial.number, outcome: told, spent })
  }

  const checkData = async (trial: number): Promise<string | null> => {
    if (check === null) return null
    post({ kind: 'returned', trial })
    const difference = await check.difference()
    if (difference === null) return null
    check = null
    return `the target wrote into its scattered data, in this trial or an earlier one (${difference}); every later trial sees that: copy what you change`
  }

  /** The result could not be made or posted: the thread is not what it was. */
  const giveUp = (trial: number, thrown: unknown): void => {
    const times = { runtimeMs: 0, cpuTimeMs: 0, startedAt: now(), endedAt: now() }
    const outcome = { status: StatusType.CRASHED, cost: null, ...times, info: describeThrown(thrown) }
    post({ kind: 'ended', trial, outcome, spent: true })
  }

  port.on('message', (order: ThreadOrder) => {
    if (order.kind === 'trial') {
      running = new TargetTrial(order, place)
      const { trial } = order
      run(running).catch((thrown: unknown) => giveUp(trial, thrown))
    } else if (running?.number === order.trial) {
      running.cancel()
    }
  })
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}
