/** "Jaga grup", "diam": whether a group wishes to be warned of dangerous advertisements. Said to the bot, in a group. */
import type { Inbound } from '../inbound.ts'

const on =
  /^(?:\/?jaga(?:grup)?|(?:tolong |mohon |minta )?(?:jaga|jagain|jogo|jagi)(?: (?:grup|group|grub)(?: (?:ini|iki|kita|kami|ieu))?)?|penjaga (?:on|nyala|aktif)|(?:nyalakan|aktifkan|hidupkan) penjaga(?: grup)?|\/?guard(?: (?:on|this group|the group))?|(?:please )?guard (?:this|our|the) group)$/
const off =
  /^(?:\/?(?:diam|meneng|cicing|quiet)|\/?(?:stop|berhenti|jangan|mandheg|eureun) ?(?:jaga|jogo|guard|guarding)(?: (?:grup|group)(?: ini)?)?|(?:matikan|nonaktifkan) penjaga(?: grup)?|penjaga (?:off|mati)|guard off)$/

/** Said to us in a group: whether it shall be guarded. Null: it says nothing of that. */
export function guardOrderOf({ setting, addressed, body }: Inbound): 'on' | 'off' | null {
  return setting === 'group' && addressed && body.kind === 'text' ? readGuardOrder(body.text) : null
}

/** Null: it is neither. `text`: what was said, without the bot's name. */
export function readGuardOrder(text: string): 'on' | 'off' | null {
  if (text.length > 60) return null
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/ ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (on.test(plain)) return 'on'
  return off.test(plain) ? 'off' : null
}
