/** `1:05`, `1:02:03`: how players write a time. Takes seconds; what is not known is `0:00`. */
export function clipTime(seconds: number | null): string {
  const whole = Math.max(0, Math.floor(seconds ?? 0));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
