/** A stack as CloudFormation lists it. */
export interface StackListing {
  readonly name: string
  readonly createdAt: number
  readonly outputs: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
}
