// Blocks of cells as Excel, WPS and LibreOffice put them on the clipboard: cells parted
// by tabs, rows by line ends; a cell that holds either is put in quotes.
(() => {
  const QUOTED = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)/y;
  const BARE = /[^\t\n]*/y;

  // A word in quotes is one: quotes are taken off only where they were needed.
  function cellAt(text, start) {
    QUOTED.lastIndex = start;
    const quoted = text[start] === '"' && QUOTED.exec(text);
    if (quoted && /[\t\n]|""/.test(quoted[1])) {
      return { text: quoted[1].replaceAll('""', '"').replace(/\r\n?/g, "\n"), end: QUOTED.lastIndex };
    }
    BARE.lastIndex = start;
    const bare = BARE.exec(text)[0];
    return { text: bare.replace(/\r$/, ""), end: start + bare.length };
  }

  function read(text) {
    const rows = [[]];
    let at = 0;
    for (;;) {
      const cell = cellAt(text, at);
      rows.at(-1).push(cell.text);
      at = cell.end;
      if (text[at] === "\t") at += 1;
      else if (at < text.length) {
        at += text[at] === "\r" ? 2 : 1;
        if (at === text.length) break; // the last row too ends with a line end
        rows.push([]);
      } else break;
    }
    return rows;
  }

  const write = (rows) => rows.map((row) => row.map(quoted).join("\t")).join("\n");
  const quoted = (cell) => (/[\t\n\r]|^".*"$/s.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

  window.saimaGrid = { ...window.saimaGrid, blocks: { read, write } };
})();
