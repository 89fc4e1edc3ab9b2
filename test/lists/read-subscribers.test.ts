import { describe, expect, it } from 'vitest'
import type { IncomingSubscriber } from '#engine'
import { type RowError, readSubscribers } from '../../src/lists/index.ts'

const now = new Date('2026-11-24T03:00:00Z')
const header =
  'channel,address,language,topics,consent_source,consent_date,consent_text,province,country,phase'
const good =
  'whatsapp,+62 812-3456-7890,id,scam-alerts lessons,Pelatihan BP3MI Mataram,2026-05-31,"Saya mau dikabari, boleh berhenti.",NB,my,leaving'

async function read(csv: string | Uint8Array): Promise<{ people: IncomingSubscriber[]; errors: RowError[] }> {
  const people: IncomingSubscriber[] = []
  const errors: RowError[] = []
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield typeof csv === 'string' ? Buffer.from(csv) : csv
  }
  for await (const batch of readSubscribers(bytes(), now)) {
    people.push(...batch.people)
    errors.push(...batch.errors)
  }
  return { people, errors }
}

describe('a list of subscribers', () => {
  it('is read with the proof of each, whatever the order of its columns', async () => {
    const { people, errors } = await read(
      `\uFEFF${header}\r\n${good}\r\n\r\ntelegram,12345,jv,regional-news,Web,2026-01-02,Nggih,,,\r\n`,
    )
    expect(errors).toEqual([])
    expect(people).toEqual([
      {
        channel: 'whatsapp',
        chat: '6281234567890',
        locale: 'id',
        topics: ['scam-alerts', 'lessons'],
        whereabouts: { province: 'NB', country: 'my', phase: 'leaving' },
        consent: {
          at: new Date('2026-05-31T05:00:00Z'),
          source: 'Pelatihan BP3MI Mataram',
          words: 'Saya mau dikabari, boleh berhenti.',
          version: '',
        },
      },
      expect.objectContaining({ channel: 'telegram', chat: '12345', locale: 'jv' }),
    ])
  })

  it('may be parted by semicolons', async () => {
    const { people } = await read(
      `${header}\n${good}`.replaceAll('"Saya mau dikabari, boleh berhenti."', 'Ya').replaceAll(',', ';'),
    )
    expect(people).toMatchObject([{ chat: '6281234567890', consent: { words: 'Ya' } }])
  })

  it.each(['consent_source', 'consent_date', 'consent_text', 'address'])(
    'is refused without %s',
    async (column) => {
      await expect(read(`${header.replace(column, 'other')}\n${good}`)).rejects.toThrow(
        `The file lacks ${column}. Nobody is brought in without the proof`,
      )
    },
  )

  it.each([
    ['channel', 'whatsapp,', 'sms,'],
    ['address', '+62 812-3456-7890', '0812-3456-7890'],
    ['address', '+62 812-3456-7890', 'ibu siti'],
    ['language', ',id,', ',fr,'],
    ['topics', 'scam-alerts lessons', 'scam-alerts jobs'],
    ['consent_date', '2026-05-31', '31/05/2026'],
    ['consent_date', '2026-05-31', '2026-02-31'],
    ['consent_date', '2026-05-31', '2027-01-01'],
    ['consent_source', 'Pelatihan BP3MI Mataram', ''],
    ['consent_text', '"Saya mau dikabari, boleh berhenti."', ''],
    ['province', ',NB,', ',Lombok,'],
    ['country', ',my,', ',Malaysia,'],
    ['phase', 'leaving', 'soon'],
  ])('names the row and its %s', async (column, from, to) => {
    const { people, errors } = await read(`${header}\n${good}\n${good.replace(from, to)}\n${good}`)
    expect(people).toHaveLength(2)
    expect(errors).toEqual([{ row: 3, column, problem: expect.any(String) }])
    expect(errors[0]?.problem).not.toContain('ibu siti')
  })

  it('is refused when it is empty, broken off or no text', async () => {
    await expect(read('')).rejects.toThrow('The file is empty')
    await expect(read(`${header}\n"${good}`)).rejects.toThrow('quotation mark')
    const latin = Buffer.from(`${header}\n${good.replace('mau', 'maué')}`, 'latin1')
    expect((await read(latin)).errors).toMatchObject([{ row: 2, column: 'consent_text' }])
  })
})
