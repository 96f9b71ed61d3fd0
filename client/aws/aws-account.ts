import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { ConnectError } from './connect-error.ts'
import { type AwsLocation, sdkSettings } from './sdk-settings.ts'

export interface AwsAccountOptions {
  /** Default: the SDK's ordinary chain (AWS_REGION, the profile's region). There is no other default. */
  readonly region?: string | undefined
  /** Default: the SDK's ordinary chain (environment, SSO, profile, role). */
  readonly credentials?: AwsLocation['credentials'] | undefined
  /** An emulator's URL. Default: AWS_ENDPOINT_URL, else AWS itself. */
  readonly endpoint?: string | undefined
}

/** Where calls go and as whom, found out and known to be complete. */
export interface AwsAccount {
  readonly location: AwsLocation & { readonly region: string }
  readonly cloudFormation: CloudFormationClient
  close(): void
}

/** Resolves region and credentials before the first call, so that what is missing gets one clear error. @throws ConnectError */
export async function openAwsAccount(options: AwsAccountOptions): Promise<AwsAccount> {
  const endpoint = options.endpoint ?? process.env.AWS_ENDPOINT_URL ?? ''
  const given: AwsLocation = {
    endpoint: endpoint === '' ? null : endpoint,
    ...(options.region !== undefined && { region: options.region }),
    ...(options.credentials !== undefined && { credentials: options.credentials }),
  }
  const cloudFormation = new CloudFormationClient(sdkSettings(given))
  try {
    const region = await cloudFormation.config.region().catch((cause: unknown) => {
      const mend = 'give --region (connect: region), set AWS_REGION, or add a region to the profile with "aws configure"'
      throw new ConnectError('REGION_MISSING', `there is no AWS region: ${mend}`, {}, cause)
    })
    await cloudFormation.config.credentials().catch((cause: unknown) => {
      const mend = 'sign in with "aws sso login", name a profile with AWS_PROFILE, or run "aws configure"'
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new ConnectError('CREDENTIALS_MISSING', `there are no usable AWS credentials (${reason}): ${mend}`, {}, cause)
    })
    return { location: { ...given, region }, cloudFormation, close: () => cloudFormation.destroy() }
  } catch (cause) {
    cloudFormation.destroy()
    throw cause
  }
}
