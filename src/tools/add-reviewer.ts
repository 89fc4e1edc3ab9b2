/** `npm run add-reviewer -- --email WHO --role ROLE [--again]`: lets somebody into the console, the first admin to begin
 * with. Prints a link with which they set their own password; nobody else ever knows it. */
import { parseArgs } from 'node:util'
import { ConfigError } from '#engine'
import { homeOrganisation } from '../../db/organisations.ts'
import { createReviewers, type Reviewers } from '../../db/reviewers.ts'
import type { Config } from '../config.ts'
import { isEmail, linkOf, roleNamed, roleNames } from '../console/index.ts'
import { command } from './command.ts'
import { withKept } from './kept.ts'

const usage = `Use: npm run add-reviewer -- --email name@example.org --role ROLE [--again]
ROLE is one of: ${roleNames.join(', ')}. --again: a new link for somebody known, whose password and codes are removed.`

interface Asked {
  readonly email: string
  readonly role: string
  readonly again: boolean
}

function readArguments(argv: readonly string[]): Asked {
  const options = {
    email: { type: 'string' },
    role: { type: 'string' },
    again: { type: 'boolean', default: false },
  } as const
  let values: { readonly email?: string; readonly role?: string; readonly again: boolean }
  try {
    values = parseArgs({ args: [...argv], options }).values
  } catch {
    throw new ConfigError(usage)
  }
  const { email, again } = values
  const role = roleNamed(values.role ?? '')
  if (email === undefined || !isEmail(email))
    throw new ConfigError(`--email must be a whole address.\n${usage}`)
  if (role === null && !again) throw new ConfigError(`--role must be one of the roles.\n${usage}`)
  return { email, role: role ?? '', again }
}

async function tokenFor({ email, role, again }: Asked, reviewers: Reviewers): Promise<string> {
  if (again) {
    const token = await reviewers.inviteAgain(email, null)
    if (token === null)
      throw new ConfigError(`Nobody with the address ${email} may sign in. Leave out --again.`)
    return token
  }
  const invited = await reviewers.invite({ email, role, organisation: homeOrganisation, by: null })
  if (invited.kind === 'known')
    throw new ConfigError(`${email} is known already. For a new link, say --again.`)
  return invited.token
}

function addressOf({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host}:${port}`
}

async function run(argv: readonly string[]): Promise<void> {
  const asked = readArguments(argv)
  await withKept(async (kept, config) => {
    const token = await tokenFor(asked, createReviewers(kept))
    process.stdout.write(
      `Give this link to ${asked.email}. It can be used once, within three days:\n${linkOf(token, addressOf(config))}\n`,
    )
  })
}

await command((words) => run(words).then(() => undefined))
