/** Two demo cities are served, side by side. */
const port = Number(process.env.GANDAN_E2E_PORT ?? 3917);

/** Stays as it was made, so that its numbers are known: tests only read in it, unless they say otherwise. */
export const cityAsMade = { host: "127.0.0.1", port, address: `http://127.0.0.1:${port}` };

/** On a host of its own, since cookies do not tell ports apart. Tests that write do it here: `test.use({ baseURL: cityAtWork.address })`. */
export const cityAtWork = { host: "127.0.0.2", port: port + 1, address: `http://127.0.0.2:${port + 1}` };
