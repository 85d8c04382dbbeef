"""At the door without a phone: cards, poster, sign-in sheet, what is entered from it, and lost codes."""
