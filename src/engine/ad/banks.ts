/** Bank accounts and e-wallets in a text: which bank, what number, in whose name. */
import { type Digits, type Run, readRuns } from './digits.ts'

export interface BankAccount {
  readonly start: number
  readonly end: number
  /** Short name, lower case; `?` where a number is said to be an account and no bank is named. */
  readonly bank: string
  /** Digits only; of an e-wallet the phone's digits with the country's code. */
  readonly number: string
  /** As written. */
  readonly holder: string | null
}

const banks =
  'bca|bri|bni|bsi|btn|mandiri|cimb niaga|cimb|permata|danamon|bank jago|jago|seabank|sea bank|jenius|btpn|bjb|mega|panin|muamalat|maybank|ocbc|ocbc nisp|blu|neo|bank neo|sinarmas|bukopin|bank dki|bank jatim|bank jateng|bank ntb|allo bank|superbank|hsbc|public bank|rhb|ctbc|dbs|posb'
const wallets = 'dana|ovo|gopay|go-pay|go pay|shopeepay|shopee pay|spay|linkaja|link aja|doku|flip|sakuku'
const accountWords = String.raw`no\.?\s?rek(?:ening)?|norek|rekening(?:nya)?|rek|account number|account no|acc(?:ount)?|a\/c|va|virtual account`
const glue = String.raw`[^\p{L}\p{N}\n]{0,4}(?:(?:no|nomor|nomer|number|rek|rekening|norek|an|ke|bank|resmi|usaha|pribadi|kami|saya|admin|:)[^\p{L}\p{N}\n]{0,4}){0,3}`
const named = new RegExp(String.raw`(?<![\p{L}])(?:bank\s+)?(?<bank>${banks}|${wallets})${glue}$`, 'iu')
const unnamed = new RegExp(String.raw`(?<![\p{L}])(?:${accountWords})${glue}$`, 'iu')
const behind = new RegExp(
  String.raw`^[^\p{L}\p{N}\n]{0,4}(?:bank\s+)?(?<bank>${banks}|${wallets})(?![\p{L}])`,
  'iu',
)
const holderBehind =
  /^[^\n]{0,30}?(?<![\p{L}])(?:a\s?[./]\s?n|an|atas nama|a\.n\.)[\s.:]{1,3}((?:(?!(?:atau|dan|lalu|bukti|sebesar|wa|hp|untuk|minimal)(?![\p{L}]))[\p{L}.'’-]+ ?){1,5})/iu
const isWallet = new RegExp(`^(?:${wallets})$`, 'i')

/** Fewest and most digits of an account. */
const digitsOfAccount = { least: 7, most: 18 }

export function findBankAccounts(text: string): readonly BankAccount[] {
  return readRuns(text).flatMap((run) => readAccount(run, text) ?? [])
}

function readAccount(run: Run, text: string): BankAccount | null {
  for (const [first, begin] of run.entries()) {
    const found = groupsFrom(run, first)
    if (found === null) continue
    const { digits, last } = found
    const before = lineBefore(text, begin)
    const after = text.slice(last.end, last.end + 70)
    const said = unnamed.test(before)
    const bank =
      named.exec(before)?.groups?.bank ??
      (said || isTransfer(before) ? behind.exec(after)?.groups?.bank : undefined)
    if (bank === undefined && !said) continue
    const phone = /^(?:62|0)8/.test(digits) ? digits.replace(/^0/, '62') : null
    const wallet = bank !== undefined && isWallet.test(bank)
    if (wallet && phone === null) continue
    // "Mandiri 0812…" is somebody's phone more often than an account.
    if (!wallet && !said && phone !== null && !/rek/i.test(before)) continue
    return {
      start: begin.start,
      end: last.end,
      bank:
        bank === undefined
          ? '?'
          : bank
              .toLowerCase()
              .replace(/^bank /, '')
              .replace(/[\s-]/g, ''),
      number: wallet ? (phone ?? digits) : digits,
      holder: holderBehind.exec(after)?.[1]?.trim() ?? null,
    }
  }
  return null
}

function isTransfer(before: string): boolean {
  return /(?:transfer|tf|trf|kirim|setor|bayar)(?:[^\p{L}\p{N}\n]{0,3}\p{L}+){0,3}[^\p{L}\p{N}\n]{0,4}$/iu.test(
    before,
  )
}

function lineBefore(text: string, { start }: Digits): string {
  const before = text.slice(Math.max(0, start - 60), start)
  // The number may stand on the line below its bank.
  return before.trimEnd() === before
    ? before.slice(before.lastIndexOf('\n') + 1)
    : `${before.trimEnd().split('\n').at(-1)} `
}

/** The groups that are one account, until the way they are parted changes; null where they are too few digits or too many.
 * Looks no further than that: a text of nothing but digits would otherwise be read once for each of them. */
function groupsFrom(run: Run, first: number): { readonly digits: string; readonly last: Digits } | null {
  let digits = ''
  let last: Digits | null = null
  for (let at = first; at < run.length; at++) {
    const group = run[at]
    if (!group || (at > first && (/[/,|]/.test(group.gap) || group.gap.length > 3))) break
    digits += group.digits
    last = group
    if (digits.length > digitsOfAccount.most) return null
  }
  return last === null || digits.length < digitsOfAccount.least ? null : { digits, last }
}
