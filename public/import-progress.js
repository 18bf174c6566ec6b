// A running import tells how far it is; when it has ended the page is shown anew with the receipt.
const line = document.getElementById("import-progress");
if (line) {
  const words = line.textContent;
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const ask = async () => {
    const answer = await fetch(line.dataset.progress).catch(() => null);
    const rows = answer?.ok ? await answer.json() : undefined;
    if (rows === null) return location.reload();
    if (typeof rows === "number") line.textContent = words.replace(/[\d.,]+/, number.format(rows));
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
}
