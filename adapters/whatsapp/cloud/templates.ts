/** The templates we mean to use beside those the account has: what is absent or not approved cannot be sent. */

import { array, object, parse, text } from '../json.ts'
import type { Client } from './client.ts'

export interface WantedTemplate {
  readonly name: string
  readonly language: string
}

/** `state` is Meta's own word in small letters (`pending`, `rejected`, `paused` …), or `absent`. */
export interface TemplateProblem extends WantedTemplate {
  readonly state: string
}

/** Pages of 100; an account may have 6,000 templates at most ("Template limits"). */
const mostPages = 60

/** What is wrong, template by template; empty when all can be sent. Throws when the account would not tell. */
export async function checkTemplates(
  client: Pick<Client, 'get'>,
  businessId: string,
  wanted: readonly WantedTemplate[],
): Promise<readonly TemplateProblem[]> {
  const states = await readStates(client, businessId)
  return wanted.flatMap(({ name, language }) => {
    const state = states.get(`${name} ${language}`) ?? 'absent'
    return state === 'approved' ? [] : [{ name, language, state }]
  })
}

async function readStates(
  client: Pick<Client, 'get'>,
  businessId: string,
): Promise<ReadonlyMap<string, string>> {
  const states = new Map<string, string>()
  let after = ''
  for (let page = 0; page < mostPages; page++) {
    const path = `${businessId}/message_templates?fields=name,language,status&limit=100${after}`
    const { status, body } = await client.get(path)
    const answer = object(parse(body))
    if (status !== 200 || answer === null)
      throw new Error(`WhatsApp would not list the templates (${status})`)
    for (const each of array(answer.data)) {
      const { name, language, status: state } = object(each) ?? {}
      states.set(`${text(name)} ${text(language)}`, (text(state) ?? '').toLowerCase())
    }
    const paging = object(answer.paging)
    const cursor = text(object(paging?.cursors)?.after)
    if (cursor === null || text(paging?.next) === null) return states
    after = `&after=${encodeURIComponent(cursor)}`
  }
  return states
}
