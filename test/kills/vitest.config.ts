import { defineConfig } from 'vitest/config'
import base from '../../vitest.config.ts'

/** Apart from `npm test`: it takes minutes. */
export default defineConfig({ ...base, test: { ...base.test, include: ['test/kills/*.test.ts'] } })
