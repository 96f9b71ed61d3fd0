import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { script } from '../../../../client/runner/script.ts'
import { bundleTarget } from '../../../../client/runner/target-bundle.ts'
import { TargetFunctionScriptRunner } from '../../../../client/runner/target-function-script-runner.ts'
import type { TrialSettings } from '../../../../client/runner/trial-settings.ts'
import { file } from '../../../../contract/data/file.ts'
import { StatusType } from '../../../../contract/status.ts'
import type { TrialInfo, TrialValue } from '../../../../contract/trial.ts'
import { settings } from '../../../support/scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'trialfan-script-'))
const runners: TargetFunctionScriptRunner[] = []
afterEach(async () => {
  for (const runner of runners.splice(0)) await runner.close()
})
afterAll(() => rmSync(folder, { recursive: true }))

let scripts = 0
function write(text: string, name = `script${scripts++}.sh`): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
function runnerOf(text: string, scenario: Partial<TrialSettings> = {}, files: readonly string[] = []): TargetFunctionScriptRunner {
  const runner = new TargetFunctionScriptRunner({ script: write(text), files, scenario: settings(scenario) })
  runners.push(runner)
  return runner
}
async function one(runner: TargetFunctionScriptRunner, info: Partial<TrialInfo> = {}, data?: unknown): Promise<TrialValue> {
  await runner.submitTrial({ configuration: { x: 2 }, ...info }, data)
  const [result] = [...runner.iterResults()]
  if (result === undefined) throw new Error('no result')
  return result[1]
}
const sh = (body: string): string => `#!/bin/sh\n${body}\n`

describe('a script gets its trial', () => {
  test('as arguments, as SMAC names them; spaces stay', async () => {
    const runner = runnerOf(sh('echo "cost=1; additional_info=$*"'), { instanceFeatures: { 'a b': [1, 2.5] } })
    const info = { configuration: { x: 0.5, move: 'two opt', on: true }, instance: 'a b', seed: 3, budget: 2 }
    expect((await one(runner, info)).additionalInfo).toEqual({
      additional_info: '--seed=3 --instance=a b --instance_features=[1,2.5] --budget=2 --x=0.5 --move=two opt --on=true',
    })
    expect((await one(runner)).additionalInfo).toEqual({ additional_info: '--x=2' })
  })

  test('with its files beside it, in an empty folder to work in', async () => {
    const helper = write(sh('echo helped'), 'helper')
    const runner = runnerOf(sh('echo "cost=1; additional_info=$("$(dirname "$0")/helper") $(ls | wc -l)"; touch left'), {}, [helper])
    for (let trial = 0; trial < 2; trial++) expect((await one(runner)).additionalInfo).toEqual({ additional_info: 'helped 0' })
  })

  test('with scattered data in the environment', async () => {
    const graph = write('a graph')
    const runner = runnerOf(sh('echo "cost=$TRIALFAN_n; additional_info=$(cat "$TRIALFAN_graph")"'))
    expect(await one(runner, {}, { n: 7, graph: file(graph) })).toMatchObject({ cost: 7, additionalInfo: { additional_info: 'a graph' } })
    expect((await one(runner, {}, { list: [1] })).additionalInfo.error).toContain('got another value as "list": write it into a file')
  })
})

