const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** The named zones of RFC 5322, 4.3; others are ambiguous. */
const zones: Readonly<Record<string, string>> = {
  gmt: 'Z',
  ut: 'Z',
  utc: 'Z',
  z: 'Z',
  est: '-05:00',
  edt: '-04:00',
  cst: '-06:00',
  cdt: '-05:00',
  mst: '-07:00',
  mdt: '-06:00',
  pst: '-08:00',
  pdt: '-07:00',
};

/**
 * Reads a Date header, `Mon, 23 Nov 2026 00:10:00 +0100 (CET)` (RFC 5322, 3.3), as ISO 8601 with the offset it gives; `-0000`, which
 * means "UTC, place unknown", as `Z`. Null when it is none, or its zone is missing or ambiguous.
 */
export function readMailDate(text: string): string | null {
  const parts =
    /^(?:[A-Za-z]{3}, ?)?(\d{1,2}) ([A-Za-z]{3}) (\d{2,4}) (\d{2}):(\d{2})(?::(\d{2}))? (?:([+-])(\d{2})(\d{2})|([A-Za-z]{1,5}))(?: |$)/.exec(
      text
        .slice(0, 200)
        .trim()
        .replace(/\s{1,200}/g, ' '),
    );
  if (parts === null) return null;
  const [
    ,
    day = '',
    monthName = '',
    yearText = '',
    hour = '',
    minute = '',
    second = '00',
    sign,
    zoneHour = '',
    zoneMinute = '',
    zoneName,
  ] = parts;
  const month = months.indexOf(monthName.toLowerCase());
  const zone =
    sign === undefined ? zones[(zoneName ?? '').toLowerCase()] : `${sign}${zoneHour}:${zoneMinute}`;
  if (month < 0 || zone === undefined) return null;
  // RFC 5322, 4.3: two digits below 50 are 20xx, else and with three digits add 1900.
  const year =
    yearText.length === 4
      ? Number(yearText)
      : Number(yearText) + (yearText.length === 2 && Number(yearText) < 50 ? 2000 : 1900);
  const pad = (number: number): string => String(number).padStart(2, '0');
  const local = `${String(year)}-${pad(month + 1)}-${pad(Number(day))}T${hour}:${minute}:${second}`;
  const check = new Date(`${local}Z`);
  if (Number.isNaN(check.getTime()) || check.getUTCDate() !== Number(day)) return null;
  return local + (zone === '-00:00' || zone === '+00:00' ? 'Z' : zone);
}
