import { type ClientPolicyPlaces, clientPolicy } from '../contract/client-policy.ts'
import type { Permission } from './permission.ts'

/** Why some statements of the client's policy name a pattern. */
const WHY: ReadonlyMap<string, string> = new Map([
  ['FindTheStack', "The stack's ARN ends in an id that it is given when it is made."],
  ['ReadTheAccountsLimit', 'The action has no resource to name.'],
  ['UseRunQueues', 'A client makes a queue for each run; their names begin with that of the stack.'],
  ['ListRunQueues', 'The action lists the queues of a region, and cannot be narrowed to some.'],
  ['ShareObjects', 'Objects are named by their content, claim checks by their run.'],
  ['RemoveRuns', 'Claim checks are named by their run.'],
])

/** The client's policy (contract/client-policy.ts), with the reason of each pattern in it. */
export function clientPermissions(places: ClientPolicyPlaces): readonly Permission[] {
  return clientPolicy(places).map(({ Sid: sid, Action: actions, Resource: resources }) => {
    const whyPattern = WHY.get(sid)
    return { sid, actions, resources, ...(whyPattern !== undefined && { whyPattern }) }
  })
}
