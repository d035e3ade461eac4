"""From the text of an expression to its tree, by the grammar of the CEL specification.

Precedence climbing, so that a level of parentheses costs three calls. Source of the grammar: cel-spec, doc/langdef.md.
"""

from warmline.conditions.errors import NotCel, NotSupported, TooLarge
from warmline.conditions.limits import DEEPEST
from warmline.conditions.literals import constant
from warmline.conditions.macros import macro
from warmline.conditions.tokens import Token, tokens
from warmline.conditions.tree import (
    Call,
    Choice,
    Expr,
    Junction,
    ListOf,
    Literal,
    MapOf,
    Name,
    Select,
    parts,
)

PRECEDENCE = {
    "||": 1,
    "&&": 2,
    **dict.fromkeys(("<", "<=", ">=", ">", "==", "!=", "in"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
}
_CONSTANTS = {"true": True, "false": False, "null": None}
RESERVED = frozenset(
    (
        *("as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop"),
        *("package", "namespace", "return", "var", "void", "while"),
    )
)
_WORDS = {"and": "&&", "or": "||", "not": "!", "is": "==", "AND": "&&", "OR": "||", "NOT": "!"}


def parse(text: str) -> Expr:
    """The tree of an expression. NotCel, TooLarge, NotSupported with the place."""
    reader = _Parser(tokens(text))
    expr = reader.expression()
    reader.expect("end")
    _check_depth(expr, 0)
    return expr


class _Parser:
    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._at = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._words[self._at]

    def _take(self) -> Token:
        word = self._words[self._at]
        self._at += 1
        return word

    def _taken(self, kind: str) -> bool:
        if self._next.kind != kind:
            return False
        self._at += 1
        return True

    def expect(self, kind: str) -> Token:
        """The next word, which must be of a kind."""
        if self._next.kind != kind:
            raise self._unexpected("nothing more" if kind == "end" else f'"{kind}"')
        return self._take()

    def expression(self) -> Expr:
        """A whole expression, with ?: at the top."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise _too_deep(self._next.start, self._next.end)
        expr = self._operators(1)
        if self._taken("?"):
            yes = self._operators(1)
            self.expect(":")
            no = self.expression()
            expr = Choice(expr, yes, no, start=expr.start, end=no.end)
        self._depth -= 1
        return expr

    def _operators(self, least: int) -> Expr:
        left = self._unary()
        while True:
            word = self._next
            operator = word.text if word.kind == "name" and word.text == "in" else word.kind
            precedence = PRECEDENCE.get(operator, 0)
            if precedence < least:
                return left
            self._take()
            right = self._operators(precedence + 1)
            if precedence <= 2:
                if isinstance(left, Junction) and left.operator == operator and not self._closed(left):
                    left.operands.append(right)
                    left.end = right.end
                else:
                    left = Junction(operator, [left, right], start=left.start, end=right.end)
            else:
                left = Call(operator, [left, right], start=left.start, end=right.end)

    def _closed(self, junction: Junction) -> bool:
        """Whether a junction stands in parentheses: then it stays a part of its own."""
        return junction.start != junction.operands[0].start

    def _unary(self) -> Expr:
        first = self._next
        if first.kind not in ("!", "-"):
            return self._member(self._primary())
        count = 0
        while self._next.kind == first.kind:
            self._take()
            count += 1
        if first.kind == "-" and self._next.kind in ("int", "double"):
            number = self._take()
            value = constant(number, "-")
            literal = Literal(value, start=self._words[self._at - 2].start, end=number.end)
            operand = self._member(literal)
            count -= 1
        else:
            operand = self._member(self._primary())
        if count % 2 == 0:
            return operand
        return Call("neg" if first.kind == "-" else "!", [operand], start=first.start, end=operand.end)

    def _member(self, expr: Expr) -> Expr:
        while True:
            if self._taken("."):
                if self._next.kind == "?":
                    raise NotSupported(
                        "optional values are not supported",
                        "guard the field with has()",
                        self._next.start,
                        self._next.end,
                    )
                name = self._take()
                if name.kind != "name" or name.text in ("in", *_CONSTANTS):
                    self._at -= 1
                    raise self._unexpected("the name of a field")
                if self._taken("("):
                    arguments = self._list(")")
                    end = self._words[self._at - 1].end
                    expr = macro(expr, name, arguments, end) or Call(
                        name.text, [expr, *arguments], True, start=expr.start, end=end
                    )
                else:
                    expr = Select(expr, name.text, start=expr.start, end=name.end)
            elif self._taken("["):
                index = self.expression()
                end = self.expect("]").end
                expr = Call("[]", [expr, index], start=expr.start, end=end)
            elif self._next.kind == "{" and isinstance(expr, Name | Select):
                raise NotSupported(
                    "messages of protocol buffers are not supported",
                    'write a map: {"name": value}',
                    self._next.start,
                    self._next.end,
                )
            else:
                return expr

    def _primary(self) -> Expr:
        word = self._take()
        match word.kind:
            case "int" | "uint" | "double" | "string" | "bytes":
                return Literal(constant(word), start=word.start, end=word.end)
            case "(":
                expr = self.expression()
                end = self.expect(")").end
                if isinstance(expr, Junction):
                    expr.start, expr.end = word.start, end
                return expr
            case "[":
                elements = self._list("]")
                return ListOf(elements, start=word.start, end=self._words[self._at - 1].end)
            case "{":
                return self._map(word)
            case ".":
                name = self.expect("name")
                return self._named(name, whole=True)
            case "name":
                return self._named(word, whole=False)
        self._at -= 1
        raise self._unexpected("a value")

    def _named(self, word: Token, whole: bool) -> Expr:
        if word.text in _CONSTANTS and not whole:
            return Literal(_CONSTANTS[word.text], start=word.start, end=word.end)
        if word.text in RESERVED or word.text == "in":
            remedy = "use another name" if word.text != "in" else "write: value in list"
            raise NotCel(f'"{word.text}" is a word of the language, not a name', remedy, word.start, word.end)
        if self._taken("("):
            arguments = self._list(")")
            end = self._words[self._at - 1].end
            return macro(None, word, arguments, end) or Call(word.text, arguments, start=word.start, end=end)
        return Name(word.text, whole, start=word.start, end=word.end)

    def _list(self, closing: str) -> list[Expr]:
        found: list[Expr] = []
        while not self._taken(closing):
            if found:
                if not self._taken(","):
                    raise self._unexpected(f'"," or "{closing}"')
                if closing != ")" and self._taken(closing):
                    break
            found.append(self.expression())
        return found

    def _map(self, opened: Token) -> Expr:
        entries: list[tuple[Expr, Expr]] = []
        while not self._taken("}"):
            if entries:
                if not self._taken(","):
                    raise self._unexpected('"," or "}"')
                if self._taken("}"):
                    break
            key = self.expression()
            self.expect(":")
            entries.append((key, self.expression()))
        return MapOf(entries, start=opened.start, end=self._words[self._at - 1].end)

    def _unexpected(self, wanted: str) -> NotCel:
        word = self._next
        if word.kind == "end":
            return NotCel("the expression ends too early", f"expected {wanted}", word.start, word.end)
        if word.text in _WORDS:
            return NotCel(
                f'"{word.text}" is not a word of CEL', f"write {_WORDS[word.text]}", word.start, word.end
            )
        return NotCel(f"{word.text} stands where {wanted} should be", _hint(word), word.start, word.end)


def _hint(word: Token) -> str:
    if word.kind == "name":
        return f'write "{word.text}" if it is a text, or an operator before it'
    if word.kind in ("string", "int", "double"):
        return "write an operator before it, such as == or &&"
    if word.kind == ",":
        return "write fractions with a point, such as 2.5, or look for a sign too many"
    return "look for a sign too many, or a value too few"


def _too_deep(start: int, end: int) -> TooLarge:
    return TooLarge(
        f"the expression is nested deeper than {DEEPEST} levels", "divide it into several", start, end
    )


def _check_depth(expr: Expr, depth: int) -> None:
    if depth > DEEPEST:
        raise _too_deep(expr.start, expr.end)
    for part in parts(expr):
        _check_depth(part, depth + 1)
