/** Whether an address is answered without a session: the page for residents, which speaks the language of its address (`?lang=`), and the store that programs speak to. */
export function isOpen(path: string): boolean {
  return path === '/public' || path.startsWith('/xapi/');
}
