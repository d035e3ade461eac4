"""The words that the scripts of a chat or a kiosk put on the screen, by names that the scripts know."""

from warmline.language.braces import in_braces
from warmline.language.words import Words

CHAT: dict[str, str] = {
    "open": "Chat with us",
    "close": "Close the chat",
    "more": "More",
    "person": "A person",
    "repeat": "Say it again",
    "back": "Go back",
    "language": "Language",
    "end": "End this conversation",
    "again": "Start a new conversation",
    "ended": "This conversation has ended.",
    "write": "Write a message…",
    "message": "Your message",
    "answer": "Your answer",
    "send": "Send",
    "attach": "Attach a file",
    "lost": "Connection lost. We keep trying; what you write is kept.",
    "waiting": "Not sent yet",
    "unsent": "Not sent, as this conversation has ended. Please start a new one.",
    "failed": "This could not be sent.",
    "retry": "Try again",
    "long": "This message is too long. Please say it in fewer words.",
    "fast": "That was fast. Please wait a moment.",
    "large": "The file is too large; {megabytes} MB are possible.",
    "kind": "Files of this kind cannot be sent. Pictures, PDF and text can.",
    "unreachable": "The chat cannot be reached just now.",
    "here": "{name} is here",
    "writing": "{name} is writing…",
    "moment": "Just a moment…",
    "next": "You are next.",
    "position": "Number {position} in the queue.",
    "soon": "A person will be with you soon.",
    "you": "You",
    "assistant": "Assistant",
    "done": "Done",
    "elsewhere": "opens in a new window",
    "new": "New message",
    "mine": "My page",
    "unverified": "More is shown once you have shown who you are in the chat.",
    "ok": "OK",
    "example": "For example: {example}",
}
KIOSK: dict[str, str] = {
    "person": "A person",
    "repeat": "Say it again",
    "back": "Go back",
    "finish": "Finish",
    "there": "Are you still there?",
    "yes": "Yes, I am here",
    "delete": "Delete",
    "clear": "Clear",
    "ok": "OK",
    "space": "Space",
    "letters": "More letters",
    "day": "Day",
    "month": "Month",
    "year": "Year",
    "thanks": "Thank you. Goodbye!",
    "cleared": "Everything you entered here has been cleared.",
    "moment": "One moment, please",
    "broken": "This kiosk is out of order just now. Please ask somebody of our staff.",
    "here": "{name} is here",
    "next": "You are next.",
    "position": "Number {position} in the queue.",
    "soon": "A person will be with you soon.",
    "answer": "Your answer",
    "example": "For example: {example}",
    "done": "Done",
}
_COUNTED = {
    "minutes": ("About {n} minute.", "About {n} minutes."),
    "seconds": ("This screen is cleared in {n} second.", "This screen is cleared in {n} seconds."),
}


def captions(names: dict[str, str], language: str) -> dict[str, str | list[str]]:
    """The words of a screen in one language, their parts in braces left for the script to fill.

    Those that count come in both forms: for one thing, and for several.
    """
    words = Words(language)
    said: dict[str, str | list[str]] = {
        name: words.text(message, **{part: f"{{{part}}}" for part in in_braces(message)})
        for name, message in names.items()
    }
    return said | {
        name: [words.plural(*forms, n, n="{n}") for n in (1, 5)] for name, forms in _COUNTED.items()
    }
