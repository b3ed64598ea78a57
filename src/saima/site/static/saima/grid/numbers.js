// Exact decimal numbers: integers of 10⁻⁸, so that a gap is never off by a hair.
// What is read here is what saima.core.numbers.read_number reads; what is not read
// here, such as "1.2亿元", the server reads and answers as a plain number.
(() => {
  const DECIMALS = 8;
  const INTEGER_DIGITS = 15;
  const ONE = 10n ** BigInt(DECIMALS);
  const PLAIN = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))$/;
  const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;

  const narrowed = (text) =>
    text
      .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
      .replace(/[−–—﹣]/g, "-")
      .trim();

  // null where nothing stands, undefined where no number does.
  function read(text) {
    let plain = narrowed(text ?? "");
    if (!plain) return null;
    const bracketed = /^\((.+)\)$/s.exec(plain);
    if (bracketed) plain = `-${bracketed[1].trim()}`;
    if (GROUPED.test(plain)) plain = plain.replaceAll(",", "");
    const parts = PLAIN.exec(plain);
    if (!parts) return undefined;
    const whole = parts[2] ?? "0";
    const decimals = (parts[3] ?? parts[4] ?? "").replace(/0+$/, "");
    if (decimals.length > DECIMALS || whole.replace(/^0+/, "").length > INTEGER_DIGITS) return undefined;
    const value = BigInt(whole) * ONE + BigInt(decimals.padEnd(DECIMALS, "0"));
    return parts[1] === "-" ? -value : value;
  }

  // Digits in threes, and no more decimals than there are.
  function print(value) {
    const size = value < 0n ? -value : value;
    const whole = String(size / ONE).replace(/\B(?=(\d{3})+$)/g, ",");
    const decimals = String(size % ONE).padStart(DECIMALS, "0").replace(/0+$/, "");
    return `${value < 0n ? "-" : ""}${whole}${decimals && `.${decimals}`}`;
  }

  window.saimaGrid = { ...window.saimaGrid, numbers: { read, print } };
})();
