/** A service whose every call refuses: stands in a place until the capability is built. */
export function notBuilt<Service extends object>(name: string): Service {
  const refuse = () => Promise.reject(new Error(`${name} is not built`));
  return new Proxy({} as Service, { get: () => refuse });
}
