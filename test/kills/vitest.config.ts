import { defineConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

/** Apart from `npm test`: a trial whose sending was cut off by a kill is waited for as long as its lease, minutes. */
export default defineConfig({ ...base, test: { ...base.test, include: ['test/kills/*.test.ts'] } })
