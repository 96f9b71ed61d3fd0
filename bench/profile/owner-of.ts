/** Place of code → who answers for it; the first that fits. Packages come first: they have folders named like ours. */
const OWNERS: readonly (readonly [place: RegExp, owner: string])[] = [
  [/node_modules\/valibot\//, 'contract'],
  [/node_modules\/(@smithy\/signature|@aws-crypto|@aws-sdk\/(core\/dist-\w+\/submodules\/httpAuthSchemes|signature))/, 'AWS SDK: signing'],
  [/node_modules\/@smithy\/node-http-handler\//, 'AWS SDK: HTTP handler'],
  [/node_modules\/(@smithy|@aws-sdk)\//, 'AWS SDK: middleware, serialisation'],
  [/node_modules\/((?:@[^/]+\/)?[^/]+)\//, 'other packages'],
  [/\/client\/local\/model\//, 'embedded cluster: model'],
  [/\/client\/local\/lambda\//, 'embedded cluster: Lambda'],
  [/\/client\/local\/sqs\//, 'embedded cluster: SQS'],
  [/\/client\/local\/s3\//, 'embedded cluster: S3'],
  [/\/client\/local\//, 'embedded cluster: HTTP face, sandboxes'],
  [/\/client\/runner\/ledger\//, 'ledger'],
  [/\/client\/(runner|launch)\//, 'runner'],
  [/\/client\/aws\//, 'AWS transport'],
  [/\/functions\//, 'worker and relay functions'],
  [/\/execution\//, 'trial execution'],
  [/\/contract\//, 'contract'],
  [/\/bench\//, 'the bench itself'],
  [/\/client\//, 'client, other'],
  [/^node:(_http_|internal\/http)/, 'Node: HTTP without an owner'],
  [/^node:(net|internal\/(stream|net)|_stream)/, 'Node: sockets without an owner'],
  [/^node:/, 'Node: tasks, timers, other'],
]

/** Who answers for a place in the code, or null for what the engine does by itself. */
export function ownerOf(url: string): string | null {
  return OWNERS.find(([place]) => place.test(url))?.[1] ?? null
}

/** True for Node's own code, which works on somebody's behalf. */
export const isNodeInternal = (url: string): boolean => url === '' || url.startsWith('node:')
