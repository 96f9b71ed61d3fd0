import type { ResultSender, SendAnswer } from '../../../../functions/result-sender.ts'

/** A queue in memory: what was sent, by URL. */
export class ResultQueue implements ResultSender {
  readonly messages: { readonly url: string; readonly body: unknown }[] = []
  /** While true, the queue does not exist. */
  deleted = false
  /** Thrown by every send while set. */
  outage: Error | null = null
  /** Called before each send, which waits for it. */
  beforeSend: () => Promise<void> = async () => {}

  async send(url: string, body: string): Promise<SendAnswer> {
    await this.beforeSend()
    if (this.outage !== null) throw this.outage
    if (this.deleted) return 'gone'
    this.messages.push({ url, body: JSON.parse(body) })
    return 'sent'
  }
}
