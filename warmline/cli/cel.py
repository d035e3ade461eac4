"""`warmline cel`: try an expression of conditions, without data and without a business."""

import json
from typing import Annotated, Any

import typer

from warmline.cli.errors import NOT_POSSIBLE, USAGE, CommandError
from warmline.cli.output import as_json, plain


def cel(
    expression: Annotated[str, typer.Argument(help="An expression in CEL, in quotes.")],
    bindings: Annotated[
        str, typer.Option("--bindings", help='Variables and their values, as a JSON object: {"x": 1}.')
    ] = "{}",
) -> None:
    """Try an expression of conditions: its value as JSON, or what is wrong and where, with exit code 1.

    Times and durations are printed as CEL writes them. See docs/concepts/conditions.md.
    """
    from warmline.conditions.condition import ConditionRefused, Expression
    from warmline.conditions.environment import Environment
    from warmline.conditions.errors import EvaluationError
    from warmline.conditions.json_values import to_json

    values = _bindings(bindings)
    environment = Environment.of_values(values)
    try:
        value = Expression(expression, environment).value(environment.frame(values))
    except ConditionRefused as refused:
        for refusal in refused.refusals:
            _say(expression, refusal, refusal.remedy)
        raise typer.Exit(NOT_POSSIBLE) from None
    if isinstance(value, EvaluationError):
        _say(expression, value, "")
        raise typer.Exit(NOT_POSSIBLE)
    as_json(to_json(value))


def _bindings(text: str) -> dict[str, Any]:
    from warmline.conditions.errors import EvaluationError
    from warmline.conditions.json_values import from_json

    example = "Write it as '{\"x\": 1}'."
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"--bindings is not JSON: {error}.", example, USAGE) from error
    if not isinstance(read, dict):
        raise CommandError("--bindings is not an object.", example, USAGE)
    try:
        return {name: from_json(value) for name, value in read.items()}
    except EvaluationError as error:
        raise CommandError(f"--bindings: {error.what}.", example, USAGE) from error


def _say(text: str, error: Any, remedy: str) -> None:
    """What is wrong, with its line and column, and the place in the expression below it."""
    place = error.place(text)
    name = type(error).__name__
    line = f"{name} at {place.line}:{place.column}: {error.what}" + (f"; {remedy}" if remedy else "")
    typer.echo(plain(line), err=True)
    for shown in error.pointed(text).split("\n"):
        typer.echo(f"  {plain(shown)}", err=True)
