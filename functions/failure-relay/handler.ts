import { ENVIRONMENT } from '../../contract/deployment.ts'
import { SqsResultSender } from '../aws/sqs-result-sender.ts'
import { requiredVariable } from '../required-variable.ts'
import { relayFailure } from './relay-failure.ts'

const ports = {
  stack: requiredVariable(ENVIRONMENT.stack),
  sender: new SqsResultSender(),
  now: Date.now,
  log: (line: string): void => void process.stdout.write(`${line}\n`),
}

/** The entry of the failure-relay function. */
export const handler = async (record: unknown): Promise<void> => {
  await relayFailure(record, ports)
}
