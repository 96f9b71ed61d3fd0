import { expect, it } from 'vitest'
import { LambdaParallelRunner } from '../../client/launch/lambda-parallel-runner.ts'
import { TargetFunctionRunner } from '../../client/runner/target-function-runner.ts'
import { StatusType } from '../../contract/status.ts'
import { openPlace } from '../support/place.ts'
import { fixture, settings } from '../support/scenario.ts'

const TRIALS = 20

it('two runs side by side never take each other’s results', async () => {
  await using place = await openPlace({ workers: 2 })
  const { cluster } = place
  async function run(sign: number): Promise<readonly unknown[]> {
    const worker = new TargetFunctionRunner({ target: fixture('square'), scenario: settings() })
    await using runner = await LambdaParallelRunner.create(worker, { cluster, workers: 2, patienceSeconds: 30 })
    const costs: unknown[] = []
    const collect = (): void => {
      for (const [{ configuration }, { status, cost }] of runner.iterResults()) {
        expect(status).toBe(StatusType.SUCCESS)
        expect(Number(configuration.x) * sign).toBeGreaterThan(0)
        costs.push(cost)
      }
    }
    for (let x = 1; x <= TRIALS; x++) {
      await runner.submitTrial({ configuration: { x: x * sign } })
      collect()
    }
    while (runner.isRunning()) {
      await runner.wait()
      collect()
    }
    return costs.toSorted((a, b) => Number(a) - Number(b))
  }
  const squares = Array.from({ length: TRIALS }, (_, i) => (i + 1) ** 2)
  expect(await Promise.all([run(1), run(-1)])).toEqual([squares, squares])
})
