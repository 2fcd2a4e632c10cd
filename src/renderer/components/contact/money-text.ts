/** An amount as HubSpot holds it (decimal text) with its currency (ISO 4217), in the reader's form; null = no amount. */
export function moneyText(amount: string | null, currency: string | null, language: string): string | null {
  if (amount === null || amount.trim() === '') return null;
  const value = Number(amount);
  if (!Number.isFinite(value)) return currency === null ? amount : `${amount} ${currency}`;
  if (currency === null) return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
  try {
    const hasFraction = !Number.isInteger(value);
    return new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      ...(hasFraction ? {} : { minimumFractionDigits: 0, maximumFractionDigits: 0 }),
    }).format(value);
  } catch {
    // a currency that Intl does not take
    return `${new Intl.NumberFormat(language).format(value)} ${currency}`;
  }
}
