import { FunctionFault } from './function-fault.ts'

/** An environment variable that the deployment must set. @throws FunctionFault with code NOT_CONFIGURED */
export function requiredVariable(name: string): string {
  const value = process.env[name]
  if (value !== undefined && value !== '') return value
  throw new FunctionFault('NOT_CONFIGURED', `environment variable ${name}: expected a value, got none; deploy the stack again`, {
    retryable: false,
  })
}
