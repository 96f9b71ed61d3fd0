/** The account that everything in the embedded cloud belongs to. */
export const ACCOUNT_ID = '000000000000'

export const lambdaArnPrefix = (region: string): string => `arn:aws:lambda:${region}:${ACCOUNT_ID}:function:`
export const sqsArnPrefix = (region: string): string => `arn:aws:sqs:${region}:${ACCOUNT_ID}:`
