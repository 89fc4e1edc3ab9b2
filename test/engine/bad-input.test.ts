/** What is passed on to trip us: answered in words, with nothing of it obeyed, shortened or lost. */
import { describe, expect, it } from 'vitest'
import type { Turn } from '#engine'
import { createTown, shippedSpeak, wordsOf } from '../kit/people.ts'

const offer =
  'Dicari admin di Kamboja, gaji 15 juta tanpa ijazah, tiket dan paspor kami urus. WA 0812-3456-7890'

describe('an advertisement with', () => {
  it.each([
    ['an address of 20 KB', `https://lokerkamboja.com/${'a'.repeat(20_000)}`],
    ['a script for an address', 'javascript:alert(document.cookie)'],
    ['data for an address', 'data:text/html;base64,PHNjcmlwdD4='],
    [
      'an address of our own network',
      'http://169.254.169.254/latest/meta-data http://[::1]/ http://localhost:5432/',
    ],
    ['letters that turn the line around', '\u202Egnp.xcod\u202C https://lokerkamboja.com/\u202Efdp'],
    ['marks of every channel', '*tebal* _miring_ [klik](http://10.0.0.1) <b>x</b> `kode`'],
  ])('%s', async (_, trap) => {
    const town = createTown()
    const ani = town.person('ani')
    const text = `${offer}\n${trap}`
    const turn = (await ani.says(text, { forwarded: 'once' })) as Turn
    expect(turn.outcome).toBe('ad.danger')
    const links = turn.replies.flatMap((reply) =>
      reply.body.flatMap((wording) =>
        shippedSpeak()(wording, 'id').flatMap(({ spans }) =>
          spans.flatMap((span) => (span.kind === 'link' ? [span.url] : [])),
        ),
      ),
    )
    // Only our own addresses are ever links.
    expect(links.filter((url) => !url.startsWith('https://'))).toEqual([])
    expect(links.join(' ')).not.toMatch(/lokerkamboja|10\.0\.0\.1|169\.254|localhost/)
    expect(wordsOf(turn)).toContain('Boleh saya teruskan ke petugas?')
    const filed = (await ani.says('ya'))?.effects.find(({ kind }) => kind === 'file-report')
    expect(filed?.kind === 'file-report' && filed.ads[0]?.text).toBe(text)
    expect(town.faults).toEqual([])
  })
})
