import type { FunctionDefinition } from '../lambda/function-definition.ts'

export interface SandboxPlace {
  readonly environment: string
  /** The environment's own folder: its /tmp. */
  readonly folder: string
  /** `127.0.0.1:<port>/<prefix>`, where the Runtime API answers this environment. */
  readonly runtimeApi: string
  /** The embedded cloud's URL. */
  readonly endpoint: string
  readonly region: string
}

/** What of the user's environment a sandbox gets: enough to run programs, no secrets, no proxies. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'USER', 'SHELL', 'SYSTEMROOT', 'LD_LIBRARY_PATH', 'VIRTUAL_ENV']

/**
 * The environment variables of a sandbox: Lambda's, pointed at the embedded cloud.
 * Source: Lambda developer guide, "Defined runtime environment variables".
 */
export function sandboxEnvironment(
  definition: FunctionDefinition,
  place: SandboxPlace,
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const passedOn = PASSED_ON.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const]))
  return {
    ...Object.fromEntries(passedOn),
    TMPDIR: place.folder,
    TEMP: place.folder,
    TMP: place.folder,
    // The user's AWS profile must not reach into a sandbox: these files do not exist.
    AWS_CONFIG_FILE: `${place.folder}/no-config`,
    AWS_SHARED_CREDENTIALS_FILE: `${place.folder}/no-credentials`,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'embedded',
    AWS_SECRET_ACCESS_KEY: 'embedded',
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ENDPOINT_URL: place.endpoint,
    AWS_ENDPOINT_URL_S3: place.endpoint,
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: place.environment,
    AWS_EXECUTION_ENV: 'AWS_Lambda_embedded',
    LAMBDA_TASK_ROOT: definition.code,
    _HANDLER: 'handler.handler',
    ...definition.environment,
  }
}