describe('a script gives its result', () => {
  test('without a first line too: the shell runs it', async () => expect((await one(runnerOf('echo "cost=1"'))).cost).toBe(1))

  test('in the last line that is one; the others are log, and its own times count', async () => {
    const value = await one(runnerOf(sh('echo start\necho "cost=9"\necho "cost=4; status=SUCCESS; runtime=12.5; cpu_time=3"\necho done')))
    expect(value).toMatchObject({ status: StatusType.SUCCESS, cost: 4, runtimeMs: 12_500, cpuTimeMs: 3_000, additionalInfo: {} })
  })

  test('of several objectives, which must be as many as there are', async () => {
    const scenario = { objectives: ['time', 'loss'] }
    expect(await one(runnerOf(sh('echo "cost=1, 2"'), scenario))).toMatchObject({ status: StatusType.SUCCESS, cost: [1, 2] })
    expect(await one(runnerOf(sh('echo "cost=1"'), scenario))).toMatchObject({ status: StatusType.CRASHED })
  })

  test('that it failed: the crash cost, whatever cost it said', async () => {
    const value = await one(runnerOf(sh('echo "cost=1; status=CRASHED"'), { crashCost: 77 }))
    expect(value).toMatchObject({ status: StatusType.CRASHED, cost: 77, additionalInfo: { errorType: 'ScriptReport' } })
    expect((await one(runnerOf(sh('echo "status=TIMEOUT"')))).status).toBe(StatusType.TIMEOUT)
  })

  test.each([
    ['nothing', '', 'has printed no line such as "cost=0.5; status=SUCCESS"'],
    ['an exit code, and a cost', 'echo "cost=1"; echo "out of luck" >&2; exit 3', 'ended with exit code 3: out of luck'],
    ['a signal', 'kill -SEGV $$', 'was ended by SIGSEGV'],
    ['a cost that is no number', 'echo "cost=much"', 'cannot be read: expected a number as cost'],
    ['a status alone', 'echo "status=SUCCESS"', 'has no cost'],
    ['an infinite cost', 'echo "cost=inf"', 'expected a finite number'],
  ])('%s: CRASHED, and why', async (_, body, error) => {
    expect(await one(runnerOf(sh(body)))).toMatchObject({
      status: StatusType.CRASHED,
      additionalInfo: { error: expect.stringContaining(error) },
    })
  })

  test('much output, and a line without an end', async () => {
    const body = `head -c 20000000 /dev/zero | tr '\\0' 'x'\necho\necho "cost=1"`
    expect(await one(runnerOf(sh(body)))).toMatchObject({ status: StatusType.SUCCESS, cost: 1 })
  })

  test('nothing within its time: TIMEOUT, and all that it started is gone', async () => {
    const started = join(folder, 'started')
    const runner = runnerOf(sh(`sh -c 'echo $$ > ${started}; exec sleep 600'`), { trialTimeLimitMs: 1_500 })
    const value = await one(runner)
    expect(value).toMatchObject({ status: StatusType.TIMEOUT, additionalInfo: { errorType: 'TimeLimit' } })
    expect(value.runtimeMs).toBeGreaterThanOrEqual(1_490)
  })
})

describe('a script that cannot be run', () => {
  test('because its language is not there', async () => {
    const error = 'the program that its first line names is not on the worker'
    const value = await one(runnerOf('#!/usr/bin/no-such-language\n'))
    expect(value).toMatchObject({ status: StatusType.CRASHED, additionalInfo: { error: expect.stringContaining(error) } })
  })

  test('is refused before the first trial', async () => {
    await expect(bundleTarget(script(join(folder, 'none.sh')))).rejects.toThrow(/none\.sh: does not exist/)
    await expect(bundleTarget(script(folder))).rejects.toThrow('is a folder')
    await expect(bundleTarget(script(write('')))).rejects.toThrow('is empty')
    const one = write(sh(''))
    await expect(bundleTarget(script(one, { files: [one] }))).rejects.toThrow("has the name of another one of the script's files")
    await expect(bundleTarget(script(one, { files: [write('x'.repeat(17 * 1024 * 1024), 'large')] }))).rejects.toThrow(
      'larger than 16 MiB; scatter',
    )
  })

  test('has a hash of all that is in it', async () => {
    const [a, b] = [write(sh('echo "cost=1"')), write('data', 'beside')]
    const { sha256 } = await bundleTarget(script(a, { files: [b] }))
    chmodSync(b, 0o600)
    expect((await bundleTarget(script(a, { files: [b] }))).sha256).toBe(sha256)
    writeFileSync(b, 'other')
    expect((await bundleTarget(script(a, { files: [b] }))).sha256).not.toBe(sha256)
  })
})
