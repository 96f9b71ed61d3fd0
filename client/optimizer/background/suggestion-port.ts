import type { SuggestionReply, SuggestionRequest } from './suggestion-request.ts'

/** Where suggestions are made while the caller goes on. One request at a time. */
export interface SuggestionPort {
  /** Answers later, never at once; with null when there will be no more answers. */
  request(request: SuggestionRequest, answer: (reply: SuggestionReply | null) => void): void
  close(): void
}
