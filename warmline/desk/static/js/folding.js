// Words as they are searched for: without accents, in small letters.

export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
