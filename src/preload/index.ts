import { ipcRenderer } from 'electron';

/**
 * The only thing this script does: it passes one message port from the page to main. The page gets no function and no
 * object from here; main checks who sent the port.
 */
window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== 'lumo:connect') return;
  const [port] = event.ports;
  if (port !== undefined) ipcRenderer.postMessage('lumo:connect', null, [port]);
});
