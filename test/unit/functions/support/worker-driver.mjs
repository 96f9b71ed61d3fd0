// Stands where Lambda's runtime stands: calls the bundled handler with what the test sends. Argument: the handler's file.
import { pathToFileURL } from 'node:url'

const { handler } = await import(pathToFileURL(process.argv[2]).href)
process.on('disconnect', () => process.exit())
process.on('message', async ({ event, remainingMs }) => {
  const deadline = Date.now() + remainingMs
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => deadline - Date.now() }
  try {
    await handler(event, context)
    process.send({ error: null })
  } catch (cause) {
    process.send({ error: cause.message })
  }
})
process.send({ ready: true })
