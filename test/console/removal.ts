/** One offer on its way from the decision to its removal, as officers take it there. */
import type { Person, TestConsole } from './kit.ts'

export const offer =
  'Dicari admin online di Kamboja lewat PT Maju Mundur Sentosa, gaji 15 juta tanpa ijazah. https://t.me/kerja_kamboja WA 0812-3456-7890'

/** Two people decide that it is illegal recruitment. */
export async function decide(id: string, first: Person, second: Person): Promise<void> {
  const at = `/console/cases/${id}`
  await first.post(`${at}/claim`)
  await first.post(`${at}/propose`, {
    finding: 'illegal-recruitment',
    reason: 'perorangan menempatkan',
    rule: 'person-places-workers',
  })
  await second.post(`${at}/confirm`, { finding: 'illegal-recruitment' })
}

/** A request for the account of the offer, not filled in yet; its path. */
export async function draft(id: string, by: Person): Promise<string> {
  const page = await by.get(`/console/cases/${id}/takedowns`)
  const [, name = ''] =
    [...page.body.matchAll(/name="(target-\d+)"[\s\S]*?<bdi>([^<]+)<\/bdi>/g)].find(
      ([, , value]) => value === 'telegram:kerja_kamboja',
    ) ?? []
  const made = await by.post(`/console/cases/${id}/takedowns`, { [name]: 'yes', recipient: 'ministry' })
  return String(made.headers.location)
}

/** Drafted by one, approved and sent by the other, and gone after so many hours; its path. */
export async function removal(
  town: TestConsole,
  id: string,
  by: Person,
  second: Person,
  { hoursUntilGone }: { readonly hoursUntilGone: number },
): Promise<string> {
  const to = await draft(id, by)
  await by.post(`${to}/write`, {
    recipient: 'ministry',
    class: 'ordinary',
    letter: 'B-12/KP2MI/2026',
    'basis-uu-18-2017-69-81': 'yes',
  })
  await by.post(`${to}/captures`)
  const [job] = await town.captures.claim(1)
  if (job === undefined) throw new Error('no look was asked for')
  await town.captures.settle(job.id, {
    result: 'alive',
    seen: { url: job.url, status: 200, text: 'admin online' },
    picture: { bytes: Buffer.from('png'), sha256: 'a'.repeat(64) },
  })
  await second.post(`${to}/approve`, { looked: 'yes' })
  await second.post(`${to}/send`, { class: 'ordinary', reference: 'PLT-1' })
  town.later(hoursUntilGone * 3_600_000)
  // Hours away have ended their session.
  const back = await town.person('senior-reviewer')
  await back.post(`${to}/look`, { gone: 'yes' })
  return to
}
